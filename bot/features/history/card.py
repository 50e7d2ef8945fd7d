"""The words of a page of a player's matches."""

from collections import Counter
from collections.abc import Iterable

import discord

from bot.facts.results import ListedMatch, MatchKind
from bot.features.history.lookup import HISTORY_PAGE, HistoryReport
from bot.features.match.heading import kind, mode_on_map
from bot.halo.models.enums import Outcome
from bot.look import combat, figures, layout, notes, text, theme, waypoint
from bot.look.menu_values import menu_value
from bot.look.texts import Texts
from bot.translatable import N_

_TITLES = {
    MatchKind.ALL: N_("Match history"),
    MatchKind.MATCHMAKING: N_("Matchmaking history"),
    MatchKind.CUSTOM: N_("Custom games"),
    MatchKind.LOCAL: N_("Local network games"),
}
_FOOT = 300
# Discord's limit for the entries of a menu; of more pages than that, this many far and near ones.
_MENU, _SPREAD, _NEAR = 25, 13, 4
_COUNTED = (Outcome.WIN, Outcome.LOSS, Outcome.TIE, Outcome.DID_NOT_FINISH)


def history_head(report: HistoryReport, texts: Texts) -> str:
    """Whose matches these are, and how those of the page ended."""
    player = report.player
    return notes.lines(
        layout.small(f"[{text.escape(player.gamertag)}]({waypoint.player_url(player)})"),
        f"### {texts(_TITLES[report.kind])}",
        _results(report.matches, texts),
        notes.stale_note(report.freshness, texts),
    )


def history_lines(report: HistoryReport, texts: Texts) -> list[str]:
    """Two lines a match, numbered through the whole history."""
    first = report.page * HISTORY_PAGE + 1
    return [_match(number, match, texts) for number, match in enumerate(report.matches, first)]


def history_foot(report: HistoryReport, texts: Texts) -> str:
    """Which page this is, and what the service could not tell."""
    missing = notes.missing_note(report, texts)
    return layout.small(
        notes.joined(_place(report, texts), text.escape(missing, _FOOT) if missing else "")
    )


def page_options(report: HistoryReport, texts: Texts) -> list[discord.SelectOption]:
    """The pages for a menu, at most 25: all, or else the next ones and others spread evenly.

    The values are pages, counted from 0. Empty where it is not known how many there are, or there
    is only one.
    """
    pages = _pages(report)
    if pages is None or pages < 2:
        return []
    near = range(max(0, report.page - _NEAR), min(pages, report.page + _NEAR + 1))
    spread = (
        range(pages)
        if pages <= _MENU
        else [n * (pages - 1) // (_SPREAD - 1) for n in range(_SPREAD)]
    )
    shown = sorted({*spread, *near, report.page})[:_MENU]
    return [
        discord.SelectOption(
            label=notes.page(page, pages, texts), value=str(page), default=page == report.page
        )
        for page in shown
    ]


def match_options(report: HistoryReport, texts: Texts) -> list[discord.SelectOption]:
    """The matches of the page for a menu; see menu_values.py for the values."""
    first = report.page * HISTORY_PAGE + 1
    return [
        discord.SelectOption(
            label=text.clip(f"{first + place}. {text.plain(mode_on_map(match, texts))}", 100),
            description=text.clip(
                notes.joined(
                    texts(theme.outcome_style(match.outcome).label),
                    combat.fought(match.fought, texts) if match.fought is not None else "",
                    text.plain(kind(match, texts) or texts("Unknown kind")),
                ),
                100,
            ),
            value=menu_value(place, match.match_id),
            emoji=theme.outcome_style(match.outcome).mark,
        )
        for place, match in enumerate(report.matches)
    ]


def _place(report: HistoryReport, texts: Texts) -> str:
    pages = _pages(report)
    if report.total is None or pages is None:
        return texts("Page {page}", page=texts.number(report.page + 1))
    matches = texts.count("{count} match", "{count} matches", report.total)
    return notes.joined(notes.page(report.page, pages, texts), matches)


def _pages(report: HistoryReport) -> int | None:
    if report.total is None or report.total < len(report.matches):
        return None
    return max(report.page + 1, -(-report.total // HISTORY_PAGE))


def _results(matches: Iterable[ListedMatch], texts: Texts) -> str:
    """How the matches of the page ended: "🟢 Victory 6 · 🔴 Defeat 4"."""
    counts = Counter(match.outcome for match in matches)
    styles = ((theme.outcome_style(outcome), counts[outcome]) for outcome in _COUNTED)
    return notes.joined(
        *(f"{style.mark} {texts(style.label)} **{count}**" for style, count in styles if count)
    )


def _match(number: int, match: ListedMatch, texts: Texts) -> str:
    mark = theme.outcome_style(match.outcome).mark
    played_in = kind(match, texts)
    fought = texts("no figures")
    if match.fought is not None:
        fought = notes.joined(
            f"**{combat.fought(match.fought, texts)}**",
            combat.against(match.fought.opponents, texts),
        )
    return (
        f"{mark} `{number}` **{text.escape(mode_on_map(match, texts))}**"
        f"{theme.SEPARATOR + text.escape(played_in) if played_in else ''}\n"
        f"{fought}{theme.SEPARATOR}{texts.duration(match.duration)}"
        f"{theme.SEPARATOR}{figures.ago(match.started_at)}"
    )
