"""What somebody did in fights, in words: the same for a match, a session and a career."""

from typing import Protocol

from bot.facts.records import Record
from bot.facts.results import Opponents
from bot.look.texts import Texts


class Fights(Protocol):
    """Kills, deaths and assists; None where one is not known."""

    @property
    def kills(self) -> int | None:
        """Enemies killed."""

    @property
    def deaths(self) -> int | None:
        """Own deaths."""

    @property
    def assists(self) -> int | None:
        """Kills helped with."""


class Shots(Protocol):
    """How many shots were fired, and how many hit; None where that is not known."""

    @property
    def shots_fired(self) -> int | None:
        """All of them."""

    @property
    def shots_hit(self) -> int | None:
        """Those that hit."""


def fought(figures: Fights, texts: Texts) -> str:
    """Kills, deaths and assists: "18 / 8 / 5"."""
    return " / ".join(map(texts.number, (figures.kills, figures.deaths, figures.assists)))


def shots(figures: Shots, texts: Texts) -> str:
    """How many shots hit: "931 of 1,589 shots"; "" where it is not known."""
    if figures.shots_fired is None:
        return ""
    if not figures.shots_fired:
        return texts("no shots fired")
    hit = texts.number(figures.shots_hit)
    return texts.count(
        "{hit} of {count} shot", "{hit} of {count} shots", figures.shots_fired, hit=hit
    )


def against(opponents: Opponents, texts: Texts) -> str:
    """Whom a match was fought against, where it is not players."""
    return texts("against AI") if opponents is Opponents.AI else ""


def left_out(texts: Texts, *records: Record) -> str:
    """That not all of the kills make the K/D; "" where they do."""
    if not any(record.ai_kills or record.ai_deaths for record in records):
        return ""
    return texts("K/D without AI enemies")
