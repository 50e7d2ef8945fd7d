"""The service record: what all of a player's matches add up to."""

from dataclasses import dataclass

from bot.lookups.results import ServiceRecordReport
from bot.presentation import notes, theme
from bot.presentation.pictures.drawing import Drawing, Tile, alt_text
from bot.presentation.pictures.words import drawn, small_print
from bot.presentation.texts import Texts


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of a bar that is cut into parts: its name, count, share of all, and colour."""

    name: str
    count: str
    share: float
    colour: int


@dataclass(frozen=True, slots=True)
class ServiceRecordScene:
    """The whole card; `note` may be "". Tiles come in two rows."""

    gamertag: str
    title: str
    win_rate: str
    matches: str
    results: tuple[Portion, ...]
    upper: tuple[Tile, ...]
    lower: tuple[Tile, ...]
    note: str


def service_record_picture(record: ServiceRecordReport, texts: Texts) -> Drawing:
    """The card of a service record."""
    scene = ServiceRecordScene(
        gamertag=drawn(record.player.gamertag),
        title=notes.joined(texts("Service record"), drawn(texts(record.scope))),
        win_rate=texts.percent(record.win_rate),
        matches=texts.count("{count} match", "{count} matches", record.matches),
        results=_results(record, texts),
        upper=_fight(record, texts),
        lower=_ways(record, texts),
        note=small_print(record.freshness, record.missing, texts),
    )
    return Drawing(
        "service_record",
        scene,
        alt_text(
            f"{scene.gamertag}: {scene.title}",
            f"{scene.matches}, {texts('Win rate')} {scene.win_rate}",
            ", ".join(f"{part.name} {part.count}" for part in scene.results),
            *(
                f"{tile.label} {tile.value}" + (f", {tile.detail}" if tile.detail else "")
                for tile in (*scene.upper, *scene.lower)
            ),
            scene.note,
        ),
        texts,
    )


def _results(record: ServiceRecordReport, texts: Texts) -> tuple[Portion, ...]:
    counts = [
        (texts("Won"), record.wins, theme.DONE),
        (texts("Lost"), record.losses, theme.ERROR),
        (texts("Tied"), record.ties, theme.MEDALS),
        (texts("Left"), record.matches - record.wins - record.losses - record.ties, theme.NEUTRAL),
    ]
    there = [(name, count, colour) for name, count, colour in counts if count > 0]
    total = sum(count for _, count, _ in there)
    return tuple(
        Portion(name, texts.number(count), count / total, colour) for name, count, colour in there
    )


def _fight(record: ServiceRecordReport, texts: Texts) -> tuple[Tile, ...]:
    return (
        Tile(
            texts("K/D"),
            texts.number(record.kills_per_death, 2),
            texts("kills for each death"),
            theme.INK,
        ),
        Tile("KDA", texts.signed(record.average_kda, 2), texts("average of a match"), theme.INK),
        Tile(texts("Accuracy"), texts.percent(record.accuracy), texts("of all shots"), theme.INK),
        Tile(
            texts("Kills"),
            texts.number(record.kills),
            _each(record.kills, record, texts),
            theme.INK,
        ),
        Tile(
            texts("Deaths"),
            texts.number(record.deaths),
            _each(record.deaths, record, texts),
            theme.INK,
        ),
    )


def _ways(record: ServiceRecordReport, texts: Texts) -> tuple[Tile, ...]:
    return (
        Tile(
            texts("Assists"),
            texts.number(record.assists),
            _each(record.assists, record, texts),
            theme.INK,
        ),
        Tile(
            texts("Headshots"),
            texts.number(record.headshot_kills),
            _of_kills(record.headshot_kills, record, texts),
            theme.INK,
        ),
        Tile(
            texts("Damage"),
            texts.short(record.damage_dealt),
            texts("{damage} taken", damage=texts.short(record.damage_taken)),
            theme.INK,
        ),
        Tile(
            texts("Medals"),
            texts.number(record.medals),
            _each(record.medals, record, texts),
            theme.INK,
        ),
        Tile(
            texts("Best spree"), texts.number(record.max_killing_spree), texts("kills"), theme.INK
        ),
    )


def _each(count: int, record: ServiceRecordReport, texts: Texts) -> str:
    if record.matches <= 0:
        return ""
    return texts("{figure} a match", figure=texts.number(count / record.matches, 1))


def _of_kills(count: int, record: ServiceRecordReport, texts: Texts) -> str:
    if record.kills <= 0:
        return ""
    return texts("{share} of kills", share=texts.percent(100 * count / record.kills))
