"""What the sandbox's tests share: a world of a fixed day, a running service, a client."""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import aiohttp
import pytest

from bot.halo.endpoints import LIVE_LOGIN, PROFILE, SETTINGS, XBOX_USER, XBOX_XSTS
from bot.sandbox.service import SandboxService
from bot.sandbox.signin import (
    HALO_PARTY,
    SEED_REFRESH_TOKEN,
    STATIC_CLEARANCE,
    STATIC_SPARTAN_TOKEN,
    USER_PARTY,
    XBOX_PARTY,
)
from bot.sandbox.world import World
from tests.support.clock import FakeClock

STATIC_PAIR = {
    "x-343-authorization-spartan": STATIC_SPARTAN_TOKEN,
    "343-clearance": STATIC_CLEARANCE,
}
XBOX_CONTRACT = {"x-xbl-contract-version": "1"}
PLAYER = f"/{PROFILE}/users/gt(MapleLeaf 117)"


class Answer:
    """A whole HTTP answer."""

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self) -> Any:
        """The body where it is JSON or nothing."""
        return json.loads(self.body) if self.body else {}


class Caller:
    """Asks a service over its socket, with the static tokens where no others are given."""

    def __init__(self, session: aiohttp.ClientSession, service: SandboxService) -> None:
        self._session = session
        self._service = service

    async def get(
        self, path: str, *, headers: Mapping[str, str] = STATIC_PAIR, **query: Any
    ) -> Answer:
        return await self.ask("GET", path, headers=headers, params=query)

    async def ask(self, method: str, path: str, **options: Any) -> Answer:
        url = f"{self._service.base_url}{path}"
        async with self._session.request(method, url, allow_redirects=False, **options) as answer:
            return Answer(answer.status, answer.headers, await answer.read())

    async def refresh(self, refresh_token: str = SEED_REFRESH_TOKEN, **fields: str) -> Answer:
        form = {"grant_type": "refresh_token", "refresh_token": refresh_token, **fields}
        return await self.ask("POST", f"/{LIVE_LOGIN}/oauth20_token.srf", data=form)

    async def user_token(self, access_token: str) -> Answer:
        body = {
            "RelyingParty": USER_PARTY,
            "TokenType": "JWT",
            "Properties": {
                "AuthMethod": "RPS",
                "SiteName": XBOX_USER,
                "RpsTicket": f"d={access_token}",
            },
        }
        path = f"/{XBOX_USER}/user/authenticate"
        return await self.ask("POST", path, json=body, headers=XBOX_CONTRACT)

    async def xsts_token(self, user_token: str, party: str = HALO_PARTY) -> Answer:
        body = {
            "RelyingParty": party,
            "TokenType": "JWT",
            "Properties": {"UserTokens": [user_token], "SandboxId": "RETAIL"},
        }
        path = f"/{XBOX_XSTS}/xsts/authorize"
        return await self.ask("POST", path, json=body, headers=XBOX_CONTRACT)

    async def spartan_token(self, xsts_token: str) -> Answer:
        body = {
            "Audience": "urn:343:s3:services",
            "MinVersion": "4",
            "Proof": [{"Token": xsts_token, "TokenType": "Xbox_XSTSv3"}],
        }
        return await self.ask("POST", f"/{SETTINGS}/spartan-token", json=body)

    async def clearance(self, spartan_token: str) -> Answer:
        path = f"/{SETTINGS}/oban/flight-configurations/titles/hi/audiences/RETAIL/active"
        return await self.get(path, headers={"x-343-authorization-spartan": spartan_token})

    async def sign_in(self) -> dict[str, Answer]:
        """Walk the whole chain; the answers by hop."""
        oauth = await self.refresh()
        user = await self.user_token(oauth.json["access_token"])
        xbox = await self.xsts_token(user.json["Token"], XBOX_PARTY)
        halo = await self.xsts_token(user.json["Token"])
        spartan = await self.spartan_token(halo.json["Token"])
        clearance = await self.clearance(spartan.json["SpartanToken"])
        return {
            "oauth2": oauth, "xbox_user": user, "xsts": xbox, "xsts_halo": halo,
            "spartan": spartan, "clearance": clearance,
        }  # fmt: skip


@pytest.fixture
async def service(world: World, clock: FakeClock) -> AsyncIterator[SandboxService]:
    async with SandboxService(world, clock=clock) as running:
        yield running


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def caller(session: aiohttp.ClientSession, service: SandboxService) -> Caller:
    return Caller(session, service)
