"""The accounts that sign in by themselves, while the program runs."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

from bot.errors import BotError
from bot.halo.auth.chain import LOOK_AGAIN, Chain
from bot.halo.auth.keeper import Keeper
from bot.halo.clock import Clock
from bot.halo.transport.accounts import MAIN, Accounts
from bot.storage.tokens import StoredTokens

log = logging.getLogger(__name__)


class SignIns:
    """Has a chain for each account, and looks now and then who is new and who was removed.

    Without any account there is an empty one, which says that the program is not signed in.
    """

    def __init__(
        self,
        store: StoredTokens | None,
        start: Callable[[str], Chain],
        clock: Clock,
        seeded: str = "",
    ) -> None:
        """`start` makes the chain of an account; without a store there are no accounts. `seeded`
        is the one that the configuration begins, if it does: nobody removes it meanwhile."""
        self._store = store
        self._start = start
        self._clock = clock
        self._seeded = {seeded} - {""}
        self._stored: frozenset[str] = frozenset()
        self._chains: dict[str, Chain] = {}
        self._removed: list[Chain] = []
        self._keepers: dict[str, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def chains(self) -> tuple[Chain, ...]:
        """The accounts' chains, in the order in which they have come."""
        return tuple(self._chains.values())

    async def begin(self) -> None:
        """Start with all accounts that have signed in before. Raises StorageUnavailable."""
        if self._store is not None:
            self._stored = frozenset(await self._store.list_names())
            for name in self._wanted():
                self._chains[name] = self._start(name)

    def keep_fresh(self, accounts: Accounts) -> None:
        """Renew tokens ahead of their end, and look for accounts that come and go meanwhile.

        `accounts` share the work as these do. Ends with close().
        """
        for chain in self.chains:
            self._keep(chain)
        if self._store is not None:
            self._begin(self._look_again_and_again(self._store, accounts), "accounts")

    async def close(self) -> None:
        """End what runs on its own; renewals under way get a moment (Chain.close)."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(chain.close() for chain in (*self.chains, *self._removed)))

    async def _look_again_and_again(self, store: StoredTokens, accounts: Accounts) -> None:
        while True:
            await self._clock.sleep(LOOK_AGAIN)
            try:
                stored = frozenset(await store.list_names())
            except BotError as error:
                log.warning("not looked for new or removed accounts: %s", error)
            except Exception:
                log.exception("not looked for new or removed accounts")
            else:
                self._follow(stored, accounts)

    def _follow(self, stored: frozenset[str], accounts: Accounts) -> None:
        """Let go of the accounts that are no longer stored, and take in those that are new."""
        lost, self._stored = self._stored - stored - self._seeded, stored
        wanted = self._wanted()
        for name in tuple(self._chains):
            # One that was stored begins anew, even where its place must not be empty.
            if name in lost or name not in wanted:
                accounts.remove(name)
                self._keepers.pop(name).cancel()
                self._removed.append(self._chains.pop(name))
        for name in wanted:
            if name not in self._chains:
                chain = self._chains[name] = self._start(name)
                accounts.add(name, chain)
                self._keep(chain)
                if name in stored:
                    log.info("account %s joins", name)
        for name in lost:
            log.info("account %s was removed and is used no more", name)

    def _wanted(self) -> Iterable[str]:
        """Whose chains there are to be, the default one first."""
        names = self._stored | self._seeded or {MAIN}
        return sorted(names, key=lambda name: (name != MAIN, name))

    def _keep(self, chain: Chain) -> None:
        keeper = Keeper(chain, self._clock)
        self._keepers[chain.account] = self._begin(keeper.run(), "token keeper")

    def _begin(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
