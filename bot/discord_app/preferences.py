"""What the asker has set for themself, read once for each interaction."""

import discord

from bot.discord_app.asking import PREFERENCES, people_of
from bot.facts.results import MatchKind
from bot.records import ServerSettings, UserSettings


async def preferences_of(interaction: discord.Interaction) -> UserSettings:
    """The asker's settings; the defaults where nothing was set or they cannot be had in time."""
    held = interaction.extras.get(PREFERENCES)
    if isinstance(held, UserSettings):
        return held
    found = UserSettings(interaction.user.id)
    people = people_of(interaction)
    if people is not None:
        found = await people.optional.read(people.user_settings.get(found.user_id), found)
    interaction.extras[PREFERENCES] = found
    return found


async def match_kind_of(interaction: discord.Interaction) -> MatchKind:
    """The matches that the asker has chosen to look at, or else their server; all by default."""
    own = (await preferences_of(interaction)).match_kind
    people = people_of(interaction)
    if own or interaction.guild_id is None or people is None:
        return MatchKind(own or MatchKind.ALL)
    default = ServerSettings(interaction.guild_id)
    found = await people.optional.read(people.settings.get(interaction.guild_id), default)
    return MatchKind(found.match_kind)
