"""The chart of win rates, by map or by mode."""

from dataclasses import dataclass

from bot.features.trend.series import WinRate, WinRateBy, WinRates
from bot.look import theme
from bot.look.drawing import Drawing, alt_text
from bot.look.drawn import drawn
from bot.look.texts import Texts

_RATES = 12
_HALF = 50.0


@dataclass(frozen=True, slots=True)
class RateScene:
    """One map or mode: its share of wins from 0 to 1, and the same in words."""

    name: str
    share: float
    percent: str
    count: str
    colour: int


@dataclass(frozen=True, slots=True)
class WinRatesScene:
    """The whole chart; `more` says how many found no room, or is ""."""

    gamertag: str
    title: str
    overall: str
    rates: tuple[RateScene, ...]
    more: str


def win_rates_picture(report: WinRates, texts: Texts) -> Drawing:
    """Bars of the win rates, most played first, with a mark at one half."""
    left = len(report.rates) - _RATES
    wins = sum(rate.wins for rate in report.rates)
    overall = WinRate("", wins, sum(rate.matches for rate in report.rates)).percent
    scene = WinRatesScene(
        gamertag=drawn(report.player.gamertag),
        title=texts("Win rate by map") if report.by is WinRateBy.MAP else texts("Win rate by mode"),
        overall=texts("{share} in all", share=texts.percent(overall))
        if overall is not None
        else "",
        rates=tuple(_rate(rate, texts) for rate in report.rates[:_RATES]),
        more=texts("and {count} more", count=texts.number(left)) if left > 0 else "",
    )
    listed = ", ".join(f"{rate.name} {rate.percent} ({rate.count})" for rate in scene.rates)
    return Drawing(
        "trend/win_rates",
        scene,
        alt_text(
            f"{scene.gamertag}: {scene.title}",
            scene.overall,
            listed or texts("No matches yet."),
            scene.more,
        ),
        texts,
    )


def _rate(rate: WinRate, texts: Texts) -> RateScene:
    percent = rate.percent
    return RateScene(
        drawn(rate.name),
        min(1.0, max(0.0, percent / 100)) if percent is not None else 0.0,
        texts.percent(percent),
        texts(
            "{wins} of {matches}",
            wins=texts.number(rate.wins),
            matches=texts.number(rate.matches),
        ),
        theme.gain(percent - _HALF) if percent is not None else theme.NEUTRAL,
    )
