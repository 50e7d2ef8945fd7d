"""/admin: what those with Manage Server may do."""

from collections.abc import Mapping, Sequence
from io import BytesIO

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import choices_of, texts_of
from bot.discord_app.cooldowns import COST, EXPENSIVE
from bot.discord_app.files import read_attachment
from bot.discord_app.members import ServerMembers
from bot.discord_app.progress import with_progress
from bot.discord_app.reply import answer, answer_with_file, report_error
from bot.discord_app.tree import PRIVATE
from bot.discord_app.unknown_presses import Restore
from bot.facts.progress import Progress
from bot.facts.results import MatchKind
from bot.features.links.card import Link, linked_card, settings_card, unlinked_card
from bot.features.links.file import MAX_BYTES, TOO_LARGE, ImportReport
from bot.features.links.file_card import (
    SHOWN,
    exported_links_card,
    failed_rows,
    imported_card,
)
from bot.features.links.lookup import LINKS_PER_PAGE
from bot.features.links.view import LINKS, LinksView, kept_page
from bot.features.lookups import Lookups
from bot.halo.clock import Clock
from bot.translatable import N_


# The bot allows its commands everywhere by default; these belong to servers that have added it.
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_guild=True)
class AdminCog(commands.GroupCog, group_name="admin", group_description="Manage this server"):
    """Links and settings of one server."""

    def __init__(self, lookups: Lookups, clock: Clock) -> None:
        self._lookups = lookups
        self._clock = clock
        self.restores: Mapping[str, Restore] = {LINKS: self._links_again}

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Ask for Manage Server again: a server may have handed the commands to others."""
        _server(interaction)
        if not interaction.permissions.manage_guild:
            raise app_commands.MissingPermissions(["manage_guild"])
        return True

    @app_commands.command(name="link", extras={PRIVATE: True})
    @app_commands.describe(member="Whom to link", gamertag="The member's gamertag")
    async def link(
        self, interaction: discord.Interaction, member: discord.Member, gamertag: str
    ) -> None:
        """Link a member's gamertag in this server; the member's own link wins over it."""
        link = await self._lookups.links.link_member(
            _server(interaction), member.id, gamertag, interaction.user.id
        )
        await answer(interaction, linked_card(link, texts_of(interaction)))

    @app_commands.command(name="unlink", extras={PRIVATE: True})
    @app_commands.describe(member="Whose link to remove")
    async def unlink(self, interaction: discord.Interaction, member: discord.User) -> None:
        """Remove the link that an admin of this server made for a member."""
        link = await self._lookups.links.unlink_member(_server(interaction), member.id)
        await answer(interaction, unlinked_card((link,), texts_of(interaction)))

    @app_commands.command(name="links", extras={PRIVATE: True})
    async def links(self, interaction: discord.Interaction) -> None:
        """List the links that admins of this server have made."""
        view = await self._links_view(interaction, 0)
        await answer(interaction, view.embed, view)

    async def _links_view(self, interaction: discord.Interaction, page: int) -> LinksView:
        links, total = await self._page(interaction, page)
        return LinksView(
            interaction.user.id,
            report_error,
            texts_of(interaction),
            links,
            total,
            LINKS_PER_PAGE,
            self._page,
            page=page,
        )

    async def _page(
        self, interaction: discord.Interaction, page: int
    ) -> tuple[Sequence[Link], int]:
        # Pressing "next" is asking again, perhaps by somebody who is no longer an admin.
        await self.interaction_check(interaction)
        return await self._lookups.links.page(_server(interaction), page)

    async def _links_again(
        self, interaction: discord.Interaction, state: Sequence[str]
    ) -> LinksView:
        return await self._links_view(interaction, kept_page(state))

    @app_commands.command(name="import", extras={PRIVATE: True, COST: EXPENSIVE})
    @app_commands.describe(
        file="A CSV file with the columns member (mention, id or name) and gamertag"
    )
    async def import_links(
        self, interaction: discord.Interaction, file: discord.Attachment
    ) -> None:
        """Link many members at once from a file, and see which could not be linked."""
        server = _server(interaction)
        if interaction.guild is None:
            raise app_commands.NoPrivateMessage
        members = ServerMembers(interaction.guild)
        content = await read_attachment(file, max_bytes=MAX_BYTES, too_large=TOO_LARGE)

        async def work(progress: Progress) -> ImportReport:
            links = self._lookups.links_file
            return await links.read(server, content, interaction.user.id, members, progress)

        report = await with_progress(interaction, self._clock, N_("Linking members"), work)
        if report is None:
            return
        texts = texts_of(interaction)
        card = imported_card(report, texts)
        if len(report.failed) > SHOWN:
            rows = discord.File(BytesIO(failed_rows(report, texts)), "not-linked.csv")
            await answer_with_file(interaction, card, rows)
        else:
            await answer(interaction, card)

    @app_commands.command(name="export", extras={PRIVATE: True, COST: EXPENSIVE})
    async def export_links(self, interaction: discord.Interaction) -> None:
        """Get the links that admins of this server have made as a CSV file."""
        links, content = await self._lookups.links_file.write(_server(interaction))
        file = discord.File(BytesIO(content), "links.csv")
        card = exported_links_card(links, texts_of(interaction))
        await answer_with_file(interaction, card, file)

    @app_commands.command(name="settings", extras={PRIVATE: True})
    @app_commands.describe(kind="Which matches /lastmatch looks at when nobody says")
    @app_commands.choices(kind=choices_of(MatchKind))
    async def settings(self, interaction: discord.Interaction, kind: str) -> None:
        """Set what /lastmatch shows in this server when no kind is asked for."""
        server = _server(interaction)
        await self._lookups.settings.set_match_kind(server, MatchKind(kind).value)
        settings = await self._lookups.settings.get(server)
        await answer(interaction, settings_card(settings, texts_of(interaction)))


def _server(interaction: discord.Interaction) -> int:
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    return interaction.guild_id
