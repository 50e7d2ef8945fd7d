"""The form that asks for a gamertag to link."""

from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord import ui

from bot.discord_app.cards import ErrorReporter, count_in
from bot.halo.identifiers import LONGEST_GAMERTAG
from bot.look import text
from bot.look.texts import Texts

Save = Callable[[discord.Interaction, str], Awaitable[None]]
# Discord's limit for a form's title.
_TITLE = 45
_NAME = 30
# Seconds after which nobody waits for an unsent form any more.
_LIFE = 15 * 60.0
# What is pasted may hold invisible characters besides the longest gamertag.
_GAMERTAG = 2 * LONGEST_GAMERTAG


class LinkModal(ui.Modal):
    """One field. `save` takes what was entered and answers; `report` answers where it fails."""

    def __init__(self, name: str, report: ErrorReporter, texts: Texts, save: Save) -> None:
        title = texts("Link {name}", name=text.plain(name, _NAME))
        super().__init__(title=text.clip(title, _TITLE), timeout=_LIFE)
        self._report = report
        self._save = save
        self._gamertag: ui.TextInput[Any] = ui.TextInput(max_length=_GAMERTAG)
        self.add_item(
            ui.Label(
                text=texts("Gamertag"),
                description=texts("As the game shows it"),
                component=self._gamertag,
            )
        )

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Let the bot know of it, so that it is finished before the end."""
        count_in(interaction)
        return True

    async def on_submit(self, interaction: discord.Interaction, /) -> None:
        """Save what was entered."""
        await self._save(interaction, self._gamertag.value)

    async def on_error(  # type: ignore[override]  # as discord.py's own Modal has it
        self, interaction: discord.Interaction, error: Exception, /
    ) -> None:
        """Say what went wrong."""
        await self._report(interaction, error)
