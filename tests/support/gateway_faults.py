"""What the small Discord can do to a client: refuse calls, send what cannot be read, hang up."""

from dataclasses import dataclass, field

from tests.support.gateway_objects import SERVER, Json

PUBLISHING = "PUT /applications/1/commands"


@dataclass(frozen=True, slots=True)
class Refusal:
    """How Discord refuses a call. `retry_after` is in seconds; `errors` says what is wrong where in
    the request."""

    status: int
    code: int = 0
    message: str = "refused"
    retry_after: float = 0.1
    errors: Json = field(default_factory=dict)

    @property
    def body(self) -> Json:
        """The answer's JSON."""
        body = {"message": self.message, "code": self.code, "retry_after": self.retry_after}
        return {**body, "errors": self.errors} if self.errors else body


DAILY_LIMIT = Refusal(
    400, 30034, "Max number of daily application command creates has been reached (200)",
    retry_after=43_200.0,
)  # fmt: skip
INVALID_FORM = Refusal(
    400, 50035, "Invalid Form Body",
    errors={"0": {"description": {"_errors": [
        {"code": "BASE_TYPE_BAD_LENGTH", "message": "Must be between 1 and 100 in length."}
    ]}}},
)  # fmt: skip
MINUTES = Refusal(429, 0, "You are being rate limited.", retry_after=300.0)
AWAY = Refusal(503, 0, "Service Unavailable", retry_after=0.0)

NOT_PUBLISHED = (DAILY_LIMIT, INVALID_FORM, MINUTES, AWAY)
"""How Discord refuses to publish commands, all of them for a while only."""

_PRIVATE = "what people write"

UNREADABLE: tuple[tuple[str, object], ...] = (
    ("GUILD_CREATE", {**SERVER, "id": _PRIVATE}),
    ("GUILD_UPDATE", {"id": SERVER["id"], "roles": _PRIVATE}),
    ("GUILD_DELETE", None),
    ("GUILD_ROLE_CREATE", {"guild_id": SERVER["id"], "role": {"id": _PRIVATE}}),
    ("CHANNEL_CREATE", {"guild_id": SERVER["id"], "type": 0, "id": "8"}),
    ("CHANNEL_UPDATE", [_PRIVATE]),
    ("THREAD_CREATE", {"guild_id": SERVER["id"], "id": _PRIVATE}),
    ("THREAD_LIST_SYNC", {"guild_id": SERVER["id"], "threads": [_PRIVATE]}),
    ("INTERACTION_CREATE", {"id": "1", "type": 2, "data": _PRIVATE}),
    ("ENTITLEMENT_CREATE", {"id": _PRIVATE}),
    ("MESSAGE_CREATE", {"content": _PRIVATE}),
)
"""Events that discord.py raises an exception for."""

PASSING_CODES = (1001, 1012, 4000, 4008, 4009)
FATAL_CODES = (4004, 4010, 4011, 4012, 4013, 4014)
"""With which codes the gateway closes, for the client to come back or not to."""
