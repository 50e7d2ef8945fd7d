"""The medals card: what a player has earned, page by page."""

from collections.abc import Mapping

from bot.facts.results import EarnedMedal, MedalScope, MedalSort, MedalsReport
from bot.features.medals.picture import medals_picture
from bot.look import names, notes, theme, waypoint
from bot.look.card import Card, Icon, Line, Link, Paragraph, Sign, Signs, Strong
from bot.look.texts import Texts
from bot.translatable import N_

PER_PAGE = 8
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


def pages_of(report: MedalsReport) -> int:
    """Returns how many pages the report fills; at least one."""
    return max(1, -(-len(report.medals) // PER_PAGE))


def on_page(report: MedalsReport, page: int) -> tuple[int, tuple[EarnedMedal, ...]]:
    """Returns the nearest page there is, counted from 0, and its medals."""
    page = min(max(page, 0), pages_of(report) - 1)
    return page, report.medals[page * PER_PAGE : (page + 1) * PER_PAGE]


def medals_card(
    report: MedalsReport,
    texts: Texts,
    page: int | None = None,
    icons: Mapping[int, bytes] | None = None,
) -> Card:
    """Returns one page, counted from 0, or without a page all medals, in the report's order.

    `icons` are the game's own pictures by medal id. A page beyond the ends is the nearest one.
    """
    shown, where = report.medals, ""
    if page is not None:
        page, shown = on_page(report, page)
        where = notes.page(page, pages_of(report), texts)
    career = report.scope is MedalScope.CAREER
    legend = " ".join(f"{style.mark} {texts(style.label)}" for style in theme.DIFFICULTIES)
    return Card(
        title=texts("Career medals") if career else texts("Medals of the match"),
        about=Link(report.player.gamertag, waypoint.player_url(report.player)),
        subtitle=(_totals(report, texts), *notes.stale_line(report.freshness, texts)),
        blocks=(
            Signs(tuple(_sign(medal, texts) for medal in shown), pictured=True)
            if shown
            else Paragraph(((texts("No medals yet."),),), pictured=True),
        ),
        colour=theme.MEDALS,
        url=waypoint.match_url(report.player, report.match_id) if report.match_id else "",
        notes=(notes.joined(where, legend), notes.missing_note(report, texts)),
        picture=lambda card: medals_picture(
            card, where, [(icons or {}).get(medal.medal_id) for medal in shown], texts
        ),
    )


def _totals(report: MedalsReport, texts: Texts) -> Line:
    kinds = texts.count("{count} kind", "{count} kinds", len(report.medals))
    order = texts(SORTS[report.sort])
    earned = texts("{total} earned", total=texts.number(report.total))
    return (Strong(earned), f"{theme.SEPARATOR}{notes.joined(kinds, order)}")


def _sign(medal: EarnedMedal, texts: Texts) -> Sign:
    style = theme.difficulty_style(medal.difficulty)
    return Sign(
        Icon(f"medal_{medal.medal_id}", style.mark),
        names.medal(medal, texts),
        texts.number(medal.count),
        kind=texts(_KINDS.get(medal.kind, medal.kind)) if medal.kind else "",
        description=medal.description,
        colour=style.colour,
    )
