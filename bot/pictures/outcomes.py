"""How many matches ended which way, as parts of one bar."""

from dataclasses import dataclass

from bot.facts.played_match import Tally
from bot.facts.records import Record
from bot.look import theme
from bot.look.texts import Texts


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of a bar that is cut into parts: its name, count, share of all, and colour."""

    name: str
    count: str
    share: float
    colour: int

    @property
    def in_words(self) -> str:
        """The same in words: "Won 12"."""
        return f"{self.name} {self.count}"


def portions(ended: Record | Tally, texts: Texts) -> tuple[Portion, ...]:
    """The outcomes that there were, matches won first."""
    counts = (
        (texts("Won"), ended.wins, theme.DONE),
        (texts("Lost"), ended.losses, theme.ERROR),
        (texts("Tied"), ended.ties, theme.MEDALS),
        (texts("Unfinished"), ended.unfinished, theme.NEUTRAL),
    )
    known = [(name, count, colour) for name, count, colour in counts if count is not None]
    total = sum(count for _, count, _ in known if count > 0)
    return tuple(
        Portion(name, texts.number(count), count / total, colour)
        for name, count, colour in known
        if count > 0
    )
