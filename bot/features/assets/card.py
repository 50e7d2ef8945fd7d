"""The cards of found maps and modes: the list, and one of them."""

import discord

from bot.features.assets.lookup import ASSETS_PAGE, AssetKind, AssetsReport, FoundAsset
from bot.look import figures, notes, text, theme, waypoint
from bot.look.limits import fit
from bot.look.menu_values import menu_value
from bot.look.texts import Texts
from bot.translatable import N_

_SOUGHT = {
    AssetKind.MAP: N_("Maps called “{name}”"),
    AssetKind.MODE: N_("Modes called “{name}”"),
}
_MOST_PLAYED = {
    AssetKind.MAP: N_("Maps played most of late"),
    AssetKind.MODE: N_("Modes played most of late"),
}
_DESCRIPTION = 600
_TAGS = 12


def assets_card(report: AssetsReport, texts: Texts) -> discord.Embed:
    """What was found, two lines each, numbered through all pages; within Discord's limits."""
    first = report.page * ASSETS_PAGE + 1
    title = texts(_MOST_PLAYED[report.kind])
    if report.term:
        title = texts(_SOUGHT[report.kind], name=text.escape(report.term))
    embed = discord.Embed(
        title=title,
        description=notes.lines(
            notes.stale_note(report.freshness, texts),
            *(_line(number, asset, texts) for number, asset in enumerate(report.assets, first)),
        ),
        colour=theme.NEUTRAL,
    )
    page = texts("Page {page}", page=texts.number(report.page + 1))
    total = ""
    if report.total > 0:
        total = texts.count("{count} find", "{count} finds", report.total)
    embed.set_footer(text=notes.joined(page, total, notes.missing_note(report, texts)))
    return fit(embed)


def asset_card(report: AssetsReport, asset: FoundAsset, texts: Texts) -> discord.Embed:
    """One map or mode: what it is, how much it is played and liked; within Discord's limits."""
    described = text.escape(asset.description, _DESCRIPTION) if asset.description else ""
    embed = discord.Embed(
        title=text.escape(asset.name),
        description=notes.lines(described, notes.stale_note(report.freshness, texts)),
        colour=theme.NEUTRAL,
        url=waypoint.asset_url(report.kind, asset.asset_id),
    )
    embed.add_field(
        name=texts("Plays"),
        value=notes.lines(
            texts("**{plays}** of late", plays=texts.number(asset.plays_recent)),
            texts("{plays} in all", plays=texts.number(asset.plays_all_time)),
        ),
    )
    embed.add_field(name=texts("Rating"), value=_rating(asset, texts))
    embed.add_field(name=texts("Likes"), value=f"**{texts.number(asset.likes)}**")
    if asset.author:
        embed.add_field(name=texts("Author"), value=text.escape(asset.author))
    if asset.published_at is not None:
        embed.add_field(name=texts("Published"), value=figures.ago(asset.published_at))
    if asset.objects:
        embed.add_field(name=texts("Objects"), value=texts.number(asset.objects))
    if asset.tags:
        tags = theme.SEPARATOR.join(text.escape(tag) for tag in asset.tags[:_TAGS])
        embed.add_field(name=texts("Tags"), value=tags, inline=False)
    if picture := waypoint.picture_url(asset.picture_url):
        embed.set_image(url=picture)
    embed.set_footer(text=notes.missing_note(report, texts))
    return fit(embed)


def asset_options(report: AssetsReport, texts: Texts) -> list[discord.SelectOption]:
    """The finds of the page for a menu; see menu_values.py for the values."""
    first = report.page * ASSETS_PAGE + 1
    return [
        discord.SelectOption(
            label=text.clip(f"{first + place}. {text.plain(asset.name)}", 100),
            description=_plays(asset, texts),
            value=menu_value(place, asset.asset_id),
        )
        for place, asset in enumerate(report.assets)
    ]


def _line(number: int, asset: FoundAsset, texts: Texts) -> str:
    facts = notes.joined(
        _plays(asset, texts),
        _stars(asset, texts) if asset.ratings else "",
        text.escape(asset.author) if asset.author else "",
    )
    return f"`{number}` **{text.escape(asset.name)}**\n\u2003\u2003{facts}"


def _rating(asset: FoundAsset, texts: Texts) -> str:
    if asset.ratings == 0:
        return texts("none yet")
    ratings = texts.count("{count} rating", "{count} ratings", asset.ratings)
    return f"**{_stars(asset, texts)}**\n{ratings}"


def _stars(asset: FoundAsset, texts: Texts) -> str:
    return f"{theme.STAR} {texts('{rating} of 5', rating=texts.number(asset.rating, 1))}"


def _plays(asset: FoundAsset, texts: Texts) -> str:
    return texts.count("{count} play of late", "{count} plays of late", asset.plays_recent)
