"""The hops of the sign-in chain, as the simulated services count them."""

from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.service import SandboxService

HOUR, DAY = 3600.0, 86_400.0
HOPS = ("oauth_token", "xbox_user_token", "xsts_token", "spartan_token", "clearance")
ONCE_EACH = (1, 1, 2, 1, 1)  # XSTS speaks for two relying parties.
DOWN = Fault(FaultKind.STATUS, status=503)
HTML = Fault(FaultKind.HTML)


def hops(sandbox: SandboxService) -> tuple[int, ...]:
    """How many requests each hop got."""
    return tuple(sandbox.count(hop) for hop in HOPS)


def signed_in_by_hand(sandbox: SandboxService) -> str:
    """The refresh token of a new sign-in in a browser."""
    form = {"grant_type": "authorization_code", "code": "sandbox-code"}
    body = sandbox.signin.oauth_token(form).body
    assert isinstance(body, dict)
    return str(body["refresh_token"])
