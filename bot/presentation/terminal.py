"""Results in a terminal: rich tables for people, in English; JSON for programs."""

import json
import math
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum, IntEnum

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.lookups.results import CsrReport, MatchReport, MedalsReport, PlayerLine, Told
from bot.presentation import names, notes, text, theme
from bot.presentation.boards import Board, boards, marks
from bot.presentation.match_heading import kind, mode_on_map, place, result, team_result
from bot.presentation.medals_card import SORTS
from bot.presentation.rank_text import peak, placement, rank, way_in_words
from bot.presentation.texts import Texts


def match_table(match: MatchReport, texts: Texts) -> Group:
    """One match: result, figures, rank and medals, then a table for each team."""
    style = theme.outcome_style(match.outcome).terminal
    words = [mode_on_map(match, texts), kind(match, texts), texts.duration(match.duration)]
    return Group(
        *([] if match.neutral else [Text(text.plain(match.player.gamertag), style="bold")]),
        Text(result(match, texts), style=f"bold {style}"),
        one_line(*words, f"{match.started_at:%Y-%m-%d %H:%M} UTC"),
        *_own_figures(match, texts),
        *(_board(match, board, texts) for board in boards(match, texts)),
        *note_lines(match, place(match, texts)),
    )


def csr_table(report: CsrReport, texts: Texts) -> Group:
    """The standings, a playlist a row."""
    table = _table(text.plain(report.player.gamertag))
    table.add_column("Playlist", overflow="fold")
    table.add_column("Rank")
    table.add_column("To go", style="dim")
    for heading in ("Season peak", "All time"):
        table.add_column(heading, justify="right")
    for each in report.standings:
        current = each.current
        in_placement = not current.ranked and current.placement_total > 0
        name = placement(current, texts) if in_placement else rank(current, texts)
        table.add_row(
            Text(text.plain(names.playlist(each.name, each.playlist_id, texts))),
            Text(name, style=theme.rank_style(current).terminal),
            Text(way_in_words(current, texts)),
            Text(peak(each.season_peak, texts)),
            Text(peak(each.all_time_peak, texts)),
        )
    unchecked = f"{report.unchecked} more may be ranked" if report.unchecked > 0 else ""
    return Group(table, *note_lines(report, unchecked))


def medals_table(report: MedalsReport, texts: Texts) -> Group:
    """The medals in the report's order, one a row."""
    table = _table(f"{text.plain(report.player.gamertag)}: {texts.number(report.total)} medals")
    table.caption = SORTS[report.sort]
    table.add_column("Count", justify="right", style="bold")
    for heading in ("Medal", "Difficulty", "Type", "Description"):
        table.add_column(heading, overflow="fold")
    for medal in report.medals:
        difficulty = theme.difficulty_style(medal.difficulty)
        table.add_row(
            texts.number(medal.count),
            Text(text.plain(names.medal(medal, texts))),
            Text(difficulty.label or theme.DASH, style=difficulty.terminal),
            Text(text.plain(medal.kind) if medal.kind else theme.DASH),
            Text(text.plain(medal.description, 200) if medal.description else ""),
        )
    return Group(table, *note_lines(report))


def to_json(report: object) -> str:
    """The report, any of the lookups' dataclasses, as indented JSON.

    Times are ISO 8601, durations seconds, numbered kinds their names ("WIN"), unknown kinds their
    numbers; figures that are no number are null.
    """
    return json.dumps(_jsonable(report), ensure_ascii=False, indent=2, allow_nan=False)


def _own_figures(match: MatchReport, texts: Texts) -> Iterable[RenderableType]:
    line, skill = match.subject, match.skill
    if line is not None:
        yield one_line(
            f"{line.kills} / {line.deaths} / {line.assists}",
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
    table = _table(notes.joined(name, score))
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


def _table(title: str) -> Table:
    return Table(title=Text(title), title_justify="left", box=None, pad_edge=False, expand=False)


def one_line(*parts: str) -> Text:
    """The parts that are there, on one line."""
    return Text(theme.SEPARATOR.join(text.plain(part, 2000) for part in parts if part))


def note_lines(told: Told, *others: str) -> Iterable[Text]:
    """What is missing, and how old the rest is."""
    words = [other for other in others if other]
    for parts, state in (
        (told.missing, "not available right now"),
        (told.gone, "no longer available"),
    ):
        if parts:
            words.append(f"{state}: {', '.join(map(text.plain, parts))}")
    freshness = told.freshness
    if freshness.stale:
        since = f", true at {freshness.as_of:%Y-%m-%d %H:%M} UTC" if freshness.as_of else ""
        words.append(f"shown from the cache{since}")
    if words:
        yield Text(theme.SEPARATOR.join(words), style="dim")


def _jsonable(value: object) -> object:
    match value:
        case IntEnum():
            return value.name
        case Enum():
            return value.value
        case datetime():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case float():
            return value if math.isfinite(value) else None
        case str():
            # A lone surrogate cannot be written in UTF-8.
            return value.encode("utf-8", "replace").decode()
        case tuple() | list():
            return [_jsonable(part) for part in value]
        case _ if is_dataclass(value):
            return {part.name: _jsonable(getattr(value, part.name)) for part in fields(value)}
        case _:
            return value
