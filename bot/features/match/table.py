"""A match in a terminal."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.facts.results import MatchReport, PlayerLine
from bot.features.match.boards import Board, boards, marks
from bot.features.match.heading import kind, mode_on_map, place, result, team_result
from bot.look import names, notes, text, theme
from bot.look.combat import against, fought
from bot.look.rank_text import rank, way_in_words
from bot.look.terminal import note_lines, one_line, titled_table, written
from bot.look.texts import Texts


def match_table(match: MatchReport, texts: Texts) -> Group:
    """One match: result, figures, rank and medals, then a table for each team."""
    style = theme.outcome_style(match.outcome).terminal
    words = [
        mode_on_map(match, texts),
        kind(match, texts),
        texts.duration(match.duration),
        written(match.started_at),
        against(match.opponents, texts),
    ]
    return Group(
        *([] if match.neutral else [Text(text.plain(match.player.gamertag), style="bold")]),
        Text(result(match, texts), style=f"bold {style}"),
        one_line(*words),
        *_own_figures(match, texts),
        *(_board(match, board, texts) for board in boards(match, texts)),
        *note_lines(match, place(match, texts)),
    )


def _own_figures(match: MatchReport, texts: Texts) -> Iterable[RenderableType]:
    line, skill = match.subject, match.skill
    if line is not None:
        yield one_line(
            fought(line, texts),
            f"KDA {texts.signed(line.kda, 1)}",
            f"accuracy {texts.percent(line.accuracy)}",
            f"damage {texts.number(line.damage_dealt)} dealt, "
            f"{texts.number(line.damage_taken)} taken",
        )
    if skill is not None and skill.after is not None:
        change = f"({texts.signed(skill.change)})" if skill.change is not None else ""
        yield one_line(
            f"{rank(skill.after, texts)} {change}".strip(), way_in_words(skill.after, texts)
        )
    if match.medals:
        yield one_line(
            ", ".join(
                f"{text.plain(names.medal(medal, texts))} ×{medal.count}" for medal in match.medals
            )
        )


def _board(match: MatchReport, board: Board, texts: Texts) -> Table:
    score = (
        team_result(board.team, texts, by_rounds=match.by_rounds) if board.team is not None else ""
    )
    name = text.plain(board.name) if match.teams else ""
    table = titled_table(notes.joined(name, score))
    table.title_style = f"bold {theme.team_style(board.team_id).terminal}"
    table.add_column("Player", min_width=16, overflow="fold")
    for heading in ("K", "D", "A", "KDA", "Acc", "Score", "CSR"):
        table.add_column(heading, justify="right")
    table.add_column("")
    for line in board.players:
        table.add_row(*_cells(line, texts), style="bold" if line.is_subject else "")
    return table


def _cells(line: PlayerLine, texts: Texts) -> Iterable[RenderableType]:
    yield Text(text.plain(names.participant(line, texts)))
    for figure in (line.kills, line.deaths, line.assists):
        yield texts.number(figure)
    yield texts.signed(line.kda, 1)
    yield texts.percent(line.accuracy)
    yield texts.number(line.score)
    ranked = line.csr is not None and line.csr.ranked
    yield texts.number(line.csr.value, grouped=False) if line.csr and ranked else theme.DASH
    yield Text(marks(line, texts), style="dim")
