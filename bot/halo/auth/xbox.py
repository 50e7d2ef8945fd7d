"""Second hop: the OAuth access token gives an Xbox user token."""

import json

from bot.halo.auth.answers import XboxAnswer
from bot.halo.auth.store import Token, XboxToken
from bot.halo.auth.xerr import refusal
from bot.halo.endpoints import XBOX_USER_TOKEN
from bot.halo.transport.base import Request, Sender


async def authenticate(sender: Sender, access: Token) -> XboxToken:
    """POST user.auth.xboxlive.com/user/authenticate.

    Raises what refusal() in xerr.py gives.
    """
    body = {
        "RelyingParty": "http://auth.xboxlive.com",
        "TokenType": "JWT",
        "Properties": {
            "AuthMethod": "RPS",
            "SiteName": "user.auth.xboxlive.com",
            "RpsTicket": f"d={access.value}",
        },
    }
    response = await sender.send(
        Request.to(
            XBOX_USER_TOKEN,
            headers={"content-type": "application/json"},
            body=json.dumps(body).encode(),
        )
    )
    name = XBOX_USER_TOKEN.name
    if response.status != 200:
        raise refusal(name, response)
    return response.parse(XboxAnswer, name).to_token()
