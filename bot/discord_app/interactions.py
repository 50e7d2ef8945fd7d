"""The interactions under way: their ids, how they end, and letting them finish before the end."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import discord
import structlog
from discord import app_commands

from bot.errors import BotError
from bot.halo.clock import Clock
from bot.translatable import N_

OK = "ok"
FAULT = "fault"
CANCELLED = "cancelled"
_REQUEST_ID = "request_id"
_OUTCOME = "outcome"
_NAMELESS = {
    discord.InteractionType.component: "button",
    discord.InteractionType.modal_submit: "form",
}
# Seconds in which commands that were cut off are told so.
_LAST_WORDS = 1.0

log = logging.getLogger(__name__)


class Restarting(BotError):
    """The bot is about to end and takes no more commands."""

    title = N_("The bot is restarting")
    hint = N_("Nothing is lost. Try again in a minute.")


class Disconnected(Restarting):
    """Discord has ended the connection for good, and the bot ends with it."""

    title = N_("The bot has lost its connection to Discord")
    hint = N_(
        "Nothing is lost. Try again in a few minutes. If the bot stays offline, tell its host."
    )


@dataclass(frozen=True, slots=True)
class Handled:
    """An interaction that has ended.

    `name` is the command's full name ("admin link"), with "autocomplete" behind it for its
    suggestions, "button" for any control of a card, or "form" for one that was filled in. `outcome`
    is "ok", the class name of the named error it was answered with, "fault" for any other error, or
    "cancelled". `seconds` is how long it took.
    """

    name: str
    outcome: str
    seconds: float


Listener: TypeAlias = Callable[[Handled], None]
Reporter: TypeAlias = Callable[[discord.Interaction, Exception], Awaitable[None]]


def request_id(interaction: discord.Interaction) -> str:
    """The id that stands in the log lines of an interaction and on its error card."""
    return str(interaction.extras.setdefault(_REQUEST_ID, secrets.token_hex(4)))


def has_begun(interaction: discord.Interaction) -> bool:
    """Whether a command or a view has taken the interaction."""
    return _REQUEST_ID in interaction.extras


def is_named(error: Exception) -> bool:
    """Whether the error is foreseen: the program's own, a refused check, or a command that Discord
    still has in another form, because the new one is not published yet."""
    foreseen = (
        BotError, app_commands.CheckFailure,
        app_commands.CommandNotFound, app_commands.CommandSignatureMismatch,
    )  # fmt: skip
    return isinstance(error, foreseen)


def note_error(interaction: discord.Interaction, error: Exception) -> None:
    """Let the interaction's outcome be this error."""
    interaction.extras[_OUTCOME] = type(error).__name__ if is_named(error) else FAULT


class Interactions:
    """Knows every interaction that is being answered; each runs in a task of its own."""

    def __init__(self, clock: Clock, listeners: Sequence[Listener] = ()) -> None:
        self._clock = clock
        self._listeners = tuple(listeners)
        self._under_way: dict[asyncio.Task[object], discord.Interaction] = {}
        self._reason: type[Restarting] | None = None
        self._over = False

    @property
    def over(self) -> bool:
        """Whether it is too late to answer anybody: drain() has ended, the connection is next."""
        return self._over

    @property
    def restarting(self) -> bool:
        """Whether new interactions are refused."""
        return self._reason is not None

    def begin(self, interaction: discord.Interaction) -> None:
        """Count in the interaction that the current task answers, and name it in the task's logs.

        Raises Restarting, or the reason for the end, once drain() has begun.
        """
        name = _name(interaction)
        structlog.contextvars.bind_contextvars(request=request_id(interaction), command=name)
        task = asyncio.current_task()
        if task is not None and task not in self._under_way:
            self._watch(task, interaction, name)
        if self._reason is not None:
            raise self._reason

    def _watch(
        self, task: asyncio.Task[object], interaction: discord.Interaction, name: str
    ) -> None:
        began = self._clock.monotonic()
        self._under_way[task] = interaction

        def ended(task: asyncio.Task[object]) -> None:
            del self._under_way[task]
            outcome = CANCELLED if task.cancelled() else interaction.extras.get(_OUTCOME, OK)
            handled = Handled(name, str(outcome), self._clock.monotonic() - began)
            for listener in self._listeners:
                listener(handled)

        task.add_done_callback(ended)

    async def drain(
        self, seconds: float, report: Reporter, reason: type[Restarting] = Restarting
    ) -> None:
        """Take no more interactions and let those under way finish, for at most so long.

        Those that do not are cut off, and `report` tells their users the reason.
        """
        self._reason = reason
        under_way = dict(self._under_way)
        late: set[asyncio.Task[object]] = set()
        if under_way:
            log.info("finishing what is under way: %d", len(under_way))
            _, late = await asyncio.wait(under_way, timeout=seconds)
        telling = [
            asyncio.create_task(_cut_off(task, under_way[task], report, reason()), name="cut off")
            for task in late
        ]
        # Those who asked in the meantime are just being told to come back.
        if last := {*telling, *self._under_way}:
            await asyncio.wait(last, timeout=_LAST_WORDS)
        for task in telling:
            task.cancel()
        for failed in await asyncio.gather(*telling, return_exceptions=True):
            if failed is not None:
                log.warning("not told of the restart: %s", type(failed).__name__)
        self._over = True


async def _cut_off(
    task: asyncio.Task[object],
    interaction: discord.Interaction,
    report: Reporter,
    reason: Restarting,
) -> None:
    """End the task and tell its user, also where it does not end: it may wait for something that
    cannot be interrupted, such as a lock of the database."""
    task.cancel()
    await asyncio.wait({task}, timeout=_LAST_WORDS / 2)
    await report(interaction, reason)


def _name(interaction: discord.Interaction) -> str:
    command = interaction.command
    if command is None:
        return _NAMELESS.get(interaction.type, "unknown")
    suffix = " autocomplete" if interaction.type is discord.InteractionType.autocomplete else ""
    return f"{command.qualified_name}{suffix}"
