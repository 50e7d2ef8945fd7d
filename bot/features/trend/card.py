"""The trend card: K/D, accuracy and CSR over the latest matches."""

from collections.abc import Sequence

import discord

from bot.features.trend.lookup import TrendReport
from bot.features.trend.series import Point, WinRates
from bot.look import figures, names, notes, text, theme, waypoint
from bot.look.limits import fit
from bot.look.rank_text import rank_change
from bot.look.record_text import won_and_lost
from bot.look.texts import Texts

_RATES = 8


def trend_card(report: TrendReport, texts: Texts) -> discord.Embed:
    """The figures, and a line of bars for each, oldest match first; within Discord's limits."""
    embed = discord.Embed(
        title=texts.count("The last match", "The last {count} matches", report.record.matches),
        description=notes.lines(
            notes.joined(
                won_and_lost(report.record, texts),
                texts("{share} won", share=texts.percent(report.record.win_rate)),
            ),
            notes.joined(
                texts("K/D {ratio}", ratio=f"**{texts.number(report.combat.kills_per_death, 2)}**"),
                texts("accuracy {share}", share=f"**{texts.percent(report.combat.accuracy)}**"),
            ),
            notes.stale_note(report.freshness, texts),
        ),
        colour=_colour(report),
    )
    embed.set_author(
        name=text.plain(report.player.gamertag), url=waypoint.player_url(report.player)
    )
    embed.add_field(name=texts("K/D"), value=_ratio(report, texts), inline=False)
    if report.form.accuracy:
        embed.add_field(name=texts("Accuracy"), value=_accuracy(report, texts), inline=False)
    _add_csr(embed, report, texts)
    _add_win_rates(embed, texts("Win rate by map"), report.maps, texts)
    _add_win_rates(embed, texts("Win rate by mode"), report.modes, texts)
    embed.set_footer(
        text=notes.joined(
            texts("Matchmaking against players, oldest match first"),
            texts("K/D and accuracy of all matches together"),
            notes.missing_note(report, texts),
        )
    )
    return fit(embed)


def change_mark(difference: float | None) -> str:
    """The mark of a rise, a fall or neither; "" where there is no such figure."""
    if not figures.known(difference) or difference is None:
        return ""
    return theme.EVEN if difference == 0 else theme.GOOD if difference > 0 else theme.POOR


def _ratio(report: TrendReport, texts: Texts) -> str:
    earlier, later = report.earlier, report.later
    change = _difference(earlier.kills_per_death, later.kills_per_death, 2)
    return notes.lines(
        _spark(report.form.kills_per_death),
        _newer_half(texts.number(later.kills_per_death, 2), change, texts.signed(change, 2), texts),
    )


def _accuracy(report: TrendReport, texts: Texts) -> str:
    before, now = report.earlier.accuracy, report.later.accuracy
    change = _difference(before, now, 1)
    points = texts("{change} points", change=texts.signed(change, 1))
    return notes.lines(
        _spark(report.form.accuracy), _newer_half(texts.percent(now), change, points, texts)
    )


def _newer_half(value: str, change: float | None, written: str, texts: Texts) -> str:
    if change is None:
        return f"**{value}**"
    return texts(
        "{value} in the newer half, {change} against the older one",
        value=f"**{value}**",
        change=f"{change_mark(change)} {written}",
    )


def _add_csr(embed: discord.Embed, report: TrendReport, texts: Texts) -> None:
    move = report.rank
    if move is None or (change := rank_change(move.skill, texts)) is None:
        return
    played = texts.count("{count} match", "{count} matches", move.matches)
    playlist = names.playlist(move.playlist_name, move.playlist_id, texts)
    name = notes.joined(text.escape(playlist), change[0], played)
    points = report.csr.points if report.csr is not None else ()
    embed.add_field(name=name, value=notes.lines(_spark(points), change[1]), inline=False)


def _add_win_rates(embed: discord.Embed, title: str, report: WinRates, texts: Texts) -> None:
    lines = [
        texts(
            "{name} {share} of {matches}",
            name=text.escape(rate.name),
            share=f"**{texts.percent(rate.percent)}**",
            matches=texts.number(rate.matches),
        )
        for rate in report.rates[:_RATES]
    ]
    if lines:
        embed.add_field(name=title, value=notes.lines(*lines))


def _spark(points: Sequence[Point]) -> str:
    line = figures.sparkline([point.value for point in points])
    return f"`{line}`" if line else ""


def _difference(before: float | None, now: float | None, decimals: int) -> float | None:
    if before is None or now is None:
        return None
    return round(now - before, decimals)


def _colour(report: TrendReport) -> int:
    after = report.rank.skill.after if report.rank is not None else None
    return theme.rank_style(after).colour if after is not None else theme.NEUTRAL
