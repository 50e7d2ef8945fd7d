"""How often somebody may use a command: the more it costs, the less often."""

import discord
from discord import app_commands

from bot.halo.clock import Clock

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


class Cooldowns:
    """One use of a command, by each user, in the seconds that it costs."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._free_at: dict[tuple[int, str], float] = {}

    def take(self, interaction: discord.Interaction) -> None:
        """Count a use of the interaction's command. Raises CommandOnCooldown."""
        key, cost = _use_of(interaction)
        now = self._clock.monotonic()
        left = self._free_at.get(key, now) - now
        if left > 0:
            raise app_commands.CommandOnCooldown(app_commands.Cooldown(1, cost), left)
        if len(self._free_at) >= _MANY:
            self._free_at = {held: at for held, at in self._free_at.items() if at > now}
        self._free_at[key] = now + cost

    def give_back(self, interaction: discord.Interaction) -> None:
        """Let the command be used again at once: it came to nothing."""
        self._free_at.pop(_use_of(interaction)[0], None)


def _use_of(interaction: discord.Interaction) -> tuple[tuple[int, str], float]:
    command = interaction.command
    name = "" if command is None else command.qualified_name
    cost = CHEAP if command is None else float(command.extras.get(COST, CHEAP))
    return (interaction.user.id, name), cost
