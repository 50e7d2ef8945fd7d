"""The accounts that sign in by themselves, while the program runs."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from bot.errors import BotError
from bot.halo.auth.chain import LOOK_AGAIN, Chain
from bot.halo.auth.keeper import Keeper
from bot.halo.clock import Clock
from bot.storage.tokens import StoredTokens

log = logging.getLogger(__name__)

Joined = Callable[[Chain], None]


class SignIns:
    """Has a chain for each account, and looks now and then whether there are new ones."""

    def __init__(
        self, store: StoredTokens | None, start: Callable[[str], Chain], clock: Clock
    ) -> None:
        """`start` makes the chain of an account; without a store there are no accounts."""
        self._store = store
        self._start = start
        self._clock = clock
        self._chains: dict[str, Chain] = {}
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def chains(self) -> tuple[Chain, ...]:
        """The accounts' chains, in the order in which they have come."""
        return tuple(self._chains.values())

    async def stored(self) -> tuple[str, ...]:
        """The names of all accounts that have signed in before. Raises StorageUnavailable."""
        return await self._store.list_names() if self._store is not None else ()

    def add(self, account: str) -> Chain:
        """The chain of one more account."""
        self._chains[account] = self._start(account)
        return self._chains[account]

    def keep_fresh(self, joined: Joined) -> None:
        """Renew tokens ahead of their end, and look for accounts that are signed in meanwhile.

        `joined` is told of each of these. Ends with close().
        """
        for chain in self.chains:
            self._keep(chain)
        if self._store is not None:
            self._begin(self._look_for_new(joined), "new accounts")

    async def look(self, joined: Joined) -> None:
        """Take in the accounts of the store that are new. Raises StorageUnavailable."""
        for name in await self.stored():
            if name not in self._chains:
                log.info("account %s joins", name)
                chain = self.add(name)
                joined(chain)
                self._keep(chain)

    async def close(self) -> None:
        """End what runs on its own; renewals under way get a moment (Chain.close)."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(chain.close() for chain in self.chains))

    async def _look_for_new(self, joined: Joined) -> None:
        while True:
            await self._clock.sleep(LOOK_AGAIN)
            try:
                await self.look(joined)
            except BotError as error:
                log.warning("not looked for new accounts: %s", error)

    def _keep(self, chain: Chain) -> None:
        self._begin(Keeper(chain, self._clock).run(), "token keeper")

    def _begin(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._tasks.append(asyncio.create_task(work, name=name))
