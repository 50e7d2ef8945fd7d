"""/settings."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import texts_of
from bot.discord_app.reply import answer_with_view, report_error
from bot.discord_app.tree import PRIVATE
from bot.discord_app.unknown_presses import Restore
from bot.facts.time_zones import TimeZones
from bot.features.lookups import Lookups
from bot.features.settings.card import UserSettings
from bot.features.settings.view import SETTINGS, UserSettingsView
from bot.halo.clock import Clock


class SettingsCog(commands.Cog):
    """What people set for themselves."""

    def __init__(self, lookups: Lookups, clock: Clock, zones: TimeZones) -> None:
        self._settings = lookups.user_settings
        self._clock = clock
        self._zones = zones
        self.restores: Mapping[str, Restore] = {SETTINGS: self._view}

    @app_commands.command(name="settings", extras={PRIVATE: True})
    @app_commands.describe(time_zone="Where you are; the menu has the most common ones only")
    async def settings(
        self, interaction: discord.Interaction, time_zone: str | None = None
    ) -> None:
        """Set pictures or words, default matches and playlist, time zone, and leaderboards."""
        if time_zone:
            zone = self._zones.find(time_zone)
            await self._settings.change(interaction.user.id, time_zone=zone)
        await answer_with_view(interaction, await self._view(interaction))

    async def _view(
        self, interaction: discord.Interaction, _state: Sequence[str] = ()
    ) -> UserSettingsView:
        user_id, texts = interaction.user.id, texts_of(interaction)

        async def save(name: str, value: Any) -> UserSettings:
            return await self._settings.change(user_id, **{name: value})

        held = await self._settings.get(user_id)
        return UserSettingsView(user_id, report_error, texts, held, save, self._clock.now)

    @settings.autocomplete("time_zone")
    async def _time_zones(
        self, _interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=n, value=n) for n in self._zones.suggest(typed)]
