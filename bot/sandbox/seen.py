"""The log of what arrived at the simulated service."""

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from multidict import CIMultiDict

_KEPT = 10_000


@dataclass(slots=True)
class SeenRequest:
    """A request that arrived, for tests to look at. `arrived_at` is by the monotonic clock.

    `status` is 0 until there is an answer, and stays so where the connection was cut.
    """

    endpoint: str
    method: str
    host: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: CIMultiDict[str]
    arrived_at: float
    status: int = 0


class RequestLog:
    """The latest 10,000 requests, and how many there were of each endpoint in all."""

    def __init__(self) -> None:
        self._seen: deque[SeenRequest] = deque(maxlen=_KEPT)
        self._counts: Counter[str] = Counter()

    @property
    def seen(self) -> Sequence[SeenRequest]:
        """The latest requests, oldest first."""
        return self._seen

    @property
    def counts(self) -> Mapping[str, int]:
        """How many requests each endpoint got."""
        return self._counts

    def add(self, request: SeenRequest) -> None:
        """Note a request that just arrived."""
        self._seen.append(request)
        self._counts[request.endpoint] += 1

    def count(self, endpoint: str | None = None) -> int:
        """How many requests an endpoint got, or all of them together."""
        return self._counts.total() if endpoint is None else self._counts[endpoint]
