"""The history card: a page of a player's matches."""

from collections import Counter
from collections.abc import Iterable

import discord

from bot.halo.models.enums import Outcome
from bot.lookups.history import HISTORY_PAGE, Fought, HistoryReport, ListedMatch
from bot.lookups.results import MatchKind
from bot.presentation import figures, notes, text, theme, waypoint
from bot.presentation.limits import fit
from bot.presentation.match_heading import kind_of, mode_on_map
from bot.presentation.texts import Texts
from bot.translatable import N_

_TITLES = {
    MatchKind.ALL: N_("Match history"),
    MatchKind.MATCHMAKING: N_("Matchmaking history"),
    MatchKind.CUSTOM: N_("Custom games"),
    MatchKind.LOCAL: N_("Local network games"),
}
_COUNTED = (Outcome.WIN, Outcome.LOSS, Outcome.TIE, Outcome.DID_NOT_FINISH)


def history_card(report: HistoryReport, texts: Texts) -> discord.Embed:
    """Two lines a match, numbered through the whole history; within Discord's limits."""
    first = report.page * HISTORY_PAGE + 1
    embed = discord.Embed(
        title=texts(_TITLES[report.kind]),
        description=notes.lines(
            _results(report.matches, texts),
            notes.stale_note(report.freshness, texts),
            *(_match(number, match, texts) for number, match in enumerate(report.matches, first)),
        ),
        colour=theme.NEUTRAL,
    )
    embed.set_author(
        name=text.plain(report.player.gamertag), url=waypoint.player_url(report.player)
    )
    embed.set_footer(
        text=notes.joined(_place(report, texts), notes.missing_note(report.missing, texts))
    )
    return fit(embed)


def match_options(report: HistoryReport, texts: Texts) -> list[discord.SelectOption]:
    """The matches of the page for a menu; the values are their places on the page, from 0."""
    first = report.page * HISTORY_PAGE + 1
    return [
        discord.SelectOption(
            label=text.clip(f"{first + place}. {text.plain(mode_on_map(match, texts))}", 100),
            description=text.clip(
                notes.joined(
                    texts(theme.outcome_style(match.outcome).label),
                    _fought(match.fought, texts) if match.fought is not None else "",
                    text.plain(
                        kind_of(match.playlist_name, match.lifecycle, texts)
                        or texts("Unknown kind")
                    ),
                ),
                100,
            ),
            value=str(place),
            emoji=theme.outcome_style(match.outcome).mark,
        )
        for place, match in enumerate(report.matches)
    ]


def _place(report: HistoryReport, texts: Texts) -> str:
    page = report.page + 1
    if report.total is None or report.total < len(report.matches):
        return texts("Page {page}", page=texts.number(page))
    pages = max(page, -(-report.total // HISTORY_PAGE))
    matches = texts.count("{count} match", "{count} matches", report.total)
    return notes.joined(notes.page(report.page, pages, texts), matches)


def _results(matches: Iterable[ListedMatch], texts: Texts) -> str:
    """How the matches of the page ended: "🟢 Victory 6 · 🔴 Defeat 4"."""
    counts = Counter(match.outcome for match in matches)
    styles = ((theme.outcome_style(outcome), counts[outcome]) for outcome in _COUNTED)
    words = notes.joined(
        *(f"{style.mark} {texts(style.label)} **{count}**" for style, count in styles if count)
    )
    return f"{words}\n" if words else ""


def _match(number: int, match: ListedMatch, texts: Texts) -> str:
    mark = theme.outcome_style(match.outcome).mark
    kind = kind_of(match.playlist_name, match.lifecycle, texts)
    fought = (
        f"**{_fought(match.fought, texts)}**" if match.fought is not None else texts("no figures")
    )
    return (
        f"{mark} `{number}` **{text.escape(mode_on_map(match, texts))}**"
        f"{theme.SEPARATOR + text.escape(kind) if kind else ''}\n"
        f"\u2003\u2003{fought}{theme.SEPARATOR}{texts.duration(match.duration)}"
        f"{theme.SEPARATOR}{figures.ago(match.started_at)}"
    )


def _fought(fought: Fought, texts: Texts) -> str:
    parts = (fought.kills, fought.deaths, fought.assists)
    return " / ".join(map(texts.number, parts))
