"""Last hop: the clearance, an id that some endpoints want beside the Spartan token."""

from pydantic import BaseModel, Field

from bot.halo.auth.answers import failure
from bot.halo.auth.store import Token
from bot.halo.endpoints import CLEARANCE
from bot.halo.transport.authenticate import SPARTAN_HEADER
from bot.halo.transport.base import Request, Sender


class _Answer(BaseModel):
    flight_configuration_id: str = Field(alias="FlightConfigurationId")


async def obtain(sender: Sender, spartan: Token) -> Token:
    """GET settings.svc.halowaypoint.com/oban/flight-configurations/.../active.

    It has no end of its own; it is asked for again with each Spartan token. Raises Unavailable on
    any bad status and InvalidAnswer on any bad body: this hop has failed before while all else
    worked.
    """
    response = await sender.send(Request.to(CLEARANCE, headers={SPARTAN_HEADER: spartan.value}))
    if response.status != 200:
        raise failure(CLEARANCE.name, response)
    answer = response.parse(_Answer, CLEARANCE.name)
    return Token(answer.flight_configuration_id, spartan.expires_at)
