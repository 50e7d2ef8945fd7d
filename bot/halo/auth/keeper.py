"""The background task that renews tokens ahead of their end."""

import logging
import random

from bot.errors import BotError
from bot.halo.auth.chain import LOOK_AGAIN, Chain
from bot.halo.clock import Clock
from bot.halo.errors import SignInRequired

log = logging.getLogger(__name__)

AHEAD = 20 * 60.0
JITTER = 5 * 60.0
SHORTEST_WAIT = 30.0
FIRST_BACKOFF, LONGEST_BACKOFF = 15.0, 600.0


class Keeper:
    """Keeps one account's Spartan token fresh for as long as it runs.

    No error ends it: it backs off and tries again. Of a refused sign-in, which only the operator
    can mend, the chain tells once, and looks now and then whether that has been done. Requests do
    not depend on it: the chain renews on demand as well.
    """

    def __init__(self, chain: Chain, clock: Clock) -> None:
        self._chain = chain
        self._clock = clock

    async def run(self) -> None:
        """Renew for ever; ends by cancellation only."""
        account, backoff = self._chain.account, FIRST_BACKOFF
        while True:
            try:
                await self._chain.ensure(AHEAD + JITTER)
                wait = self._until_due()
                backoff = FIRST_BACKOFF
            except SignInRequired:
                wait = LOOK_AGAIN
            except BotError as error:
                wait, backoff = backoff, min(backoff * 2, LONGEST_BACKOFF)
                log.warning(
                    "account %s: tokens not renewed, next try in %.0f s: %s", account, wait, error
                )
            except Exception:
                wait = LONGEST_BACKOFF
                log.exception("account %s: unexpected fault while renewing tokens", account)
            await self._clock.sleep(wait)

    def _until_due(self) -> float:
        # Spreads several workers out in time; nothing secret hangs on it.
        ahead = AHEAD + JITTER * random.random()  # noqa: S311
        left = self._chain.status().spartan_expires_at - self._clock.now() - ahead
        return max(SHORTEST_WAIT, left)
