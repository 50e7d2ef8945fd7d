"""The service record: what all of a player's matches of some kind add up to."""

from dataclasses import dataclass

from bot.facts.records import Record
from bot.features.stats.card import heading
from bot.features.stats.lookup import StatsReport
from bot.look import notes, theme
from bot.look.combat import left_out
from bot.look.drawing import Drawing, Tile, alt_text
from bot.look.drawn import drawn, small_print
from bot.look.texts import Texts
from bot.pictures.outcomes import Portion, portions
from bot.pictures.tiles import counted, kill_ratio, kills_deaths_assists, tile


@dataclass(frozen=True, slots=True)
class ServiceRecordScene:
    """The whole card; `note` may be "". Tiles come in rows."""

    gamertag: str
    title: str
    win_rate: str
    matches: str
    results: tuple[Portion, ...]
    rows: tuple[tuple[Tile, ...], ...]
    note: str


def service_record_picture(report: StatsReport, texts: Texts) -> Drawing:
    """The card of a service record."""
    record = report.record
    played = texts("{duration} played", duration=texts.duration(record.time_played))
    scene = ServiceRecordScene(
        gamertag=drawn(report.player.gamertag),
        title=notes.joined(texts("Service record"), drawn(heading(report, texts), 200)),
        win_rate=texts.percent(record.win_rate, 1),
        matches=notes.joined(
            texts.count("{count} match", "{count} matches", record.matches), played
        ),
        results=portions(record, texts),
        rows=(
            _fights(record, texts),
            _shots_and_more(record, texts),
            _kinds_of_kills(record, texts),
        ),
        note=notes.joined(left_out(texts, record), small_print(report, texts)),
    )
    return Drawing(
        "stats/picture",
        scene,
        alt_text(
            f"{scene.gamertag}: {scene.title}",
            f"{scene.matches}, {texts('Win rate')} {scene.win_rate}",
            ", ".join(part.in_words for part in scene.results),
            *(tile.in_words for row in scene.rows for tile in row),
            scene.note,
        ),
        texts,
    )


def _fights(record: Record, texts: Texts) -> tuple[Tile, ...]:
    kda = texts.signed(record.average_kda, 2) if record.matches > 0 else theme.DASH
    return (
        kill_ratio(record, texts),
        tile("KDA", kda, texts("average of a match")),
        *kills_deaths_assists(record, texts),
    )


def _shots_and_more(record: Record, texts: Texts) -> tuple[Tile, ...]:
    dealt, taken = record.per_match(record.damage_dealt), record.per_match(record.damage_taken)
    shots = texts(
        "{hit} of {fired} shots",
        hit=texts.short(record.shots_hit),
        fired=texts.short(record.shots_fired),
    )
    return (
        tile(texts("Accuracy"), texts.percent(record.accuracy, 1), shots),
        tile(
            texts("Damage a match"),
            texts.number(dealt),
            texts("{damage} taken", damage=texts.number(taken)),
        ),
        counted(texts("Medals"), record.medals, record, texts),
        tile(texts("Best spree"), texts.number(record.best_spree), texts("kills")),
    )


def _kinds_of_kills(record: Record, texts: Texts) -> tuple[Tile, ...]:
    kinds = (
        (texts("Headshots"), record.headshot_kills),
        (texts("Melee"), record.melee_kills),
        (texts("Grenades"), record.grenade_kills),
        (texts("Power weapons"), record.power_weapon_kills),
    )
    return tuple(
        tile(name, texts.number(count), _of_kills(count, record, texts)) for name, count in kinds
    )


def _of_kills(count: int | None, record: Record, texts: Texts) -> str:
    if count is None or not record.kills:
        return ""
    return texts("{share} of kills", share=texts.percent(100 * count / record.kills))
