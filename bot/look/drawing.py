"""What every picture is before and after it is rendered."""

from dataclasses import dataclass
from typing import Any

from bot.look import text
from bot.look.texts import Texts

ALT_TEXT = 1024


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture to be made: its template, the scene it shows, and the alt text.

    The template is a feature's SVG, named by folder and file: "match/picture".

    The scene is a frozen dataclass of finished words, shares and colours; `texts` is the language
    of the words that the template itself holds.
    """

    template: str
    scene: Any
    alt: str
    texts: Texts

    @property
    def filename(self) -> str:
        """What the finished picture is called: "match.png", "win-rates.png"."""
        folder, _, name = self.template.partition("/")
        return f"{folder if name == 'picture' else name}.png".replace("_", "-")


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished PNG with its text for those who do not see it."""

    png: bytes
    alt: str
    filename: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure on its own: what it is, its value, more about it, and its colour."""

    label: str
    value: str
    detail: str
    colour: int

    @property
    def in_words(self) -> str:
        """The same as a sentence: "Accuracy 61%, 135 of 221 shots"."""
        return ", ".join(part for part in (f"{self.label} {self.value}", self.detail) if part)


@dataclass(frozen=True, slots=True)
class Emblem:
    """A rank's sign: its artwork where there is any, else a shape of that colour."""

    colour: int
    artwork: bytes | None = None


def alt_text(*sentences: str) -> str:
    """The sentences that say something, within Discord's limit for alt text."""
    return text.clip(" ".join(_sentence(each) for each in sentences if each), ALT_TEXT)


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?", ":")) else f"{words}."
