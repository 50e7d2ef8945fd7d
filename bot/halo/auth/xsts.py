"""Third hop: the Xbox user token gives an XSTS token for one relying party."""

import json

from pydantic import BaseModel, Field, ValidationError

from bot.halo.auth.answers import XboxAnswer, is_failure, refused, unavailable
from bot.halo.auth.store import XboxToken
from bot.halo.endpoints import XSTS_TOKEN
from bot.halo.errors import (
    SignInRequired,
    XboxAccountMissing,
    XboxAdultCheckRequired,
    XboxChildAccount,
    XboxCountryBlocked,
    XboxRefused,
)
from bot.halo.transport.base import Request, Response, Sender

XBOX_LIVE = "http://xboxlive.com"
HALO = "https://prod.xsts.halowaypoint.com/"


class _Refusal(BaseModel):
    xerr: int = Field(default=0, alias="XErr")


async def authorize(sender: Sender, user: XboxToken, relying_party: str) -> XboxAnswer:
    """POST xsts.auth.xboxlive.com/xsts/authorize for XBOX_LIVE or HALO.

    For XBOX_LIVE the claims hold the XUID and the gamertag. Raises a subclass of XboxRefused
    that says why the account is refused, SignInRefused where nobody says, or Unavailable when it
    may yet work.
    """
    body = {
        "RelyingParty": relying_party,
        "TokenType": "JWT",
        "Properties": {"UserTokens": [user.value], "SandboxId": "RETAIL"},
    }
    response = await sender.send(
        Request.to(
            XSTS_TOKEN,
            headers={"content-type": "application/json"},
            body=json.dumps(body).encode(),
        )
    )
    name = XSTS_TOKEN.name
    if is_failure(response):
        raise unavailable(name, response)
    if response.status != 200:
        raise _refusal(response)
    return response.parse(XboxAnswer, name)


def _refusal(response: Response) -> SignInRequired:
    try:
        xerr = _Refusal.model_validate_json(response.body).xerr
    except ValidationError:
        xerr = 0
    name = XSTS_TOKEN.name
    match xerr:
        case 0:
            return refused(name, response)
        case 2148916233:
            kind: type[XboxRefused] = XboxAccountMissing
        case 2148916235:
            kind = XboxCountryBlocked
        case 2148916236 | 2148916237:
            kind = XboxAdultCheckRequired
        case 2148916238:
            kind = XboxChildAccount
        case _:
            kind = XboxRefused
    return kind(f"{name}: {response.status} XErr {xerr}", xerr=xerr, endpoint=name)
