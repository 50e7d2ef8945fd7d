"""What the asker has set for themself, read once for each interaction."""

import logging

import discord

from bot.discord_app.asking import PREFERENCES, lookups_of
from bot.lookups.results import MatchKind
from bot.storage.errors import StorageUnavailable
from bot.storage.records import UserSettings

log = logging.getLogger(__name__)


async def preferences_of(interaction: discord.Interaction) -> UserSettings:
    """The asker's settings; the defaults where nothing was set, or the database fails."""
    held = interaction.extras.get(PREFERENCES)
    if isinstance(held, UserSettings):
        return held
    found = UserSettings(interaction.user.id)
    lookups = lookups_of(interaction)
    if lookups is not None:
        try:
            found = await lookups.user_settings.get(interaction.user.id)
        except StorageUnavailable as error:
            log.warning("going on with the default settings: %s", error)
    interaction.extras[PREFERENCES] = found
    return found


async def match_kind_of(interaction: discord.Interaction) -> MatchKind:
    """The matches that the asker has chosen to look at, or else their server; all by default."""
    own = (await preferences_of(interaction)).match_kind
    lookups = lookups_of(interaction)
    if own or interaction.guild_id is None or lookups is None:
        return MatchKind(own or MatchKind.ALL)
    try:
        return MatchKind((await lookups.settings.get(interaction.guild_id)).match_kind)
    except StorageUnavailable as error:
        log.warning("going on without the server's settings: %s", error)
        return MatchKind.ALL
