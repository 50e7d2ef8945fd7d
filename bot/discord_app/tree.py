"""What every slash command gets for free: the deferred answer and the one error handler."""

import logging

import discord
from discord import app_commands

from bot.discord_app.cooldowns import Cooldowns
from bot.discord_app.interactions import Interactions, Restarting
from bot.discord_app.preferences import preferences_of
from bot.discord_app.reply import report_error

PRIVATE = "private"
OPENS_MODAL = "opens modal"

log = logging.getLogger(__name__)


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
        except Restarting as error:
            if not self.interactions.over:
                await report_error(interaction, error)
            return False
        if interaction.type is not discord.InteractionType.application_command:
            return True
        command = interaction.command
        if command is not None and command.extras.get(OPENS_MODAL):
            self._take_turn(interaction)
            return True
        private = command is not None and bool(command.extras.get(PRIVATE))
        try:
            await interaction.response.defer(thinking=True, ephemeral=private)
        except discord.HTTPException as error:
            # It expired on its way here, or Discord is in trouble: no answer would arrive either.
            log.warning("interaction not deferred: %s %s", error.status, error.code)
            return False
        self._take_turn(interaction)
        # Held from now on: texts_of() tells times in the asker's time zone.
        await preferences_of(interaction)
        return True

    async def on_error(
        self, interaction: discord.Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """Answer with a card that says what happened and what the user can do."""
        if self.cooldowns is not None:
            self.cooldowns.settle(interaction, error)
        await report_error(interaction, error)

    def _take_turn(self, interaction: discord.Interaction) -> None:
        """Raises CommandOnCooldown for those who use a command too often."""
        if self.cooldowns is not None:
            self.cooldowns.take(interaction)
