"""Faults of the simulated services that many tests order."""

from bot.sandbox.faults import Fault, FaultKind

DOWN = Fault(FaultKind.STATUS, status=503)
REFUSED = Fault(FaultKind.STATUS, status=403)
NOT_FOUND = Fault(FaultKind.STATUS, status=404)


def refused(code: int) -> Fault:
    """Good answers of the skill service that refuse every player with this ResultCode."""
    return Fault(FaultKind.REFUSED_PLAYERS, code=code)
