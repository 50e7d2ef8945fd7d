"""The teammates card: whom a player wins with."""

import discord

from bot.features.teammates.lookup import Teammate, TeammatesReport
from bot.look import names, notes, text, theme, waypoint
from bot.look.limits import fit
from bot.look.record_text import won_and_lost
from bot.look.tables import Column, table
from bot.look.texts import Texts

_NAME = 20


def teammates_card(report: TeammatesReport, texts: Texts) -> discord.Embed:
    """A table of the teammates with the matches won together; within Discord's limits."""
    embed = discord.Embed(
        title=texts("Teammates"),
        description=notes.paragraphs(
            notes.lines(_best(report, texts), notes.stale_note(report.freshness, texts)),
            notes.lines(
                notes.joined(
                    in_teams(report, texts),
                    won_and_lost(report.record, texts),
                    texts("{share} won", share=texts.percent(report.record.win_rate)),
                ),
                text.CODE_FENCE,
                *_rows(report, texts),
                text.CODE_FENCE,
                others(report.others, texts),
            ),
        ),
        colour=theme.TEAMMATES,
    )
    embed.set_author(
        name=text.plain(report.player.gamertag), url=waypoint.player_url(report.player)
    )
    embed.set_footer(text=notes.missing_note(report, texts))
    return fit(embed)


def in_teams(report: TeammatesReport, texts: Texts) -> str:
    """How many matches were looked at: "48 matches in teams"."""
    return texts.count("{count} match in teams", "{count} matches in teams", report.record.matches)


def others(count: int, texts: Texts) -> str:
    """What is said of so many teammates who are left out; "" where there are none."""
    if count <= 0:
        return ""
    return texts.count(
        "and {count} other player met less often",
        "and {count} other players met less often",
        count,
    )


def _best(report: TeammatesReport, texts: Texts) -> str:
    """The teammate of the best win rate: of equals the one of more matches."""
    if not report.teammates:
        return ""
    best = max(report.teammates, key=lambda each: _rate(each))
    return texts.count(
        "Best with {player}: {share} of {count} match won",
        "Best with {player}: {share} of {count} matches won",
        best.together.matches,
        player=f"**{text.escape(names.gamertag(best.player, texts))}**",
        share=texts.percent(best.together.win_rate),
    )


def _rate(teammate: Teammate) -> tuple[float, int]:
    record = teammate.together
    # Two more wins and losses (Agresti and Coull): two wins of two say less than seven of nine.
    return ((record.wins + 2) / max(1, record.matches + 4), record.matches)


def _rows(report: TeammatesReport, texts: Texts) -> list[str]:
    columns = (
        Column(texts("Games"), right=True, limit=10),
        Column(texts("Won"), right=True, limit=10),
        Column(texts("Win rate"), right=True, limit=12),
        Column(texts("Player"), limit=30),
    )
    rows = [
        [
            texts.number(each.together.matches),
            texts.number(each.together.wins),
            texts.percent(each.together.win_rate),
            text.code(names.gamertag(each.player, texts), _NAME),
        ]
        for each in report.teammates
    ]
    return table(columns, rows)
