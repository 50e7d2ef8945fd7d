"""Every method of the client as the service sees it, and that none is forgotten."""

import inspect
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from bot.halo import endpoints
from bot.halo.client import HaloClient
from bot.halo.endpoints import Auth, Endpoint
from bot.halo.errors import PlayerNotFound
from bot.sandbox import assets
from bot.sandbox.players import MAIN
from bot.sandbox.recorded import RECORDED_XUID
from bot.sandbox.service import SandboxService
from bot.sandbox.signin import STATIC_CLEARANCE, STATIC_SPARTAN_TOKEN
from bot.sandbox.world import World
from tests.halo.conftest import Recorded
from tests.halo.services.cases import ARENA, CASES, Case, Subject
from tests.halo.services.conftest import signed_in
from tests.support.clock import FakeClock

TABLE = Path(__file__).parents[3] / "docs" / "endpoints.md"
PICTURES = (
    endpoints.IMAGE, endpoints.SPRITE_SHEET, endpoints.CSR_IMAGE, endpoints.ASSET_IMAGE,
)  # fmt: skip
RESOLVERS = {"profile.xuid", "profile.xuids"}


def subject_of(world: World, xuid: int, match_id: str) -> Subject:
    info = world.matches_of(MAIN)[0].info
    return Subject(
        xuid, MAIN, match_id, assets.LIVE_FIRE.reference(), assets.SLAYER.reference(),
        assets.ARENA.reference(), info["PlaylistMapModePair"],
    )  # fmt: skip


def label(case: Case) -> str:
    return f"{case.method}-{case.endpoint.name}"


@pytest.mark.parametrize("case", CASES, ids=label)
async def test_what_arrives(
    client: HaloClient, sandbox: SandboxService, world: World, case: Case
) -> None:
    subject = subject_of(world, world.main.xuid, world.matches_of(MAIN)[0].match_id)
    assert await case.call(client, subject)
    (seen,) = sandbox.seen
    assert (seen.endpoint, seen.method, seen.status) == (case.endpoint.name, "GET", 200)
    assert (seen.host, seen.path) == (case.endpoint.host, subject.fill(case.path))
    assert "&".join(f"{key}={value}" for key, value in seen.query) == subject.fill(case.query)
    signed = seen.headers.getall("x-343-authorization-spartan", [])
    assert signed == ([STATIC_SPARTAN_TOKEN] if case.endpoint.auth is Auth.SPARTAN else [])
    sent = seen.headers.getall("343-clearance", [])
    assert sent == ([STATIC_CLEARANCE] if case.endpoint.clearance else [])
    picture = case.endpoint in PICTURES
    assert seen.headers["accept"] == ("image/*" if picture else "application/json")


@pytest.fixture
async def recorded_sandbox(
    payloads: Path, world: World, clock: FakeClock
) -> AsyncIterator[SandboxService]:
    """The services, answering from the recordings."""
    async with SandboxService(world, clock=clock, payloads=payloads) as service:
        yield service


@pytest.mark.parametrize("case", CASES, ids=label)
async def test_recorded_answers_are_read(
    recorded_sandbox: SandboxService, recorded: Recorded, world: World, clock: FakeClock, case: Case
) -> None:
    match_id = recorded("get_match_stats.json")["MatchId"]
    subject = subject_of(world, RECORDED_XUID, match_id)
    async with signed_in(recorded_sandbox, clock) as client:
        assert await case.call(client, subject)
    assert [seen.status for seen in recorded_sandbox.seen] == [200]


PlayerCall = Callable[[HaloClient, Any, str], Awaitable[Any]]
BY_PATH: dict[str, PlayerCall] = {
    "match_history": lambda client, player, match: client.stats.match_history(player),
    "match_count": lambda client, player, match: client.stats.match_count(player),
    "match_progression": lambda client, player, match: client.stats.match_progression(
        player, match
    ),
    "service_record": lambda client, player, match: client.stats.service_record(player),
    "challenge_decks": lambda client, player, match: client.stats.challenge_decks(player),
    "match_privacy": lambda client, player, match: client.stats.match_privacy(player),
}
BY_XUID: dict[str, PlayerCall] = {
    "match_skill": lambda client, player, match: client.skill.match_skill(match, [player]),
    "playlist_csr": lambda client, player, match: client.skill.playlist_csr(ARENA, [player]),
    "user_by_xuid": lambda client, player, match: client.profile.user_by_xuid(player),
    "users_by_xuid": lambda client, player, match: client.profile.users_by_xuid([player]),
    "search": lambda client, player, match: client.discovery_ugc.search(author=player),
    "customization": lambda client, player, match: client.economy.customization(player),
    "career_rank": lambda client, player, match: client.economy.career_rank(player),
    "operations": lambda client, player, match: client.economy.operations(player),
}


def arrived(sandbox: SandboxService) -> tuple[str, Any]:
    return sandbox.seen[-1].path, sandbox.seen[-1].query


@pytest.mark.parametrize("name", [*BY_PATH, *BY_XUID])
async def test_a_player_may_come_in_any_form(
    sandbox: SandboxService, world: World, clock: FakeClock, name: str
) -> None:
    call, match_id = {**BY_PATH, **BY_XUID}[name], world.matches_of(MAIN)[0].match_id
    xuid = world.main.xuid
    asked = []
    for form in (f"xuid({xuid})", str(xuid), xuid, "mapleleaf#117"):
        # A client each, so that none finds the answer in its cache.
        async with signed_in(sandbox, clock) as client:
            await call(client, form, match_id)
        asked.append(arrived(sandbox))
    assert asked[0] == asked[1] == asked[2]
    by_gamertag = [seen.endpoint for seen in sandbox.seen][3:]
    if name in BY_XUID:
        assert asked[3] == asked[0]
        assert by_gamertag == ["user_by_gamertag", name]
    else:
        assert "/mapleleaf117/" in f"{asked[3][0]}/"
        assert by_gamertag == [name]


@pytest.mark.parametrize("name", [*BY_PATH, *BY_XUID])
async def test_what_cannot_be_sent_as_a_player_is_not_asked_for(
    client: HaloClient, sandbox: SandboxService, name: str
) -> None:
    for player in ("", "\N{ZERO WIDTH SPACE}", "..", "xuid(0)", "x" * 65):
        with pytest.raises(PlayerNotFound):
            await {**BY_PATH, **BY_XUID}[name](client, player, "any")
    assert sandbox.count() == 0


def test_no_method_is_forgotten() -> None:
    services = {
        name: inspect.signature(prop.func).return_annotation
        for name, prop in vars(HaloClient).items()
        if isinstance(prop, cached_property)
    }
    methods = {
        f"{service}.{name}"
        for service, kind in services.items()
        for name in vars(kind)
        if not name.startswith("_")
    }
    assert methods - RESOLVERS == {case.method for case in CASES}


def test_no_endpoint_is_forgotten() -> None:
    rows = {
        row
        for row in vars(endpoints).values()
        if isinstance(row, Endpoint) and row.auth is Auth.SPARTAN
    }
    assert rows == {case.endpoint for case in CASES if case.endpoint.auth is Auth.SPARTAN}


def test_the_documented_table_is_complete() -> None:
    documented = [
        tuple(re.sub(r"[`\\]", "", cell).strip() for cell in line.strip("|").split("|"))
        for line in TABLE.read_text().splitlines()
        if line.startswith("| `")
    ]
    assert documented == [
        (
            case.method,
            f"{case.endpoint.host}{case.endpoint.path}",
            "yes" if case.endpoint.clearance else "",
            payload_name(case),
            f"test_every_endpoint.py[{label(case)}]",
        )
        for case in CASES
    ]


def payload_name(case: Case) -> str:
    suffix = "png" if case.payload == "get_image" else "json"
    return f"{case.payload}.{suffix}" if case.payload else ""


def test_named_payloads_exist(payloads: Path) -> None:
    assert [
        case for case in CASES if case.payload and not (payloads / payload_name(case)).exists()
    ] == []
