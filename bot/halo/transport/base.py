"""What travels through the senders, and what a sender is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Protocol, TypeVar
from urllib.parse import quote, urlencode

from multidict import CIMultiDict, CIMultiDictProxy
from pydantic import BaseModel, ValidationError

from bot.halo.endpoints import Endpoint
from bot.halo.errors import InvalidAnswer
from bot.halo.models.base import Content
from bot.halo.transport.ticket import Ticket

Model = TypeVar("Model", bound=BaseModel)
Headers = CIMultiDictProxy[str]


def headers_of(pairs: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> Headers:
    """Immutable HTTP headers: names compare without case, a name may occur more than once."""
    return CIMultiDictProxy(CIMultiDict(pairs))


@dataclass(frozen=True, slots=True)
class HaloTokens:
    """What a request to the Halo service carries. `clearance` is "" where none is known."""

    spartan: str = field(repr=False)
    clearance: str = field(default="", repr=False)


class Verdict(Enum):
    """What a good answer tells of all that was asked, and so whether it may be kept.

    PARTIAL leaves out what the service cannot tell right now: what is stored stays. REFUSED leaves
    out what it does not show to us: what is stored goes.
    """

    COMPLETE = "complete"
    PARTIAL = "partial"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Request:
    """One request to an endpoint; the URL is complete, quoted and the real upstream's.

    `account` names the signed-in account whose tokens go along ("" leaves that to the stack);
    `tokens` are that account's own where the stack does not hold them (see as_account.py).
    `retry_not_found` allows the endpoint's policy of repeating a 404: for a match just ended.
    `model` is what a 200 answer has to parse as; one that does not counts as a fault. `judge` says
    what a 200 answer tells; without it, everything. `once` leaves a 500 and an answer that does not
    parse to the caller, who asks again in parts. `ticket` says whose turn it takes where it has to
    wait; without one it is the program's own.
    """

    endpoint: Endpoint
    url: str
    headers: Headers = field(default_factory=headers_of)
    body: bytes | None = None
    account: str = ""
    retry_not_found: bool = False
    model: type[BaseModel] | None = None
    tokens: HaloTokens | None = field(default=None, repr=False)
    judge: "Callable[[Response], Verdict] | None" = field(default=None, repr=False, compare=False)
    once: bool = False
    ticket: Ticket | None = field(default=None, repr=False, compare=False)

    @property
    def method(self) -> str:
        """The HTTP method."""
        return self.endpoint.method

    @classmethod
    def to(
        cls,
        endpoint: Endpoint,
        *,
        query: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        retry_not_found: bool = False,
        model: type[BaseModel] | None = None,
        judge: "Callable[[Response], Verdict] | None" = None,
        once: bool = False,
        **path: str,
    ) -> "Request":
        """A request to a row of the endpoint table, its path filled in from keywords."""
        # The path of a file keeps its slashes.
        quoted = {
            name: quote(value, safe="()/" if name == "path" else "()")
            for name, value in path.items()
        }
        url = f"https://{endpoint.host}{endpoint.path.format(**quoted)}"
        if query:
            url = f"{url}?{urlencode(query, safe='()')}"
        merged = CIMultiDict({"accept": "application/json"})
        merged.update(dict(endpoint.headers))
        merged.update(headers or {})
        return cls(
            endpoint, url, CIMultiDictProxy(merged), body,
            retry_not_found=retry_not_found, model=model, judge=judge, once=once,
        )  # fmt: skip

    def verdict(self, response: "Response") -> Verdict:
        """What the answer to this request tells of all that was asked."""
        if self.judge is None or response.status != 200:
            return Verdict.COMPLETE
        return self.judge(response)


@dataclass(frozen=True, slots=True)
class Response:
    """One whole answer.

    `received_at` (seconds since 1970) is when the service last vouched for it. `stale` marks an
    answer shown past its freshness because the service could not be asked, `not_asked` one of these
    where that was for our own reasons. `cached` marks one that cost no upstream request; of others
    `seconds` is how long the service took, and `waited` how long the request had waited for its
    turn before.
    """

    status: int
    headers: Headers
    body: bytes
    received_at: float
    cached: bool = False
    stale: bool = False
    not_asked: bool = False
    seconds: float | None = field(default=None, compare=False)
    waited: float = field(default=0.0, compare=False)
    # Shared by all copies of one answer, so that it is parsed once however often it is served.
    _parsed: dict[type[BaseModel], BaseModel] = field(
        default_factory=dict, repr=False, compare=False
    )

    def parse(self, model: type[Model], endpoint: str = "") -> Model:
        """The body as a model. Raises InvalidAnswer where it is not one."""
        known = self._parsed.get(model)
        if known is None:
            try:
                known = _read(self, model)
            except ValidationError as error:
                problem = error.errors(include_input=False, include_url=False)[0]
                where = ".".join(str(part) for part in problem["loc"])
                raise InvalidAnswer(
                    f"{endpoint or model.__name__}: {problem['msg']} at '{where}'",
                    endpoint=endpoint,
                ) from None
            self._parsed[model] = known
        assert isinstance(known, model)
        return known

    def unparsed(self) -> "Response":
        """The same answer without the models it was parsed as.

        For whoever keeps answers that may never be asked for again: a model holds a thousand
        objects, and what is kept costs memory and garbage collection for as long as it is.
        """
        return replace(self, _parsed={})


class Sender(Protocol):
    """Anything that turns a request into an answer; senders wrap one another."""

    async def send(self, request: Request) -> Response:
        """Send and return the answer, whatever its status. Raises HaloError subclasses."""


def _read(response: Response, model: type[BaseModel]) -> BaseModel:
    if issubclass(model, Content):
        content_type, _, _ = response.headers.get("content-type", "").partition(";")
        return model(content_type=content_type.strip().lower(), body=response.body)
    return model.model_validate_json(response.body)
