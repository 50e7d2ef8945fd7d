"""What players are called now, however old the answers are that name them."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.halo.clock import Clock, SystemClock

KEEP = 20_000


@dataclass(frozen=True, slots=True)
class Name:
    """A gamertag, and when the service last vouched for it (seconds since 1970)."""

    gamertag: str
    at: float


Listener: TypeAlias = Callable[[int, Name], None]


class Names:
    """The newest name of each of the `keep` players that were named last, by XUID.

    Answers come from a cache too, so that an old name may be heard after a newer one. No name is
    of later than now: a clock that was ahead for a while keeps no old name alive.
    """

    def __init__(self, clock: Clock | None = None, *, keep: int = KEEP) -> None:
        self._clock = clock or SystemClock()
        self._keep = keep
        self._names: OrderedDict[int, Name] = OrderedDict()
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Tell the listener of every name from the service that is newer than what was known."""
        self._listeners.append(listener)

    def hear(self, xuid: int, name: Name) -> Name:
        """Note what an answer of the service calls a player. Returns the newest name."""
        name, known, now = self._past(name), self._names.get(xuid), self._clock.now()
        if known is not None and (now >= known.at > name.at or known == name):
            return self._keep_as(xuid, known)
        self._keep_as(xuid, name)
        for listener in self._listeners:
            listener(xuid, name)
        return name

    def recall(self, xuid: int, name: Name) -> Name:
        """Note what was stored of a player; nobody is told. Returns the newest name."""
        name, known = self._past(name), self._names.get(xuid)
        return self._keep_as(xuid, known if known is not None and known.at >= name.at else name)

    def get(self, xuid: int) -> Name | None:
        """Returns the newest name of a player, or None where it is not known."""
        return self._names.get(xuid)

    def _past(self, name: Name) -> Name:
        now = self._clock.now()
        return name if name.at <= now else replace(name, at=now)

    def _keep_as(self, xuid: int, name: Name) -> Name:
        self._names[xuid] = name
        self._names.move_to_end(xuid)
        if len(self._names) > self._keep:
            self._names.popitem(last=False)
        return name
