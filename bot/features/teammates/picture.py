"""The teammates card: how often a player was in a team with each, and how that went."""

from dataclasses import dataclass

from bot.features.teammates.card import in_teams, others
from bot.features.teammates.lookup import Teammate, TeammatesReport
from bot.look import names, notes, theme
from bot.look.drawing import Drawing, alt_text
from bot.look.drawn import drawn, small_print
from bot.look.texts import Texts
from bot.pictures.outcomes import Portion, portions

_TEAMMATES = 10
_HALF = 50.0


@dataclass(frozen=True, slots=True)
class TeammateScene:
    """One teammate: the matches together, and the share won of them, from 0 to 1 and in words."""

    name: str
    games: str
    share: float
    win_rate: str
    balance: str
    colour: int


@dataclass(frozen=True, slots=True)
class TeammatesScene:
    """The whole card; `note` may be ""."""

    gamertag: str
    title: str
    matches: str
    win_rate: str
    results: tuple[Portion, ...]
    teammates: tuple[TeammateScene, ...]
    note: str


def teammates_picture(report: TeammatesReport, texts: Texts) -> Drawing:
    """The card of the teammates, most matches together first."""
    unseen = max(0, report.others) + len(report.teammates[_TEAMMATES:])
    scene = TeammatesScene(
        gamertag=drawn(report.player.gamertag),
        title=texts("Teammates"),
        matches=in_teams(report, texts),
        win_rate=texts.percent(report.record.win_rate),
        results=portions(report.record, texts),
        teammates=tuple(_row(each, texts) for each in report.teammates[:_TEAMMATES]),
        note=notes.joined(others(unseen, texts), small_print(report, texts)),
    )
    return Drawing(
        "teammates/picture",
        scene,
        alt_text(
            f"{scene.gamertag}: {scene.title}",
            f"{scene.matches}, {texts('Win rate')} {scene.win_rate}",
            ", ".join(part.in_words for part in scene.results),
            f"{texts('Games')}, {texts('Won–lost')}, {texts('Win rate')}:"
            if scene.teammates
            else "",
            *(
                f"{each.name} {each.games}, {each.balance}, {each.win_rate}"
                for each in scene.teammates
            ),
            scene.note,
        ),
        texts,
    )


def _row(teammate: Teammate, texts: Texts) -> TeammateScene:
    record = teammate.together
    rate = record.win_rate
    return TeammateScene(
        drawn(names.gamertag(teammate.player, texts)),
        texts.number(record.matches),
        min(1.0, max(0.0, rate / 100)) if rate is not None else 0.0,
        texts.percent(rate),
        f"{texts.number(record.wins)}–{texts.number(record.losses)}",
        theme.gain(rate - _HALF) if rate is not None else theme.NEUTRAL,
    )
