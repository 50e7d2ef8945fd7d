"""A day of commands of a thousand players: what they cost upstream.

Both sides run the same lookups on the same commands, one on this core's senders, the other on the
session that SPNKr's documentation sets up; the peer is spared the history that /csr asks for only
to tell how long answers hold. The simulated time runs as fast as the commands do; the peer's cache
keeps real time, so that nothing in it expires, which is in its favour. BENCH_COMMANDS sets how many
of the day's 20,000 commands are run; fewer end earlier in the day, at the same pace.
"""

import asyncio
import json
import os
import random
import re
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import formatdate
from itertools import accumulate
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from uuid import UUID, uuid5

from aiohttp import ClientResponse, web
from aiohttp.test_utils import RawTestServer
from aiohttp_client_cache import CachedSession, SQLiteBackend

from bot.facts.player_names import PlayerNames
from bot.facts.results import Player
from bot.facts.unchanged import Unchanged
from bot.features.csr.lookup import CsrLookup
from bot.features.match.lookup import MatchLookup
from bot.features.match.neighbours import LastMatch
from bot.features.medals.lookup import MedalsLookup
from bot.halo.client import HaloClient
from bot.halo.transport.base import Request, Response, headers_of
from bot.halo.transport.stack import NO_RATES
from tests.benchmarks import ours
from tests.benchmarks.measure import Row, ms
from tests.benchmarks.upstream import Upstream, for_all_asked

_DAY, _COMMANDS_A_DAY, _PLAYERS = 86_400.0, 20_000, 1_000
_DEFAULT_COMMANDS = 1_200
# Everybody plays for two hours a day, each at a time of their own, a match every quarter of one.
_PLAYING, _MATCH_EVERY = 2 * 3600.0, 15 * 60.0
_NAMESPACE = UUID(int=117)
_FIRST_XUID = 2_535_445_291_000_000
_FIRST_STRANGER = 2_600_000_000_000_000
_XUID = re.compile(rb"(?<=xuid\()\d+(?=\))")
_MATCH_ID = re.compile(rb'(?<="MatchId":")[^"]+|(?<="MatchId": ")[^"]+')
# What a path has in it, which recorded answer is sent, and for how long it may be kept.
_FILES = (
    (r"/stats$", "get_match_stats", 86_400),
    (r"/matches$", "get_match_history", 0),
    (r"/servicerecord$", "get_service_record", 0),
    (r"/csrs$", "get_playlist_csr", 0),
    (r"/skill$", "get_match_skill", 0),
    (r"/users", "get_users", 0),
    (r"/maps/", "get_map", 18_000),
    (r"/ugcGameVariants/", "get_ugc_game_variant", 18_000),
    (r"/multiplayer/file/playlists/", "", 86_400),
    (r"/playlists/", "get_playlist", 18_000),
    (r"/medals/metadata", "get_medal_metadata", 86_400),
)


@dataclass(frozen=True, slots=True)
class Command:
    """Who asks what, so many seconds into the day."""

    at: float
    name: str
    player: Player


@dataclass(slots=True)
class Outcome:
    """What one side's run cost."""

    requests: int = 0
    seconds: list[float] = field(default_factory=list)
    failed: int = 0

    @property
    def text(self) -> str:
        """Requests a command, and how long a command took."""
        p99 = quantiles(self.seconds, n=100)[98]
        each = self.requests / len(self.seconds)
        return f"{each:.2f} a command; p50 {ms(median(self.seconds))}, p99 {ms(p99)}"


class Service:
    """Recorded answers for any player, whose newest matches are their own: with an id of their own,
    and with strangers that nobody else met."""

    def __init__(self, folder: Path) -> None:
        names = {name for _, name, _ in _FILES if name}
        self._bodies = {name: (folder / f"{name}.json").read_bytes() for name in names}
        self._bodies[""] = b'{"HasCsr": false}'
        self._askers: dict[str, bytes] = {}
        self.requests = 0
        self.now = 0.0
        self.began = time.time()

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """The recorded answer, made this player's own."""
        self.requests += 1
        name, keep = next(
            (name, keep) for path, name, keep in _FILES if re.search(path, request.path)
        )
        body = self._bodies[name]
        xuid = re.search(r"xuid\((\d+)\)", request.rel_url.path + request.rel_url.query_string)
        if name == "get_match_history" and xuid is not None:
            body = self._history(xuid[1])
        elif name == "get_match_stats":
            body = self._match(request.path.split("/")[-2])
        else:
            body = for_all_asked(name, body, request.query)
        # The day's own time: a Date of the machine's clock would make every answer hours old.
        headers = {"Date": formatdate(self.began + self.now, usegmt=True)}
        headers |= {"Cache-Control": f"public, max-age={keep}"} if keep else {}
        return web.Response(body=body, content_type="application/json", headers=headers)

    def _history(self, xuid: str) -> bytes:
        history = json.loads(self._bodies["get_match_history"])
        first = int(xuid) * 7919 % _DAY
        since = self.now - first
        newest = int(min(max(since, 0.0), _PLAYING) // _MATCH_EVERY)
        # Who has not played yet today did so yesterday.
        first -= _DAY if since < 0 else 0.0
        for place, entry in enumerate(history["Results"]):
            entry["MatchId"] = str(uuid5(_NAMESPACE, f"{xuid} {newest - place}"))
            self._askers[entry["MatchId"]] = xuid.encode()
            ended = self.began + first + (newest - place) * _MATCH_EVERY
            entry["MatchInfo"]["EndTime"] = datetime.fromtimestamp(ended, UTC).isoformat()
        return json.dumps(history).encode()

    def _match(self, match_id: str) -> bytes:
        body = _MATCH_ID.sub(match_id.encode(), self._bodies["get_match_stats"], count=1)
        first, *others = dict.fromkeys(_XUID.findall(body))
        names = {first: self._askers[match_id]}
        apart = UUID(match_id).int % 10**9 * len(others)
        names |= {other: b"%d" % (_FIRST_STRANGER + apart + n) for n, other in enumerate(others)}
        return _XUID.sub(lambda found: names[found[0]], body)


class PeerSession:
    """The peer's session as a sender, so that the same lookups can run on it."""

    def __init__(self, session: Any, base_url: str) -> None:
        self._session = session
        self._base_url = base_url

    async def send(self, request: Request) -> Response:
        """The answer of the session, stored or not."""
        url = request.url.replace("https:/", self._base_url, 1)
        async with self._session.get(url, headers=request.headers) as answer:
            body = await answer.read()
            return Response(answer.status, headers_of(answer.headers), body, time.time())


async def rows(_upstream: Upstream) -> list[Row]:
    """One row: upstream requests a command."""
    service = Service(Path(os.environ["HALO_PAYLOADS"]))
    commands = _commands(int(os.environ.get("BENCH_COMMANDS", _DEFAULT_COMMANDS)))
    with tempfile.TemporaryDirectory() as name:
        async with RawTestServer(service.answer) as server:
            base_url = str(server.make_url("")).rstrip("/")
            clock = ours.LaterClock()
            async with ours.app(base_url, Path(name), clock, rates=NO_RATES) as app:
                unchanged = Unchanged(app.client, clock)
                mine = await _run(commands, app.client, service, clock, unchanged)
                ratio = app.stack.cache.counters.hit_ratio
            async with _peer_client(base_url, Path(name)) as client:
                later = ours.LaterClock()
                unchanged = Unchanged(client, later, longest=0)
                theirs = await _run(commands, client, service, later, unchanged)
    fewer = theirs.requests / mine.requests
    return [
        Row(
            f"{len(commands)} commands of {_PLAYERS} players, upstream requests",
            mine.text,
            theirs.text,
            ">= 3x fewer",
            fewer >= 3.0,
            f"hit ratio {ratio:.0%}; {mine.failed} and {theirs.failed} commands failed",
            f"{fewer:.2f}x",
        )
    ]


def _commands(count: int) -> list[Command]:
    """The first commands of the day, the same each time."""
    rng = random.Random(117)  # a workload, nothing secret
    players = [Player(_FIRST_XUID + number, f"Player {number}") for number in range(_PLAYERS)]
    popularity = list(accumulate(1 / rank for rank in range(1, _PLAYERS + 1)))
    times = [number * _DAY / _COMMANDS_A_DAY for number in range(count)]
    names = rng.choices(("lastmatch", "csr", "medals"), (60, 25, 15), k=count)
    askers = rng.choices(players, cum_weights=popularity, k=count)
    return [Command(*each) for each in zip(times, names, askers, strict=True)]


@asynccontextmanager
async def _peer_client(base_url: str, folder: Path) -> AsyncIterator[HaloClient]:
    async def has_cache_control(response: ClientResponse) -> bool:
        return "Cache-Control" in response.headers

    backend = SQLiteBackend(
        str(folder / "workload.sqlite"), cache_control=True, filter_fn=has_cache_control
    )
    async with CachedSession(cache=backend) as session:
        yield HaloClient(PeerSession(session, base_url))


async def _run(
    commands: Sequence[Command],
    client: HaloClient,
    service: Service,
    clock: ours.LaterClock,
    unchanged: Unchanged,
) -> Outcome:
    names = PlayerNames(client)
    last_match = LastMatch(client, MatchLookup(client, clock, names))
    csr, medals = CsrLookup(client, unchanged), MedalsLookup(client, last_match, unchanged)
    asks: dict[str, Callable[[Player], Awaitable[object]]] = {
        "lastmatch": last_match.latest,
        "csr": csr.standings,
        "medals": medals.medals,
    }
    outcome, before = Outcome(), service.requests
    service.began = real = time.time()
    for command in commands:
        service.now = command.at
        clock.ahead = command.at - (time.time() - real)
        began = time.perf_counter()
        try:
            await asks[command.name](command.player)
        except Exception:  # noqa: BLE001 - counted, and shown in the table
            outcome.failed += 1
        outcome.seconds.append(time.perf_counter() - began)
    await asyncio.sleep(0)
    outcome.requests = service.requests - before
    return outcome
