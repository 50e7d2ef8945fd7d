"""Who asks, about whom, and in which language."""

from enum import StrEnum
from typing import Protocol, runtime_checkable

import discord
from discord import app_commands

from bot.discord_app.people import People
from bot.facts.language import service_language
from bot.facts.players import Players
from bot.facts.results import Player
from bot.facts.time_zones import zone
from bot.look.texts import Catalogue, Texts
from bot.records import Asker, UserSettings

PREFERENCES = "user_settings"
"""Where an interaction holds its asker's settings, in its `extras`; see preferences.py."""


@runtime_checkable
class Multilingual(Protocol):
    """A client that speaks the languages of its users."""

    catalogue: Catalogue


@runtime_checkable
class Knowing(Protocol):
    """A client that knows its people, or None where it was started without a database."""

    people: People | None


def people_of(interaction: discord.Interaction) -> People | None:
    """What the bot that got the interaction knows of its people."""
    assert isinstance(interaction.client, Knowing)
    return interaction.client.people


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
