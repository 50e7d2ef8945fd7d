"""The figures of a record, each as a tile."""

from bot.facts.records import Record
from bot.look import theme
from bot.look.drawing import Tile
from bot.look.texts import Texts


def tile(name: str, value: str, detail: str) -> Tile:
    """A figure that is neither good nor bad."""
    return Tile(name, value, detail, theme.INK)


def counted(name: str, count: int | None, record: Record, texts: Texts) -> Tile:
    """A total with its mean of a match."""
    mean = record.per_match(count)
    detail = texts("{figure} a match", figure=texts.number(mean, 1)) if mean is not None else ""
    return tile(name, texts.number(count), detail)


def kills_deaths_assists(record: Record, texts: Texts) -> tuple[Tile, ...]:
    """Kills, deaths and assists."""
    return (
        counted(texts("Kills"), record.kills, record, texts),
        counted(texts("Deaths"), record.deaths, record, texts),
        counted(texts("Assists"), record.assists, record, texts),
    )


def kill_ratio(record: Record, texts: Texts) -> Tile:
    """Kills of players for each death by them."""
    return tile(
        texts("K/D"), texts.number(record.kills_per_death, 2), texts("kills for each death")
    )
