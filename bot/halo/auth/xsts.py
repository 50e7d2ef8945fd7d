"""Third hop: the Xbox user token gives an XSTS token for one relying party."""

import json

from bot.halo.auth.answers import XboxAnswer
from bot.halo.auth.store import XboxToken
from bot.halo.auth.xerr import refusal
from bot.halo.endpoints import XSTS_TOKEN
from bot.halo.transport.base import Request, Sender

XBOX_LIVE = "http://xboxlive.com"
HALO = "https://prod.xsts.halowaypoint.com/"


async def authorize(sender: Sender, user: XboxToken, relying_party: str) -> XboxAnswer:
    """POST xsts.auth.xboxlive.com/xsts/authorize for XBOX_LIVE or HALO.

    For XBOX_LIVE the claims hold the XUID and the gamertag. Raises what refusal() in xerr.py gives.
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
    if response.status != 200:
        raise refusal(name, response)
    return response.parse(XboxAnswer, name)
