"""The scoreboard card: everybody who was in a match, team by team."""

from collections.abc import Callable, Sequence

import discord

from bot.facts.results import MatchReport, PlayerLine
from bot.features.match.boards import Board, boards, marks
from bot.features.match.heading import start_card, team_result
from bot.halo.models.enums import Outcome
from bot.look import names, notes, text, theme
from bot.look.limits import fit
from bot.look.tables import Column, table
from bot.look.texts import Texts

_NAME = 16
Cell = Callable[[PlayerLine], str]


def scoreboard_card(match: MatchReport, texts: Texts) -> discord.Embed:
    """All teams with all their players, or one table by place where there were no teams.

    The player asked about stands behind a mark; bots, late joiners and leavers are marked.
    """
    embed = start_card(match, texts)
    sides = boards(match, texts)
    # One table cut into boards, so that the columns of all teams stand below each other.
    heading, *rows = _table(
        [line for side in sides for line in side.players], texts, by_place=not match.teams
    )
    parts: list[str] = []
    for side in sides:
        own, rows = rows[: len(side.players)], rows[len(side.players) :]
        parts += [_heading(match, side, texts), _code_block([heading, *own])]
    embed.description = notes.lines(embed.description or "", *parts)
    return fit(embed)


def _heading(match: MatchReport, board: Board, texts: Texts) -> str:
    if not match.teams:
        return ""
    name = f"{theme.team_style(board.team_id).mark} **{text.escape(board.name)}**"
    if board.team is None:
        return name
    won = texts("won") if board.team.outcome == Outcome.WIN else ""
    return notes.joined(name, team_result(board.team, texts, by_rounds=match.by_rounds), won)


def _code_block(lines: Sequence[str]) -> str:
    return "\n".join((text.CODE_FENCE, *lines, text.CODE_FENCE))


def _table(players: Sequence[PlayerLine], texts: Texts, *, by_place: bool) -> list[str]:
    def figure(value: int | None) -> str:
        return texts.number(value, grouped=False)

    def csr(line: PlayerLine) -> str:
        return figure(line.csr.value) if line.csr is not None and line.csr.ranked else theme.DASH

    def name(line: PlayerLine) -> str:
        return notes.joined(text.code(names.participant(line, texts), _NAME), marks(line, texts))

    columns: list[tuple[Column, Cell]] = [
        (Column("", limit=1), lambda line: theme.SUBJECT if line.is_subject else ""),
    ]
    if by_place:
        columns.append((Column("#", right=True, limit=4), lambda line: figure(line.rank)))
    columns += [
        (Column(texts("K"), right=True), lambda line: figure(line.kills)),
        (Column(texts("D"), right=True), lambda line: figure(line.deaths)),
        (Column(texts("A"), right=True), lambda line: figure(line.assists)),
        (Column(texts("Score"), right=True), lambda line: figure(line.score)),
    ]
    if any(line.csr is not None and line.csr.ranked for line in players):
        columns.append((Column("CSR", right=True), csr))
    # Names come last: wide characters are not exactly two cells everywhere, and nothing is pushed
    # out of line behind them.
    columns.append((Column(texts("Player"), limit=30), name))
    rows = [[cell(line) for _, cell in columns] for line in players]
    return table([column for column, _ in columns], rows)
