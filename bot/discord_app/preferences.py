"""What the asker has set for themself, read once for each interaction."""

import logging

import discord

from bot.discord_app.asking import PREFERENCES, people_of
from bot.facts.results import MatchKind
from bot.records import UserSettings
from bot.storage.errors import StorageUnavailable

log = logging.getLogger(__name__)


async def preferences_of(interaction: discord.Interaction) -> UserSettings:
    """The asker's settings; the defaults where nothing was set, or the database fails."""
    held = interaction.extras.get(PREFERENCES)
    if isinstance(held, UserSettings):
        return held
    found = UserSettings(interaction.user.id)
    people = people_of(interaction)
    if people is not None:
        try:
            found = await people.user_settings.get(interaction.user.id)
        except StorageUnavailable as error:
            log.warning("going on with the default settings: %s", error)
    interaction.extras[PREFERENCES] = found
    return found


async def match_kind_of(interaction: discord.Interaction) -> MatchKind:
    """The matches that the asker has chosen to look at, or else their server; all by default."""
    own = (await preferences_of(interaction)).match_kind
    people = people_of(interaction)
    if own or interaction.guild_id is None or people is None:
        return MatchKind(own or MatchKind.ALL)
    try:
        return MatchKind((await people.settings.get(interaction.guild_id)).match_kind)
    except StorageUnavailable as error:
        log.warning("going on without the server's settings: %s", error)
        return MatchKind.ALL
