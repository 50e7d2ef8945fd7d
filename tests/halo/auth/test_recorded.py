"""The hops read what the real services once answered."""

from pathlib import Path

from bot.halo.auth import clearance, oauth, spartan, xbox, xsts
from bot.halo.auth.oauth import Application
from bot.halo.auth.store import Token, XboxToken
from bot.halo.transport.wire import Wire
from tests.support.upstream import Upstream, answer


async def test_recorded_answers(payloads: Path, wire: Wire, upstream: Upstream) -> None:
    names = ("oauth2", "xbox_user", "xsts", "xsts_halo", "spartan", "clearance")
    upstream.script(*(answer((payloads / f"{name}.json").read_bytes()) for name in names))
    tokens = await oauth.refresh(wire, Application("id"), "old")
    assert tokens.refresh_token not in ("", "old")
    user = await xbox.authenticate(wire, tokens.access)
    live = await xsts.authorize(wire, user, xsts.XBOX_LIVE)
    assert live.claims.xuid.isdecimal()
    assert live.claims.gamertag
    halo = (await xsts.authorize(wire, XboxToken("x", 0.0), xsts.HALO)).to_token()
    token = await spartan.obtain(wire, halo)
    flight = await clearance.obtain(wire, Token("x", 0.0))
    assert all((user.value, halo.value, token.value, flight.value))
    assert min(user.expires_at, halo.expires_at, token.expires_at) > 1_600_000_000
