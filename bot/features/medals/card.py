"""The medals card: what a player has earned, page by page."""

import discord

from bot.facts.results import EarnedMedal, MedalScope, MedalSort, MedalsReport
from bot.look import names, notes, text, theme, waypoint
from bot.look.limits import fit
from bot.look.texts import Texts
from bot.translatable import N_

PER_PAGE = 10
SORTS = {
    MedalSort.COUNT: N_("most earned first"),
    MedalSort.RARITY: N_("hardest first"),
    MedalSort.TYPE: N_("by type"),
}
_KINDS = {
    "spree": N_("Spree"),
    "mode": N_("Mode"),
    "multikill": N_("Multikill"),
    "proficiency": N_("Proficiency"),
    "skill": N_("Skill"),
    "style": N_("Style"),
}
_DESCRIPTION = 120


def medal_pages(report: MedalsReport, per_page: int = PER_PAGE) -> int:
    """How many pages the report fills; at least one."""
    return max(1, -(-len(report.medals) // per_page))


def medals_card(
    report: MedalsReport, page: int, texts: Texts, per_page: int = PER_PAGE
) -> discord.Embed:
    """One page, counted from 0, of the medals in the report's order; within Discord's limits.

    A page beyond the ends shows the nearest one there is.
    """
    pages = medal_pages(report, per_page)
    page = min(max(page, 0), pages - 1)
    medals = report.medals[page * per_page : (page + 1) * per_page]
    width = max((len(texts.number(medal.count)) for medal in medals), default=0)
    embed = discord.Embed(
        title=texts("Career medals")
        if report.scope is MedalScope.CAREER
        else texts("Medals of the match"),
        description=notes.lines(
            _totals(report, texts),
            notes.stale_note(report.freshness, texts),
            *(_medal(medal, width, texts) for medal in medals),
        ),
        colour=theme.MEDALS,
        url=waypoint.match_url(report.player, report.match_id) if report.match_id else None,
    )
    embed.set_author(
        name=text.plain(report.player.gamertag), url=waypoint.player_url(report.player)
    )
    legend = " ".join(f"{style.mark} {texts(style.label)}" for style in theme.DIFFICULTIES)
    embed.set_footer(
        text=notes.joined(
            notes.page(page, pages, texts), legend, notes.missing_note(report.missing, texts)
        )
    )
    return fit(embed)


def _totals(report: MedalsReport, texts: Texts) -> str:
    total = texts.number(report.total)
    totals = notes.joined(
        texts("{total} earned", total=f"**{total}**"),
        texts.count("{count} kind", "{count} kinds", len(report.medals)),
        texts(SORTS[report.sort]),
    )
    return f"{totals}\n"


def _medal(medal: EarnedMedal, width: int, texts: Texts) -> str:
    count = f"`{texts.number(medal.count):>{width}}`"
    mark = theme.difficulty_style(medal.difficulty).mark
    kind = text.escape(texts(_KINDS.get(medal.kind, medal.kind))) if medal.kind else ""
    line = notes.joined(f"{count} {mark} **{text.escape(names.medal(medal, texts))}**", kind)
    return notes.lines(
        line, text.escape(medal.description, _DESCRIPTION) if medal.description else ""
    )
