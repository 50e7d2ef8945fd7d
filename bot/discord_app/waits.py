"""Who requests are sent for, and showing them their place in the queue."""

import asyncio
import contextvars
import logging

import discord

from bot.discord_app.asking import texts_of
from bot.errors import BotError
from bot.halo.clock import Clock
from bot.halo.transport.ticket import Asker, Wait, ask_as
from bot.look import notes, theme
from bot.look.limits import fit
from bot.look.texts import Texts

WORTH_TELLING = 2.0
"""Seconds. Shorter waits are not shown."""
INTERVAL = 5.0
"""Seconds between two changes of the card."""
ANSWERABLE = 14 * 60.0
"""Seconds in which an answer is of use: Discord takes it for a quarter of an hour."""

# Seconds that the answer may be held up by a card that is on its way to Discord.
_PASSING = 3.0

log = logging.getLogger(__name__)


class Waits:
    """Shows a card in place of "thinking..." while requests of a command wait for their turn."""

    def __init__(self, interaction: discord.Interaction, clock: Clock) -> None:
        self._interaction = interaction
        self._clock = clock
        self._context = contextvars.copy_context()
        self._showing: asyncio.Task[None] | None = None
        self._waits_since: float | None = None
        self._shown_at: float | None = None
        self._over = False
        self.asker = Asker(
            user=interaction.user.id,
            server=interaction.guild_id,
            until=clock.monotonic() + ANSWERABLE,
            on_wait=self._changed,
        )

    def begin(self) -> None:
        """Send the requests of the current task for the user, and show cards in its context."""
        self._context = contextvars.copy_context()
        ask_as(self.asker)

    async def make_way(self) -> bool:
        """Let something else be shown: wait for a card on its way, and show none from now on.

        Returns whether there was a card.
        """
        if asyncio.current_task() is self._showing:
            return False
        self._over = True
        if self._showing is not None:
            await asyncio.gather(self._showing, return_exceptions=True)
        return self._shown_at is not None

    def _changed(self) -> None:
        """Show the place in the queue if that is worth it; called by the queue."""
        now = self._clock.monotonic()
        if self._waits_since is None:
            self._waits_since = now
        wait = self.asker.wait()
        if wait is None or self._over or not _is_deferred(self._interaction):
            return
        if self._shown_at is None:
            due = max(wait.seconds, now - self._waits_since) >= WORTH_TELLING
        else:
            due = now - self._shown_at >= INTERVAL and self._showing is None
        if not due:
            return
        self._shown_at = now
        self._showing = asyncio.create_task(
            self._show(wait), name="place in the queue", context=self._context
        )

    async def _show(self, wait: Wait) -> None:
        card = waiting_card(wait, texts_of(self._interaction))
        try:
            async with asyncio.timeout(_PASSING):
                await self._interaction.edit_original_response(embed=card)
        except (discord.HTTPException, TimeoutError, BotError) as error:
            # The answer may arrive all the same.
            log.info("place in the queue not shown: %s", error)
        finally:
            self._showing = None


def waiting_card(wait: Wait, texts: Texts) -> discord.Embed:
    """The card that tells how many requests are ahead and about how long that takes."""
    place = texts("You are next.")
    if wait.ahead:
        place = texts.count(
            "{count} ahead of you, about {time}",
            "{count} ahead of you, about {time}",
            wait.ahead,
            time=_about(wait.seconds, texts),
        )
    return fit(
        discord.Embed(
            title=f"{theme.WORKING} {texts('Waiting for your turn')}",
            description=notes.lines(place, texts("The answer will appear here.")),
            colour=theme.NEUTRAL,
        )
    )


def _about(seconds: float, texts: Texts) -> str:
    """A duration, rounded to what is known."""
    if seconds >= 90:
        return texts("{minutes} min", minutes=texts.number(round(seconds / 60)))
    step = 1 if seconds < 10 else 5
    return texts("{seconds} s", seconds=texts.number(max(1, step * round(seconds / step))))


def _is_deferred(interaction: discord.Interaction) -> bool:
    deferred = discord.InteractionResponseType.deferred_channel_message
    return interaction.response.type is deferred
