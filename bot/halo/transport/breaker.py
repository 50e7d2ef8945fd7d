"""Leaves a host alone that keeps failing."""

from dataclasses import dataclass

from bot.halo.clock import Clock
from bot.halo.errors import CircuitOpen, Unavailable
from bot.halo.transport.base import Request, Response, Sender

# More than the attempts of any one call within its deadline: one bad match breaks no circuit.
FAILURES = 10
# Seconds that a failing host is left alone, and then again after each failed probe.
REST = 10.0
# Seconds after which to come back while a probe is under way.
PROBE = 1.0


@dataclass(slots=True)
class _Circuit:
    failures: int = 0
    open_until: float = 0.0
    probing: bool = False


class Breaker:
    """A circuit breaker for each host.

    After so many failures in a row (5xx, or no answer at all) the circuit is open: for `rest`
    seconds nobody asks. Then one request goes through as a probe; its answer closes the circuit,
    its failure keeps it open for as long again.
    """

    def __init__(
        self, inner: Sender, clock: Clock, failures: int = FAILURES, rest: float = REST
    ) -> None:
        self._inner = inner
        self._clock = clock
        self._failures = failures
        self._rest = rest
        self._circuits: dict[str, _Circuit] = {}

    async def send(self, request: Request) -> Response:
        """The answer. Raises CircuitOpen, which says when to come back, without asking."""
        circuit = self._circuits.setdefault(request.endpoint.host, _Circuit())
        is_probe = self._admit(circuit, request)
        try:
            response = await self._inner.send(request)
        except Unavailable:
            self._failed(circuit)
            raise
        finally:
            if is_probe:
                circuit.probing = False
        if response.status >= 500:
            self._failed(circuit)
        else:
            circuit.failures = 0
        return response

    def _admit(self, circuit: _Circuit, request: Request) -> bool:
        """Whether this request is the probe of an open circuit."""
        if circuit.failures < self._failures:
            return False
        left = circuit.open_until - self._clock.monotonic()
        if left > 0 or circuit.probing:
            raise CircuitOpen(
                f"{request.endpoint.name}: {request.endpoint.host} keeps failing",
                endpoint=request.endpoint.name,
                retry_after=max(left, PROBE),
            )
        circuit.probing = True
        return True

    def _failed(self, circuit: _Circuit) -> None:
        circuit.failures += 1
        circuit.open_until = self._clock.monotonic() + self._rest
