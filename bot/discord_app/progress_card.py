"""What stands in a reply while long work goes on: how far it is, and a button that ends it."""

from collections.abc import Callable
from typing import Any

import discord
from discord import ui

from bot.discord_app.cards import ErrorReporter, OwnedView
from bot.look import figures, notes, theme
from bot.look.limits import fit
from bot.look.texts import Texts

# An answer can be edited for a quarter of an hour; the button lives almost as long.
TIMEOUT = 840.0


def progress_card(title: str, done: int, total: int, texts: Texts) -> discord.Embed:
    """How many of how many are done; without a bar where it is not known yet how many."""
    counted, bar = theme.ELLIPSIS, ""
    if total > 0:
        counted = texts("{done} of {total}", done=texts.number(done), total=texts.number(total))
        bar = figures.bar(done / total)
    return fit(
        discord.Embed(
            title=f"{theme.WORKING} {texts(title)}",
            description=notes.lines(bar, counted),
            colour=theme.NEUTRAL,
        )
    )


def cancelled_card(title: str, texts: Texts) -> discord.Embed:
    """What stays where somebody has ended the work."""
    return fit(
        discord.Embed(
            title=texts("Cancelled"),
            description=texts(
                "You ended this: {work}. Run the command again to start anew.", work=texts(title)
            ),
            colour=theme.NEUTRAL,
        )
    )


class ProgressView(OwnedView):
    """The card of work under way, with a button to end it.

    `title` is the message that names the work. `cancel` ends the work; it is called once, before
    Discord is told.
    """

    def __init__(
        self,
        owner_id: int,
        report: ErrorReporter,
        texts: Texts,
        title: str,
        cancel: Callable[[], object],
    ) -> None:
        super().__init__(owner_id, report, texts, timeout=TIMEOUT)
        self.cancelled = False
        self._title = title
        self._end_work = cancel
        self._done = 0
        self._total = 0
        self.arrange()

    @property
    def embed(self) -> discord.Embed:
        """How far the work is, or that it was ended."""
        if self.cancelled:
            return cancelled_card(self._title, self.texts)
        return progress_card(self._title, self._done, self._total, self.texts)

    def advance(self, done: int, total: int) -> None:
        """Note how far the work is."""
        self._done, self._total = done, total

    def arrange(self) -> None:
        """Name the button, and close it once it was pressed."""
        self.cancel.label = self.texts("Cancel")
        self.cancel.disabled = self.cancelled

    @ui.button(emoji="✖️")
    async def cancel(self, interaction: discord.Interaction, _button: ui.Button[Any]) -> None:
        """End the work."""
        await self.turn(interaction, self._cancel)

    def _cancel(self) -> None:
        self.cancelled = True
        self._end_work()
