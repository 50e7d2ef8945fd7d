"""Who asks, about whom, and in which language."""

from enum import StrEnum
from typing import Protocol, runtime_checkable

import discord
from discord import app_commands

from bot.lookups.language import service_language
from bot.lookups.lookups import Lookups
from bot.lookups.players import Players
from bot.lookups.results import Player
from bot.lookups.time_zones import zone
from bot.presentation.texts import Catalogue, Texts
from bot.storage.records import Asker, UserSettings

PREFERENCES = "user_settings"
"""Where an interaction holds its asker's settings, in its `extras`; see preferences.py."""


@runtime_checkable
class Multilingual(Protocol):
    """A client that speaks the languages of its users."""

    catalogue: Catalogue


@runtime_checkable
class Knowing(Protocol):
    """A client that has lookups, or None where it was started without any."""

    lookups: Lookups | None


def lookups_of(interaction: discord.Interaction) -> Lookups | None:
    """The lookups of the bot that got the interaction."""
    assert isinstance(interaction.client, Knowing)
    return interaction.client.lookups


def asker_of(interaction: discord.Interaction) -> Asker:
    """Who asks, and where."""
    return Asker(interaction.user.id, interaction.guild_id)


async def asked_player(
    players: Players,
    interaction: discord.Interaction,
    member: discord.User | discord.Member | None,
    gamertag: str | None,
) -> Player:
    """The player named by gamertag, or else the one linked to the member, or else to the asker.

    Raises PlayerNotFound or NotLinked.
    """
    if gamertag:
        return await players.by_gamertag(gamertag, asker_of(interaction))
    user = member or interaction.user
    return await players.by_link(user.id, interaction.guild_id, own=user.id == interaction.user.id)


def choices_of(options: type[StrEnum]) -> list[app_commands.Choice[str]]:
    """The members of an enum as a command option's choices."""
    return [
        app_commands.Choice(name=option.value.capitalize(), value=option.value)
        for option in options
    ]


def texts_of(interaction: discord.Interaction) -> Texts:
    """The texts in the asker's Discord language, and time zone where their settings are held."""
    assert isinstance(interaction.client, Multilingual)
    texts = interaction.client.catalogue.texts(interaction.locale.value)
    held = interaction.extras.get(PREFERENCES)
    return texts.in_zone(zone(held.time_zone)) if isinstance(held, UserSettings) else texts


def language(interaction: discord.Interaction) -> str:
    """The Halo services' name for the asker's Discord language."""
    return service_language(interaction.locale.value)
