"""The cards whose controls work: no more than memory should hold."""

import asyncio
from typing import Protocol, runtime_checkable

from bot.discord_app.cards import OwnedControls

# A card with its report takes about 30 kB. Controls end by themselves after ten minutes; only a
# bot that answers more than one a second comes to this.
MOST = 500


class LiveCards:
    """Holds the newest `most` cards; the controls of an older one are switched off early."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._views: list[OwnedControls] = []
        self._ending: set[asyncio.Task[None]] = set()

    def add(self, view: OwnedControls) -> None:
        """Take up a card that has just been shown, or shown anew."""
        live = [one for one in self._views if one is not view and not one.is_finished()]
        live.append(view)
        self._views = live[-self._most :]
        for old in live[: -self._most]:
            old.stop()
            task = asyncio.create_task(old.on_timeout(), name="card ended")
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)

    async def close(self) -> None:
        """Switch nothing off any more."""
        for task in self._ending:
            task.cancel()
        await asyncio.gather(*self._ending, return_exceptions=True)


@runtime_checkable
class HoldsCards(Protocol):
    """A client that wants to know of every card with controls."""

    cards: LiveCards
