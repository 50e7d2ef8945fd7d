"""The interactions under way: their ids, how they end, and letting them finish before the end."""

import asyncio
import contextvars
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import discord
import structlog
from discord import app_commands

from bot.discord_app.delivery import deliver
from bot.discord_app.turnstile import Turnstile
from bot.discord_app.waits import Waits
from bot.errors import BotError, Undelivered
from bot.halo.clock import Clock
from bot.translatable import N_

OK = "ok"
FAULT = "fault"
CANCELLED = "cancelled"
UNDELIVERED = "undelivered"
MOST_UNDER_WAY = 250
"""The most interactions answered at the same time; more are refused as Busy."""
_REQUEST_ID = "request_id"
_OUTCOME = "outcome"
_NAMELESS = {
    discord.InteractionType.component: "button",
    discord.InteractionType.modal_submit: "form",
}
# Seconds in which commands that were cut off are told so.
_LAST_WORDS = 1.0
# Bounds for the seconds after which to try again; between them, what an answer usually takes.
_SOONEST, _LATEST = 5.0, 60.0
# The weight of the latest answer in the moving average of how long answers take.
_WEIGHT = 0.05

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


class Busy(BotError):
    """Too many interactions are under way to accept another one."""

    title = N_("The bot is busy")
    hint = N_("Too many people are asking right now, so this was not started.")


@dataclass(frozen=True, slots=True)
class Handled:
    """An interaction that has ended.

    `name` is the command's full name ("admin link"), with "autocomplete" behind it for its
    suggestions, "button" for any control of a card, or "form" for one that was filled in. `outcome`
    is "ok", the class name of the named error it was answered with, "fault" for any other error,
    "cancelled", or "undelivered" where Discord did not take the answer. `seconds` is how long it
    took.
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
    if isinstance(error, Undelivered):
        note_undelivered(interaction)
    else:
        interaction.extras[_OUTCOME] = type(error).__name__ if is_named(error) else FAULT


def note_undelivered(interaction: discord.Interaction) -> None:
    """Records that the answer did not arrive; an unexpected fault stays the outcome."""
    if interaction.extras.get(_OUTCOME) != FAULT:
        interaction.extras[_OUTCOME] = UNDELIVERED


@dataclass(frozen=True, slots=True)
class _Begun:
    """An interaction under way, and the context of its task: log fields and Delivery."""

    interaction: discord.Interaction
    context: contextvars.Context


class Interactions:
    """Knows every interaction that is being answered; each runs in a task of its own.

    At most `most` are answered at the same time. Their work starts one at a time.
    """

    def __init__(
        self, clock: Clock, listeners: Sequence[Listener] = (), most: int = MOST_UNDER_WAY
    ) -> None:
        self._clock = clock
        self._listeners = tuple(listeners)
        self._most = most
        self._turnstile = Turnstile()
        self._under_way: dict[asyncio.Task[object], _Begun] = {}
        self._refused: set[asyncio.Task[object]] = set()
        self._usual_seconds = 0.0
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
        """Count in the interaction that the current task answers, name it in the task's logs, and
        send the task's requests for its user.

        From then on a Delivery sends the task's answers, and holds it up after the first one until
        its turn. Raises Restarting, or the reason for the end, once drain() has begun,
        and Busy if too many are under way.
        """
        name = _name(interaction)
        structlog.contextvars.bind_contextvars(request=request_id(interaction), command=name)
        task = asyncio.current_task()
        if task is None or task in self._under_way:
            return
        waits = Waits(interaction, self._clock)
        undelivered = partial(_suggestions_undelivered, interaction)
        deliver(self._clock, self._turnstile.turn, undelivered, waits)
        waits.begin()
        self._watch(task, interaction, name)
        if self._reason is not None:
            raise self._reason
        if len(self._under_way) - len(self._refused) > self._most:
            self._refused.add(task)
            raise Busy(retry_after=min(max(self._usual_seconds, _SOONEST), _LATEST))

    def _watch(
        self, task: asyncio.Task[object], interaction: discord.Interaction, name: str
    ) -> None:
        began = self._clock.monotonic()
        self._under_way[task] = _Begun(interaction, contextvars.copy_context())

        def ended(task: asyncio.Task[object]) -> None:
            del self._under_way[task]
            outcome = CANCELLED if task.cancelled() else interaction.extras.get(_OUTCOME, OK)
            handled = Handled(name, str(outcome), self._clock.monotonic() - began)
            if task in self._refused:
                self._refused.discard(task)
            else:
                self._usual_seconds += _WEIGHT * (handled.seconds - self._usual_seconds)
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
            asyncio.create_task(
                _cut_off(task, under_way[task].interaction, report, reason()),
                name="cut off",
                context=under_way[task].context,
            )
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


def _suggestions_undelivered(interaction: discord.Interaction, lost: Undelivered) -> bool:
    """Records lost suggestions and returns True: discord.py would log them as a fault."""
    if interaction.type is not discord.InteractionType.autocomplete:
        return False
    note_error(interaction, lost)
    log.warning("suggestions not delivered: %s", lost)
    return True
