"""Who asks: made once for each interaction."""

from dataclasses import dataclass

import discord

from bot.discord_app.asking import language, texts_of
from bot.discord_app.preferences import preferences_of
from bot.look.texts import Texts
from bot.records import UserSettings

_ASKER = "asker"


@dataclass(frozen=True, slots=True)
class Asker:
    """The user who asks.

    `guild_id` is None in direct messages. `texts` are in the user's language and time zone;
    `language` is what the Halo services call it. `may_attach` is whether the bot may attach files
    where it is asked.
    """

    user_id: int
    guild_id: int | None
    language: str
    texts: Texts
    preferences: UserSettings
    may_attach: bool

    @property
    def sees_pictures(self) -> bool:
        """Whether answers may come as pictures."""
        return self.may_attach and self.preferences.pictures


async def asker_of(interaction: discord.Interaction) -> Asker:
    """Returns who asks. The settings are read once, and are the defaults without the database."""
    held = interaction.extras.get(_ASKER)
    if isinstance(held, Asker):
        return held
    preferences = await preferences_of(interaction)
    asker = Asker(
        interaction.user.id,
        interaction.guild_id,
        language(interaction),
        # Tells times in the user's time zone, now that the settings are held.
        texts_of(interaction),
        preferences,
        interaction.app_permissions.attach_files,
    )
    interaction.extras[_ASKER] = asker
    return asker
