"""Fourth hop: the XSTS token for Halo gives a Spartan token, good for about four hours."""

import json
from datetime import datetime

from pydantic import BaseModel, Field, SecretStr

from bot.halo.auth.answers import failure, is_failure, refused
from bot.halo.auth.store import Token, XboxToken
from bot.halo.endpoints import SPARTAN_TOKEN
from bot.halo.transport.base import Request, Sender


class _Expires(BaseModel):
    at: datetime = Field(alias="ISO8601Date")


class _Answer(BaseModel):
    token: SecretStr = Field(alias="SpartanToken")
    expires: _Expires = Field(alias="ExpiresUtc")


async def obtain(sender: Sender, xsts: XboxToken) -> Token:
    """POST settings.svc.halowaypoint.com/spartan-token.

    Raises SignInRefused where the XSTS token is refused, or Unavailable when it may yet work.
    """
    body = {
        "Audience": "urn:343:s3:services",
        "MinVersion": "4",
        "Proof": [{"Token": xsts.value, "TokenType": "Xbox_XSTSv3"}],
    }
    response = await sender.send(
        Request.to(
            SPARTAN_TOKEN,
            headers={"content-type": "application/json"},
            body=json.dumps(body).encode(),
        )
    )
    name = SPARTAN_TOKEN.name
    if is_failure(response):
        raise failure(name, response)
    if response.status not in (200, 201):
        raise refused(name, response)
    answer = response.parse(_Answer, name)
    return Token(
        answer.token.get_secret_value(),
        answer.expires.at.timestamp(),
        issued_at=response.received_at,
    )
