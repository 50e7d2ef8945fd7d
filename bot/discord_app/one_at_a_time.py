"""Work that a user may have under way only once."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import BotError
from bot.translatable import N_


class UnderWay(BotError):
    """The user has asked for the same work already, and it goes on."""

    title = N_("One at a time")
    hint = N_("Yours is under way already: wait for it, or cancel it there.")


class OneAtATime:
    """Who has the work under way."""

    def __init__(self) -> None:
        self._users: set[int] = set()

    @contextmanager
    def turn(self, user_id: int) -> Iterator[None]:
        """The user's turn. Raises UnderWay while an earlier one is not over."""
        if user_id in self._users:
            raise UnderWay
        self._users.add(user_id)
        try:
            yield
        finally:
            self._users.discard(user_id)
