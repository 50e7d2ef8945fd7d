"""The bot itself."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import discord
from discord import app_commands
from discord.ext import commands
from discord.ui.view import BaseView
from yarl import URL

from bot.discord_app.cooldowns import Cooldowns
from bot.discord_app.errors import REFUSALS, CommandsUnknown, in_words
from bot.discord_app.gamertags import suggest_gamertags
from bot.discord_app.interactions import Disconnected, Interactions, Listener, Restarting, has_begun
from bot.discord_app.live_cards import LiveCards
from bot.discord_app.people import People
from bot.discord_app.publishing import Publishing
from bot.discord_app.reply import report_error, shared_again
from bot.discord_app.screens import Screens
from bot.discord_app.share import SHARE
from bot.discord_app.translator import CommandTranslator
from bot.discord_app.tree import HaloTree
from bot.discord_app.unknown_presses import Restore, Restores, UnknownPresses
from bot.discord_app.unreadable import skip_unreadable_events
from bot.halo.clock import Clock
from bot.look.texts import Catalogue

# Seconds that commands under way get to finish before the end, and that hanging up may take. A
# lock of the database may hold up the rest for five more, and many a host kills after ten.
DRAIN, HANG_UP = 5.0, 1.0
# Seconds that the connection of a shard may take, and the longest rate limit that a call sits out;
# Discord.py takes no less.
CONNECT, LONGEST_LIMIT = 60.0, 30.0
# How often the very first connection is tried, five seconds apart.
FIRST_TRIES = 3
# Every bot has it; direct messages arrive there.
FIRST_SHARD = 0

log = logging.getLogger(__name__)


@runtime_checkable
class HasMenus(Protocol):
    """A cog with entries for the context menu of a user or message."""

    menus: Sequence[app_commands.ContextMenu]


class HaloBot(commands.AutoShardedBot):
    """A bot of slash commands only, which never mentions anybody.

    It subscribes to the servers it is in and to nothing that happens there: interactions come
    without an intent. An event that cannot be read is logged and skipped.

    Everybody is answered in the language of their own Discord, as far as the catalogue knows it.
    `listeners` are told of every interaction that has been answered; `people` is what it knows of
    gamertags and of people's settings; without `cooldowns` nobody has to wait. `shard_ids` are the
    shards it runs of `shard_count`: without ids all of them, without a count as many as Discord
    recommends. The one that runs the first shard publishes the commands for all.
    """

    def __init__(
        self,
        clock: Clock,
        cogs: Sequence[commands.Cog],
        catalogue: Catalogue,
        listeners: Sequence[Listener] = (),
        *,
        screens: Screens | None = None,
        people: People | None = None,
        cooldowns: Cooldowns | None = None,
        shard_ids: Sequence[int] = (),
        shard_count: int | None = None,
        proxy: URL | None = None,
    ) -> None:
        super().__init__(
            # Never used: there are no text commands. This is the one prefix that needs no intent.
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            tree_cls=HaloTree,
            allowed_installs=discord.app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=discord.app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            # Members are not looked up by name, so there is no use in holding them.
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            proxy=str(proxy) if proxy else None,
            shard_ids=list(shard_ids) or None,  # type: ignore[arg-type] # None is its default
            shard_count=shard_count,
            shard_connect_timeout=CONNECT,
            max_ratelimit_timeout=LONGEST_LIMIT,
        )
        skip_unreadable_events(self._connection.parsers)
        self.catalogue = catalogue
        self.people = people
        self._screens = screens or Screens(())
        self.cards = LiveCards()
        self._publishes = not shard_ids or FIRST_SHARD in shard_ids
        self._publishing = Publishing(clock, self.tree.sync)
        self._known: Sequence[app_commands.AppCommand] = ()
        self._end: asyncio.Task[None] | None = None
        self._own_cogs = tuple(cogs)
        self._first_tries = 0
        self.interactions = Interactions(clock, listeners)
        restores: dict[str, Restore] = {SHARE: shared_again}
        for cog in cogs:
            if isinstance(cog, Restores):
                restores.update(cog.restores)
        self._unknown_presses = UnknownPresses(restores)
        assert isinstance(self.tree, HaloTree)
        self.tree.interactions = self.interactions
        self.tree.cooldowns = cooldowns

    async def setup_hook(self) -> None:
        """Add the commands and publish them to Discord, which may take until later."""
        for cog in self._own_cogs:
            await self.add_cog(cog)
            if isinstance(cog, HasMenus):
                for menu in cog.menus:
                    self.tree.add_command(menu)
        await self.tree.set_translator(CommandTranslator(self.catalogue))
        suggest_gamertags(self.tree)
        if self.people is not None:
            await self.people.gamertags.load()
        if self._publishes:
            await self._publishing.begin()

    async def launch_shard(self, gateway: URL, shard_id: int, *, initial: bool = False) -> None:
        """Connect a shard; discord.py tries for ever, by calling this again.

        Raises discord.GatewayNotFound where the very first connection of all cannot be made.
        """
        if not self.shards:
            self._first_tries += 1
            if self._first_tries > FIRST_TRIES:
                raise discord.GatewayNotFound
        await super().launch_shard(gateway, shard_id, initial=initial)

    async def on_ready(self) -> None:
        """Say that the commands are answered from now on."""
        shards = ", ".join(str(shard) for shard in sorted(self.shards))
        log.info(
            "ready in %d servers on shard %s of %s", len(self.guilds), shards, self.shard_count
        )

    async def published(self) -> Sequence[app_commands.AppCommand]:
        """The commands as Discord has them, with their ids. Raises CommandsUnknown."""
        if self._publishing.commands:
            return self._publishing.commands
        if not self._known:
            # Another worker has published them, or Discord has not taken the new ones yet.
            try:
                self._known = await self.tree.fetch_commands()
            except REFUSALS as error:
                raise CommandsUnknown(in_words(error)) from error
        return self._known

    def is_ready(self) -> bool:
        """Whether commands arrive on all of its shards; discord.py's own only says that they did
        once."""
        return super().is_ready() and not self.away()

    def away(self) -> tuple[int, ...]:
        """Those of its shards that have no connection to Discord."""
        return tuple(number for number, shard in self.shards.items() if shard.is_closed())

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer a press, or a filled-in form, that no view of this process has taken.

        Discord.py calls this for every interaction, in a task that begins after the view's own.
        """
        kinds = (discord.InteractionType.component, discord.InteractionType.modal_submit)
        if interaction.type not in kinds or has_begun(interaction):
            return
        try:
            self.begin(interaction)
            if self._screens.knows(interaction):
                await self._screens.press(interaction)
            else:
                await self._unknown_presses.answer(interaction)
        except Exception as error:  # noqa: BLE001 - answered and logged, as the tree does
            await report_error(interaction, error)

    def begin(self, interaction: discord.Interaction, view: BaseView | None = None) -> None:
        """Count in the press of a control (see cards.py). Raises Restarting."""
        if view is not None and interaction.message is not None:
            self._unknown_presses.live[interaction.message.id] = view
        self.interactions.begin(interaction)

    async def wind_down(self, drain: float = DRAIN) -> None:
        """Take no more commands, let those under way finish for `drain` seconds, and hang up."""
        await self._end_once(drain, Restarting)

    async def close(self) -> None:
        """The same where the gateway has ended the connection for good: discord.py calls this."""
        await self._end_once(DRAIN, Disconnected)

    async def _end_once(self, drain: float, reason: type[Restarting]) -> None:
        if self._end is None:
            self._end = asyncio.create_task(self._wind_down(drain, reason), name="end")
        await asyncio.shield(self._end)

    async def _wind_down(self, drain: float, reason: type[Restarting]) -> None:
        await self.interactions.drain(drain, report_error, reason)
        await self._publishing.close()
        await self.cards.close()
        closing = asyncio.create_task(super().close())
        done, _ = await asyncio.wait({closing}, timeout=HANG_UP)
        if not done:
            # Discord does not confirm the end of the connection: end it alone.
            closing.cancel()
            await asyncio.gather(closing, return_exceptions=True)
            await self.http.close()
