"""What the asker has set for themself, read once for each interaction."""

import logging

import discord

from bot.discord_app.asking import PREFERENCES, lookups_of
from bot.storage.errors import StorageUnavailable
from bot.storage.records import UserSettings

log = logging.getLogger(__name__)


async def preferences_of(interaction: discord.Interaction) -> UserSettings:
    """The asker's settings; the defaults where nothing was set. Raises StorageUnavailable."""
    held = interaction.extras.get(PREFERENCES)
    if isinstance(held, UserSettings):
        return held
    lookups = lookups_of(interaction)
    if lookups is None:
        return UserSettings(interaction.user.id)
    found = await lookups.user_settings.get(interaction.user.id)
    interaction.extras[PREFERENCES] = found
    return found


async def hold_preferences(interaction: discord.Interaction) -> None:
    """Read the asker's settings ahead of a command, so that texts_of() knows their time zone.

    Without the database times are in UTC; what else needs the settings says so itself.
    """
    try:
        await preferences_of(interaction)
    except StorageUnavailable as error:
        log.warning("times are in UTC: %s", error)
