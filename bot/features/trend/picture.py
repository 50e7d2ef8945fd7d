"""The charts over time: CSR in one playlist, and the form of the last matches."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.facts.played_match import RankMove
from bot.features.trend import charts
from bot.features.trend.lookup import TrendReport
from bot.features.trend.series import CsrTrend, Point
from bot.halo.ranks import TIER_STARTS, Csr
from bot.look import names, notes, theme
from bot.look.drawing import Drawing, alt_text
from bot.look.drawn import drawn
from bot.look.texts import Texts


@dataclass(frozen=True, slots=True)
class TrendScene:
    """Plots one below the other. Without plots `nothing` says so."""

    gamertag: str
    title: str
    right: str
    plots: tuple[charts.Plot, ...]
    nothing: str


def csr_trend_picture(trend: CsrTrend, move: RankMove | None, texts: Texts) -> Drawing:
    """CSR match by match, with the tiers it went through. `move` is what all of them came to."""
    points = charts.usable(trend.points)
    gamertag = drawn(trend.player.gamertag)
    playlist = drawn(names.playlist(trend.playlist_name, trend.playlist_id, texts))
    scene = TrendScene(
        gamertag=gamertag,
        title=texts("CSR in {playlist}", playlist=playlist),
        right=_gained(points, move, texts),
        plots=(_csr_plot(points, texts),) if points else (),
        nothing=texts("No ranked matches yet"),
    )
    days = scene.nothing
    if points:
        first, last = texts.day(points[0].at), texts.day(points[-1].at)
        days = texts("{first} to {last}", first=first, last=last)
    return Drawing(
        "trend/picture",
        scene,
        alt_text(
            f"{gamertag}: {scene.title}, {days}",
            notes.joined(scene.right, charts.trend_in_words(points, texts)),
        ),
        texts,
    )


def form_trend_picture(report: TrendReport, texts: Texts) -> Drawing:
    """K/D and accuracy, match by match, and those of all matches together, as cards have them."""
    trend, together = report.form, report.combat
    ratios = charts.usable(trend.kills_per_death)
    shares = charts.usable(trend.accuracy)
    count = report.record.matches
    gamertag = drawn(trend.player.gamertag)
    plots = [
        _form_plot(texts("K/D"), ratios, together.kills_per_death, texts, percent=False),
        _form_plot(texts("Accuracy"), shares, together.accuracy, texts, percent=True),
    ]
    scene = TrendScene(
        gamertag=gamertag,
        title=texts.count("The last match", "The last {count} matches", count)
        if count
        else texts("Form"),
        right="",
        plots=tuple(plot for plot in plots if plot.line),
        nothing=texts("No matches yet."),
    )
    return Drawing(
        "trend/picture",
        scene,
        alt_text(
            f"{gamertag}: {scene.title}",
            f"{plots[0].title}, {charts.trend_in_words(ratios, texts, 2)}" if ratios else "",
            f"{plots[1].title}, {charts.trend_in_words(shares, texts, percent=True)}"
            if shares
            else "",
            "" if scene.plots else scene.nothing,
        ),
        texts,
    )


def _csr_plot(points: Sequence[Point], texts: Texts) -> charts.Plot:
    scale = charts.axis([point.value for point in points], least=100, floor=0)
    line = charts.by_order(points, scale)
    starts = {start: tier for tier, start in TIER_STARTS.items()}
    value = points[-1].value
    return charts.Plot(
        title="",
        colour=theme.readable(_tier_colour(value)),
        last=texts.number(round(value), grouped=False),
        line=line,
        average=(),
        dots=charts.few(points),
        ticks=scale.ticks(texts),
        below=_days(points, texts),
        bands=tuple(
            charts.Band(scale.share(level), texts(starts[int(level)]), _tier_colour(level))
            for level in charts.crossings([float(start) for start in starts], scale)
        ),
    )


def _form_plot(
    title: str,
    points: Sequence[Point],
    together: float | None,
    texts: Texts,
    *,
    percent: bool,
) -> charts.Plot:
    decimals, even = (0, None) if percent else (2, 1.0)
    scale = charts.axis(
        [point.value for point in points], least=20.0 if percent else 1.0, floor=0.0
    )
    line = charts.by_order(points, scale)
    # One figure of all matches: the mean of the matches' own would be another than the card's.
    written = charts.written(together or 0.0, texts, decimals, percent=percent)
    name, level = (texts("even"), even) if even is not None else (texts("all together"), together)
    bands: tuple[charts.Band, ...] = ()
    if level is not None and charts.crossings([level], scale):
        bands = (charts.Band(scale.share(level), name, theme.MUTED),)
    return charts.Plot(
        title=notes.joined(
            title,
            texts("{figure} over all matches together", figure=written)
            if together is not None
            else "",
        ),
        colour=theme.DONE if percent else theme.FIRST,
        last=charts.written(points[-1].value, texts, decimals, percent=percent) if points else "",
        line=line,
        average=charts.average(line),
        dots=charts.few(points),
        ticks=scale.ticks(texts, percent=percent),
        below=(charts.Tick(0.0, texts("oldest")), charts.Tick(1.0, texts("latest")))
        if len(points) > 1
        else (),
        bands=bands,
    )


def _gained(points: Sequence[Point], move: RankMove | None, texts: Texts) -> str:
    change = move.skill.change if move is not None else None
    if change is None or not points:
        return ""
    return texts("{change} since {day}", change=texts.signed(change), day=texts.day(points[0].at))


def _days(points: Sequence[Point], texts: Texts) -> tuple[charts.Tick, ...]:
    first, last = texts.day(points[0].at), texts.day(points[-1].at)
    if first == last:
        return (charts.Tick(0.0, first),)
    return (charts.Tick(0.0, first), charts.Tick(1.0, last))


def _tier_colour(value: float) -> int:
    tier = next((tier for tier, start in reversed(TIER_STARTS.items()) if value >= start), "")
    return theme.rank_style(Csr(0, tier)).colour
