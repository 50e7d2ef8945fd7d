"""/settings."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import texts_of
from bot.discord_app.reply import answer_with_view, report_error
from bot.discord_app.tree import PRIVATE
from bot.halo.clock import Clock
from bot.lookups.lookups import Lookups
from bot.lookups.time_zones import TimeZones
from bot.presentation.user_settings_card import UserSettings
from bot.presentation.user_settings_view import UserSettingsView


class SettingsCog(commands.Cog):
    """What people set for themselves."""

    def __init__(self, lookups: Lookups, clock: Clock, zones: TimeZones) -> None:
        self._settings = lookups.user_settings
        self._clock = clock
        self._zones = zones

    @app_commands.command(name="settings", extras={PRIVATE: True})
    @app_commands.describe(time_zone="Where you are; the menu has the most common ones only")
    async def settings(
        self, interaction: discord.Interaction, time_zone: str | None = None
    ) -> None:
        """Set pictures or words, default matches and playlist, time zone, and leaderboards."""
        user_id = interaction.user.id

        async def save(name: str, value: Any) -> UserSettings:
            return await self._settings.change(user_id, **{name: value})

        if time_zone:
            held = await self._settings.change(user_id, time_zone=self._zones.find(time_zone))
        else:
            held = await self._settings.get(user_id)
        texts = texts_of(interaction)
        view = UserSettingsView(user_id, report_error, texts, held, save, self._clock.now)
        await answer_with_view(interaction, view)

    @settings.autocomplete("time_zone")
    async def _time_zones(
        self, _interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=n, value=n) for n in self._zones.suggest(typed)]
