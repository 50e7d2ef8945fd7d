"""What every slash command gets for free: the deferred answer and the one error handler."""

import discord
from discord import app_commands

from bot.discord_app.cooldowns import Cooldowns
from bot.discord_app.interactions import Interactions
from bot.discord_app.preferences import preferences_of
from bot.discord_app.reply import report_error

PRIVATE = "private"
OPENS_MODAL = "opens modal"


class HaloTree(app_commands.CommandTree[discord.Client]):
    """Defers every command before anything else is done, and answers every error with a card.

    A command whose `extras` say PRIVATE is answered to its user alone. One that says OPENS_MODAL is
    not deferred: a form is shown at once or never. `interactions` and `cooldowns` are set by
    the bot, which discord.py lets make the tree by class only.
    """

    interactions: Interactions
    cooldowns: Cooldowns | None = None

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Defer; runs before checks, database and network, so that Discord never times out."""
        try:
            self.interactions.begin(interaction)
            if interaction.type is discord.InteractionType.application_command:
                await self._prepare(interaction)
        except app_commands.AppCommandError:
            raise
        except Exception as error:  # noqa: BLE001 - answered and logged, as that of a command
            if not self.interactions.over:
                await report_error(interaction, error)
            return False
        return True

    async def _prepare(self, interaction: discord.Interaction) -> None:
        """Defers, then reads the user's settings. Raises CommandOnCooldown."""
        extras = {} if interaction.command is None else interaction.command.extras
        if not extras.get(OPENS_MODAL):
            private = bool(extras.get(PRIVATE))
            await interaction.response.defer(thinking=True, ephemeral=private)
        if self.cooldowns is not None:
            self.cooldowns.take(interaction)
        if interaction.response.is_done():
            # Held from now on: texts_of() tells times in the asker's time zone.
            await preferences_of(interaction)

    async def on_error(
        self, interaction: discord.Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """Answer with a card that says what happened and what the user can do."""
        if self.cooldowns is not None:
            self.cooldowns.settle(interaction, error)
        await report_error(interaction, error)
