"""How often somebody may use a command: the more it costs, the less often."""

import discord
from discord import app_commands

from bot.errors import BotError
from bot.halo.clock import Clock
from bot.halo.errors import (
    InvalidAnswer,
    QueueTooLong,
    RateLimited,
    RequestNotAccepted,
    SignInRequired,
    Unavailable,
)
from bot.storage.errors import StorageError

COST = "cost"
"""The key in a command's `extras` under which its cost stands."""
CHEAP = 2.0
"""Seconds between two uses of a command by one user; what holds where nothing is said."""
LONG = 15.0
"""Seconds for what looks at many matches or players."""
EXPENSIVE = 60.0
"""Seconds for what takes hundreds of requests, or makes files."""

# Above so many waits that have ended are looked through and dropped.
_MANY = 10_000
# Stands for all commands of a user.
_ANY = ""
# Named errors that are not the user's fault.
_NOT_THEIRS = (
    Unavailable, RateLimited, InvalidAnswer, RequestNotAccepted, QueueTooLong, SignInRequired,
    StorageError,
)  # fmt: skip


class Cooldowns:
    """One use of a command, by each user, in the seconds that it costs."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._free_at: dict[tuple[int, str], float] = {}

    def take(self, interaction: discord.Interaction) -> None:
        """Count a use of the interaction's command. Raises CommandOnCooldown."""
        user, name, cost = _use_of(interaction)
        now = self._clock.monotonic()
        free_at = max(self._free_at.get((user, each), now) for each in (name, _ANY))
        if free_at > now:
            raise app_commands.CommandOnCooldown(app_commands.Cooldown(1, cost), free_at - now)
        if len(self._free_at) >= _MANY:
            self._free_at = {held: at for held, at in self._free_at.items() if at > now}
        self._free_at[user, name] = now + cost

    def settle(self, interaction: discord.Interaction, error: Exception) -> None:
        """Adjust the cooldown of a command that failed.

        If that was not the user's fault, it costs nothing. A mistake of theirs costs a short
        cooldown of all their commands: a question without an answer costs the service as much as
        any other.
        """
        if isinstance(error, app_commands.CommandOnCooldown):
            return
        user, name, _ = _use_of(interaction)
        self._free_at.pop((user, name), None)
        if _is_theirs(error):
            self._free_at[user, _ANY] = self._clock.monotonic() + CHEAP


def _use_of(interaction: discord.Interaction) -> tuple[int, str, float]:
    command = interaction.command
    name = _ANY if command is None else command.qualified_name
    cost = CHEAP if command is None else float(command.extras.get(COST, CHEAP))
    return interaction.user.id, name, cost


def _is_theirs(error: Exception) -> bool:
    """Whether the user can do something about an error: another name, a link, a permission."""
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    if isinstance(cause, BotError):
        return not isinstance(cause, _NOT_THEIRS)
    return isinstance(cause, app_commands.CheckFailure | app_commands.TransformerError)
