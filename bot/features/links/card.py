"""The cards of /link, /unlink, /whois and what admins see of links and settings."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import discord

from bot.look import figures, notes, text, theme
from bot.look.limits import fit
from bot.look.texts import Texts


class Link(Protocol):
    """What a card needs of a stored gamertag link; see bot/records.py for its meaning."""

    @property
    def user_id(self) -> int:
        """The Discord user."""

    @property
    def gamertag(self) -> str:
        """The gamertag, as it was when last seen."""

    @property
    def guild_id(self) -> int | None:
        """The server in which it holds; None for everywhere."""

    @property
    def linked_by(self) -> int | None:
        """Who made the link; None where that is no longer known."""

    @property
    def linked_at(self) -> datetime:
        """When, in UTC."""


class Settings(Protocol):
    """What a card needs of a server's settings."""

    @property
    def match_kind(self) -> str:
        """The kind of match that /lastmatch shows when nobody says."""


def linked_card(link: Link, texts: Texts) -> discord.Embed:
    """A link was made."""
    return _card(texts("Linked"), _sentence(link, texts), theme.DONE)


def unlinked_card(links: Sequence[Link], texts: Texts) -> discord.Embed:
    """These links were removed."""
    removed = notes.lines(*(_removed(link, texts) for link in links))
    return _card(texts("Unlinked"), removed or texts("There was no link."), theme.NEUTRAL)


def whois_card(link: Link, texts: Texts) -> discord.Embed:
    """Which gamertag somebody is linked to."""
    return _card(texts("Who is it?"), _sentence(link, texts), theme.NEUTRAL)


def links_card(
    links: Sequence[Link], total: int, page: int, per_page: int, texts: Texts
) -> discord.Embed:
    """One page, counted from 0, of a server's links; `total` counts all of them."""
    embed = _card(
        texts("Links in this server"),
        notes.lines(*(_item(link, texts) for link in links))
        or texts("No admin has linked anybody here. `/admin link` does."),
        theme.NEUTRAL,
    )
    embed.set_footer(
        text=notes.joined(
            texts.count("{count} link", "{count} links", total),
            notes.page(page, link_pages(total, per_page), texts),
        )
    )
    return fit(embed)


def link_pages(total: int, per_page: int) -> int:
    """How many pages that many links fill; at least one."""
    return max(1, -(-total // per_page))


def settings_card(settings: Settings, texts: Texts) -> discord.Embed:
    """A server's settings, just changed."""
    kind = text.escape(texts.named("choice", settings.match_kind.capitalize()))
    return _card(
        texts("Settings saved"),
        texts(
            "Unless a kind is asked for, `/lastmatch` shows in this server: {kind}",
            kind=f"**{kind}**",
        ),
        theme.DONE,
        theme.SETTINGS,
    )


def _card(title: str, description: str, colour: int, mark: str = theme.LINKED) -> discord.Embed:
    return fit(discord.Embed(title=f"{mark} {title}", description=description, colour=colour))


def _sentence(link: Link, texts: Texts) -> str:
    """Who is who, where it holds and since when."""
    user, gamertag = _names(link)
    if link.guild_id is None:
        who = texts("{user} is {gamertag} in every server.", user=user, gamertag=gamertag)
    else:
        who = texts("{user} is {gamertag} in this server.", user=user, gamertag=gamertag)
    when = figures.ago(link.linked_at)
    if link.linked_by in (None, link.user_id):
        return notes.lines(who, texts("Linked {when}", when=when))
    return notes.lines(
        who, texts("Linked by {admin} {when}", admin=f"<@{link.linked_by}>", when=when)
    )


def _removed(link: Link, texts: Texts) -> str:
    user, gamertag = _names(link)
    if link.guild_id is None:
        return texts(
            "{user} is no longer {gamertag}: their own link is removed everywhere.",
            user=user,
            gamertag=gamertag,
        )
    return texts("{user} is no longer {gamertag} in this server.", user=user, gamertag=gamertag)


def _item(link: Link, texts: Texts) -> str:
    made = when = figures.ago(link.linked_at)
    if link.linked_by is not None:
        made = texts("by {admin} {when}", admin=f"<@{link.linked_by}>", when=when)
    return notes.joined(" ".join(_names(link)), made)


def _names(link: Link) -> tuple[str, str]:
    """The user and the gamertag, ready to be shown."""
    return f"<@{link.user_id}>", f"**{text.escape(link.gamertag)}**"
