"""Everything that can go wrong around the program, each as something that begins and ends."""

import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from email.utils import formatdate
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import event

from bot.halo import endpoints
from bot.halo.auth.store import AccountTokens, Fence
from bot.halo.models.enums import ResultCode
from bot.halo.transport.retry import DEADLINE
from bot.sandbox.endpoints import SIGN_IN
from bot.sandbox.faults import API_GROUP, Fault, FaultKind
from bot.sandbox.players import MAIN
from bot.sandbox.signin import CHILD_ACCOUNT
from bot.storage.errors import StorageUnavailable
from bot.storage.tables import AccountLease
from bot.storage.tokens import StoredTokens
from tests.faults.stage import Stage
from tests.support.clock import NOW
from tests.support.sign_in import DAY, HOPS, HOUR
from tests.support.spoilt import refusal, spoilt

# Seconds for what nothing else ends: real ones, since it is the network that keeps silent.
_SHORT = 2.0
_LARGE, _HEAVY = (FaultKind.BOMB, FaultKind.LARGE, FaultKind.MANY), 15
_SILENT = (FaultKind.HANG, FaultKind.STALLED)
_Begin = Callable[[Stage], AbstractAsyncContextManager[None]]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that goes wrong while it lasts.

    `passes` is whether everything is well again an hour after its end, without anybody's doing.
    `deadline` is what one call upstream may take meanwhile, in seconds.
    """

    begin: _Begin
    passes: bool = True
    deadline: float = DEADLINE


def _status(status: int, retry_after: str | None = None) -> Fault:
    return Fault(FaultKind.STATUS, status, retry_after=retry_after)


def _upstream(target: str, fault: Fault, *, signed_out: bool = False) -> Trouble:
    """The simulated services do it, to requests for `target`."""

    @asynccontextmanager
    async def begin(stage: Stage) -> AsyncIterator[None]:
        if signed_out:
            stage.clock.advance(20 * DAY)
        # What costs most to unpack and to read is met by some of the commands only.
        stage.sandbox.fail(target, fault, times=_HEAVY if fault.kind in _LARGE else None)
        yield

    # That there is nothing is a good answer, which holds for as long as any.
    nothing = fault.kind is FaultKind.REFUSED_PLAYERS and fault.code == ResultCode.NOT_FOUND
    passes = fault.kind is not FaultKind.EMPTY_PAGE and not nothing
    return Trouble(begin, passes, _SHORT if fault.kind in _SILENT else DEADLINE)


@asynccontextmanager
async def _versions_withdrawn(stage: Stage) -> AsyncIterator[None]:
    """Only the versions that matches name are gone; the newest ones are there."""
    for row in (
        endpoints.MAP,
        endpoints.GAME_VARIANT,
        endpoints.PLAYLIST,
        endpoints.MAP_MODE_PAIR,
    ):
        stage.sandbox.fail(row.name, _status(410))
    yield


def _sign_in(change: Callable[[Stage], None], *, passes: bool = True) -> Trouble:
    """Something befalls the tokens."""

    @asynccontextmanager
    async def begin(stage: Stage) -> AsyncIterator[None]:
        # Long enough for a refused token to be renewed at all.
        stage.clock.advance(HOUR)
        change(stage)
        yield
        stage.sandbox.signin.refuse_xsts(None)

    return Trouble(begin, passes)


def _skew(seconds: float) -> Trouble:
    @asynccontextmanager
    async def begin(stage: Stage) -> AsyncIterator[None]:
        stage.clock.advance(20 * DAY)
        stage.sandbox.skew(seconds)
        yield

    return Trouble(begin)


@asynccontextmanager
async def _rotated_tokens_are_not_saved(stage: Stage) -> AsyncIterator[None]:
    async def fail(
        _store: StoredTokens, _tokens: AccountTokens, _fence: Fence | None = None
    ) -> bool:
        raise StorageUnavailable("the disk is full")

    stage.clock.advance(20 * DAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StoredTokens, "save", fail)
        yield


def _leased(ends_in: float) -> Trouble:
    """A process on another host has written a lease, and renews nothing."""

    @asynccontextmanager
    async def begin(stage: Stage) -> AsyncIterator[None]:
        stage.clock.advance(20 * DAY)
        lease = AccountLease(
            name="main",
            holder="web-1 boot 1 4711 99 random",
            expires_at=stage.clock.now() + ends_in,
        )
        async with stage.app.database.begin() as session:
            session.add(lease)
        yield

    return Trouble(begin)


@asynccontextmanager
async def _sqlite(stage: Stage, *pragmas: str) -> AsyncIterator[Path]:
    """The program's SQLite file, connected to anew with these settings while it lasts."""
    engine = stage.app.database.engine

    def prepare(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine.sync_engine, "connect", prepare)
    await engine.dispose()
    try:
        yield Path(engine.url.database or "")
    finally:
        event.remove(engine.sync_engine, "connect", prepare)
        await engine.dispose()


@asynccontextmanager
async def _locked(stage: Stage) -> AsyncIterator[None]:
    async with _sqlite(stage, "busy_timeout = 50") as file:
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.close()


@asynccontextmanager
async def _full(stage: Stage) -> AsyncIterator[None]:
    file = Path(stage.app.database.engine.url.database or "")
    other = sqlite3.connect(file, isolation_level=None)
    (pages,) = other.execute("PRAGMA page_count").fetchone()
    other.execute(f"PRAGMA max_page_count = {pages}")
    # A row more still fits the pages that there are: they are filled first.
    for table in (
        "own_links",
        "server_links",
        "asked_players",
        "user_settings",
        "server_settings",
    ):
        _fill(other, table)
    other.close()
    async with _sqlite(stage, f"max_page_count = {pages}"):
        yield


def _fill(connection: sqlite3.Connection, table: str) -> None:
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    kinds = [kind for _, _, kind, *_ in columns]
    places = ", ".join("?" * len(kinds))
    rows = ([_filler(kind, number) for kind in kinds] for number in range(100_000))
    for row in rows:
        try:
            connection.execute(f"INSERT INTO {table} VALUES ({places})", row)
        except sqlite3.OperationalError:
            return
    raise AssertionError(f"{table} is never full")


def _filler(kind: str, number: int) -> object:
    if kind.startswith(("DATETIME", "TIMESTAMP")):
        return NOW.strftime("%Y-%m-%d %H:%M:%S.%f")
    return 10**15 + number if kind in {"BIGINT", "INTEGER", "BOOLEAN"} else f"all {number}"


@asynccontextmanager
async def _renamed(stage: Stage) -> AsyncIterator[None]:
    """Everybody who is asked for has another gamertag, and so had the names known for a day."""
    players = (MAIN, "Ember Fox", "Quiet Comet", "Custom Casper", "Solo Sable")
    for gamertag in players:
        stage.sandbox.rename(gamertag, f"{gamertag} II")
    stage.clock.advance(DAY)
    yield
    for gamertag in players:
        stage.sandbox.rename(f"{gamertag} II", gamertag)


@asynccontextmanager
async def _gone(stage: Stage) -> AsyncIterator[None]:
    async with _sqlite(stage) as file:
        kept = {part: part.read_bytes() for part in file.parent.glob(f"{file.name}*")}
        for part in kept:
            part.unlink()
        # Something else is in its place.
        file.mkdir()
        yield
    file.rmdir()
    for part, content in kept.items():
        part.write_bytes(content)


def _discord(
    fault: Callable[[], Exception],
    *,
    tries: int | None = 1,
    done: bool = False,
    files: bool = False,
) -> Trouble:
    """Discord fails, or is lost, at the first tries of everything that is sent (see spoilt())."""

    @asynccontextmanager
    async def begin(_stage: Stage) -> AsyncIterator[None]:
        with spoilt(fault, tries=tries, done=done, files=files):
            yield

    return Trouble(begin)


HOSTS = sorted({
    one.host for one in vars(endpoints).values()
    if isinstance(one, endpoints.Endpoint) and one.name not in SIGN_IN
})  # fmt: skip
# Each host and each hop fails in some of these ways, so that each way is met somewhere.
_WAYS = {
    "500": _status(500),
    "html": Fault(FaultKind.HTML),
    "reset": Fault(FaultKind.RESET),
    "429": _status(429, "20"),
    "deep": Fault(FaultKind.DEEP),
    "400": _status(400),
    "hang": Fault(FaultKind.HANG),
}


def _in_turn(targets: Iterable[str], ways: int, *, signed_out: bool = False) -> dict[str, Trouble]:
    turn = cycle(_WAYS.items())
    return {
        f"{target}: {name}": _upstream(target, fault, signed_out=signed_out)
        for target in targets
        for name, fault in islice(turn, ways)
    }


TROUBLES: dict[str, Trouble] = {
    **{
        f"API: {code}": _upstream(API_GROUP, _status(code))
        for code in (400, 401, 403, 404, 406, 451, 500)
    },
    **{
        f"API: 429, {wait}": _upstream(API_GROUP, _status(429, wait))
        for wait in (None, "2", "9" * 20, "soon")
    },
    "API: 503 until a date": _upstream(API_GROUP, _status(503, formatdate(NOW.timestamp() + 90))),
    "API: slow": _upstream(API_GROUP, Fault(FaultKind.DELAY, delay=8.0)),
    **{
        f"API: {kind}": _upstream(API_GROUP, Fault(kind))
        for kind in FaultKind
        if kind not in {FaultKind.STATUS, FaultKind.DELAY, FaultKind.REFUSED_PLAYERS}
    },
    **{
        f"API: {FaultKind.REFUSED_PLAYERS}, {code}": _upstream(
            API_GROUP, Fault(FaultKind.REFUSED_PLAYERS, code=code)
        )
        for code in (1, 2, 3, 4, 9)
    },
    **_in_turn(HOSTS, 1),
    "withdrawn: all maps, modes and playlists": _upstream(endpoints.DISCOVERY, _status(404)),
    "withdrawn: the versions that were played": Trouble(_versions_withdrawn),
    "missing files: 403": _upstream(endpoints.GAMECMS, _status(403)),
    **_in_turn(HOPS, 2, signed_out=True),
    "tokens: expired early": _sign_in(lambda stage: stage.sandbox.signin.expire_spartan()),
    "tokens: all expired": _sign_in(lambda stage: stage.clock.advance(20 * DAY)),
    "tokens: XSTS refused": _sign_in(lambda stage: _refuse(stage)),
    "tokens: XSTS refused with an unknown number": _sign_in(lambda stage: _refuse(stage, 12)),
    "tokens: OAuth wants the owner": _sign_in(lambda stage: _owner_wanted(stage)),
    "tokens: an outdated clearance": _sign_in(
        lambda stage: stage.sandbox.signin.change_clearance()
    ),
    "tokens: revoked": _sign_in(lambda stage: _revoke(stage), passes=False),
    "tokens: rotated and not saved": Trouble(_rotated_tokens_are_not_saved),
    "lease: of a process that died elsewhere": _leased(10.0),
    "lease: from a clock a day ahead": _leased(DAY),
    "clock: a day behind": _skew(-DAY),
    "clock: a day ahead": _skew(DAY),
    "clock: a year ahead": _skew(365 * DAY),
    "players: renamed": Trouble(_renamed),
    "database: locked": Trouble(_locked),
    "database: full": Trouble(_full),
    "database: gone": Trouble(_gone),
    "Discord: lost on its way": _discord(aiohttp.ServerDisconnectedError),
    "Discord: lost on the way back": _discord(aiohttp.ServerDisconnectedError, done=True),
    "Discord: 503 twice": _discord(lambda: refusal(503), tries=2),
    "Discord: no files": _discord(lambda: refusal(413), tries=None, files=True),
}


def _refuse(stage: Stage, xerr: int = CHILD_ACCOUNT) -> None:
    stage.sandbox.signin.expire_spartan()
    stage.sandbox.signin.expire_xsts()
    stage.sandbox.signin.refuse_xsts(xerr)


def _owner_wanted(stage: Stage) -> None:
    stage.clock.advance(20 * DAY)
    stage.sandbox.signin.refuse_oauth("interaction_required")


def _revoke(stage: Stage) -> None:
    stage.clock.advance(20 * DAY)
    stage.sandbox.signin.revoke_refresh_tokens()
