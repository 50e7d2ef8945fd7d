"""The leaderboard card: the linked members of a server, the best first."""

from collections.abc import Mapping

import discord

from bot.features.leaderboard.lookup import (
    LEAST_MATCHES,
    LeaderboardBy,
    LeaderboardReport,
    LeaderboardRow,
)
from bot.look import notes, text, theme
from bot.look.limits import fit
from bot.look.rank_text import label
from bot.look.tables import Column, table
from bot.look.texts import Texts
from bot.translatable import N_

LABELS: Mapping[LeaderboardBy, str] = {
    LeaderboardBy.CSR: N_("CSR"),
    LeaderboardBy.KILLS_PER_DEATH: N_("K/D"),
    LeaderboardBy.WIN_RATE: N_("Win rate"),
    LeaderboardBy.MEDALS: N_("Medals"),
}
_TITLES: Mapping[LeaderboardBy, str] = {
    LeaderboardBy.CSR: N_("Leaderboard by CSR"),
    LeaderboardBy.KILLS_PER_DEATH: N_("Leaderboard by K/D"),
    LeaderboardBy.WIN_RATE: N_("Leaderboard by win rate"),
    LeaderboardBy.MEDALS: N_("Leaderboard by medals"),
}
_NAME = 20
_PLACES = 20


def leaderboard_card(report: LeaderboardReport, asker_id: int, texts: Texts) -> discord.Embed:
    """The first twenty places, and the asker's own wherever it is; within Discord's limits."""
    embed = discord.Embed(
        title=heading(report.by, texts),
        description=notes.paragraphs(
            notes.lines(basis(report.by, texts), notes.stale_note(report.freshness, texts)),
            _board(report, asker_id, texts),
        ),
        colour=theme.LEADERBOARD,
    )
    embed.set_footer(text=notes.joined(counted(report, texts), notes.missing_note(report, texts)))
    return fit(embed)


def heading(by: LeaderboardBy, texts: Texts) -> str:
    """What the board is called: "Leaderboard by CSR"."""
    return texts(_TITLES[by])


def counted(report: LeaderboardReport, texts: Texts) -> str:
    """How many linked members are not on the board; "" where all are."""
    return notes.joined(_unplaced(report, texts), _left_out(report, texts))


def _board(report: LeaderboardReport, asker_id: int, texts: Texts) -> str:
    if not report.rows:
        return texts(
            "Nobody to compare yet. Members who use /link stand here, unless they have chosen "
            "to be left out."
        )
    columns = [
        Column("", limit=1),
        Column("#", right=True),
        Column(texts(LABELS[report.by]), right=True, limit=12),
    ]
    if report.by is LeaderboardBy.CSR:
        columns.append(Column(texts("Rank"), limit=14))
    columns.append(Column(texts("Player"), limit=30))
    rows = []
    for number, (place, row) in enumerate(report.placed):
        own = row.user_id == asker_id
        if number < _PLACES or own:
            named = label(row.csr, texts) if row.csr else ""
            rank = [named] if report.by is LeaderboardBy.CSR else []
            mark = theme.SUBJECT if own else ""
            name = text.code(row.player.gamertag, _NAME)
            cells = [mark, texts.number(place), value(report.by, row, texts)]
            rows.append([*cells, *(text.code(each, _NAME) for each in rank), name])
    return "\n".join((text.CODE_FENCE, *table(columns, rows), text.CODE_FENCE))


def value(by: LeaderboardBy, row: LeaderboardRow, texts: Texts) -> str:
    """What a member is compared by, as it is written."""
    if by is LeaderboardBy.WIN_RATE:
        return texts.percent(row.value, by.decimals)
    return texts.number(row.value, by.decimals, grouped=by is not LeaderboardBy.CSR)


def basis(by: LeaderboardBy, texts: Texts) -> str:
    """What is compared: "Best current rank of each"."""
    match by:
        case LeaderboardBy.CSR:
            return texts("Best current rank of each")
        case LeaderboardBy.MEDALS:
            return texts("Matchmaking career")
        case _:
            career = texts.count(
                "Matchmaking career of at least {count} match",
                "Matchmaking career of at least {count} matches",
                LEAST_MATCHES,
            )
            without_ai = by is LeaderboardBy.KILLS_PER_DEATH
            return notes.joined(career, texts("K/D without AI enemies") if without_ai else "")


def _unplaced(report: LeaderboardReport, texts: Texts) -> str:
    if report.unplaced <= 0:
        return ""
    return texts.count(
        "{count} linked member without a place",
        "{count} linked members without a place",
        report.unplaced,
    )


def _left_out(report: LeaderboardReport, texts: Texts) -> str:
    if report.left_out <= 0:
        return ""
    return texts.count("and {count} more member", "and {count} more members", report.left_out)
