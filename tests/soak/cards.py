"""The answers of a soak that have something to press."""

import time
from random import Random

from tests.support import controls
from tests.support.controls import Control
from tests.support.gateway import Asked

# So many that some are of the worker before.
_MOST = 60
# Seconds. Who presses again before the bot knows that its card was shown presses for nothing.
_REST = 1.0


class Cards:
    """The newest answers with controls. Whoever takes one out presses on it alone."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._cards: list[tuple[float, Asked]] = []

    def add(self, card: Asked) -> None:
        """Keep an answer, as long as something can be pressed on it."""
        if controls.live(card.components):
            self._cards = [*self._cards, (time.monotonic(), card)][-_MOST:]

    def take(self) -> Asked | None:
        """Any of them that people have had time to look at, if there is one."""
        shown_by = time.monotonic() - _REST
        looked_at = sum(shown <= shown_by for shown, _ in self._cards)
        if not looked_at:
            return None
        _, card = self._cards.pop(self._random.randrange(looked_at))
        return card

    def pick(self, card: Asked) -> tuple[Control, list[str]] | None:
        """A control of it and what is chosen there; None where the bot has just ended them."""
        live = list(controls.live(card.components).values())
        if not live:
            return None
        control = self._random.choice(live)
        offered = controls.choices(control)
        return control, [self._random.choice(offered)] if offered else []
