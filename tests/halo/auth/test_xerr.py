"""The numbers with which Xbox refuses, as the hops that meet them have them."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.halo.auth import xbox, xsts
from bot.halo.auth.store import Token, XboxToken
from bot.halo.errors import (
    HaloError,
    SignInRefused,
    XboxAccountMissing,
    XboxAccountNeedsAttention,
    XboxAgeCheckRequired,
    XboxBanned,
    XboxChildAccount,
    XboxCountryBlocked,
    XboxCurfew,
    XboxParentallyRestricted,
    XboxRefused,
    XboxTermsNotAccepted,
)
from bot.halo.transport.base import Sender
from bot.halo.transport.wire import Wire
from tests.support.upstream import Upstream, answer

HOPS: dict[str, Callable[[Sender], Awaitable[Any]]] = {
    "xbox_user_token": lambda sender: xbox.authenticate(sender, Token("access", 0.0)),
    "xsts_token": lambda sender: xsts.authorize(sender, XboxToken("user", 0.0), xsts.HALO),
}
KNOWN: dict[int, tuple[type[XboxRefused], str]] = {
    2148916222: (XboxAgeCheckRequired, "age"),
    2148916227: (XboxBanned, "enforcement.xbox.com"),
    2148916228: (XboxBanned, "enforcement.xbox.com"),
    2148916229: (XboxParentallyRestricted, "account.microsoft.com/family"),
    2148916232: (XboxAccountNeedsAttention, "2148916232"),
    2148916233: (XboxAccountMissing, "Xbox profile"),
    2148916234: (XboxTermsNotAccepted, "terms of use"),
    2148916235: (XboxCountryBlocked, "country"),
    2148916236: (XboxAgeCheckRequired, "age"),
    2148916237: (XboxCurfew, "screen time"),
    2148916238: (XboxChildAccount, "family"),
    2148916239: (XboxAccountNeedsAttention, "2148916239"),
    2148916240: (XboxAccountNeedsAttention, "2148916240"),
    2148916243: (XboxAccountNeedsAttention, "2148916243"),
}


async def refused(hop: str, wire: Wire, upstream: Upstream, xerr: int) -> HaloError:
    upstream.script(answer(json.dumps({"Identity": "0", "XErr": xerr}), 401))
    with pytest.raises(HaloError) as caught:
        await HOPS[hop](wire)
    assert caught.value.endpoint == hop
    return caught.value


@pytest.mark.parametrize("hop", HOPS)
@pytest.mark.parametrize("xerr", KNOWN)
async def test_known_numbers_say_why_and_what_to_do(
    wire: Wire, upstream: Upstream, hop: str, xerr: int
) -> None:
    expected, advice = KNOWN[xerr]
    error = await refused(hop, wire, upstream, xerr)
    assert type(error) is expected
    assert isinstance(error, XboxRefused)
    assert error.xerr == xerr
    assert str(error).startswith(f"{hop}: 401 XErr {xerr} (")
    assert advice in error.hint


@pytest.mark.parametrize("hop", HOPS)
@pytest.mark.parametrize("xerr", [1, 2148916299])
async def test_an_unknown_number_is_said_and_nothing_guessed(
    wire: Wire, upstream: Upstream, hop: str, xerr: int
) -> None:
    error = await refused(hop, wire, upstream, xerr)
    assert type(error) is XboxRefused
    assert error.xerr == xerr
    assert f"code {xerr}," in error.hint
    assert "xbox.com" in error.hint
    assert "another" not in error.hint


@pytest.mark.parametrize(
    ("xerr", "name"), [(2148916258, "EXPIRED_USER_TOKEN"), (2148916261, "INVALID_USER_TOKEN")]
)
async def test_what_is_wrong_with_a_token_is_not_the_accounts_fault(
    wire: Wire, upstream: Upstream, xerr: int, name: str
) -> None:
    error = await refused("xsts_token", wire, upstream, xerr)
    assert type(error) is SignInRefused
    assert str(error) == f"xsts_token: 401 XErr {xerr} ({name})"
