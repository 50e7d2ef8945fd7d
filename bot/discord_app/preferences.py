"""What the asker has set for themself, read once for each interaction."""

import discord

from bot.discord_app.asking import lookups_of
from bot.storage.records import UserSettings

_HELD = "user_settings"


async def preferences_of(interaction: discord.Interaction) -> UserSettings:
    """The asker's settings; the defaults where nothing was set. Raises StorageUnavailable."""
    held = interaction.extras.get(_HELD)
    if isinstance(held, UserSettings):
        return held
    lookups = lookups_of(interaction)
    if lookups is None:
        return UserSettings(interaction.user.id)
    found = await lookups.user_settings.get(interaction.user.id)
    interaction.extras[_HELD] = found
    return found
