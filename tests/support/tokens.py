"""A token store in memory, which outlives the chain that uses it."""

from collections.abc import Awaitable, Callable

from bot.errors import BotError
from bot.halo.auth.store import AccountTokens, Fence, OtherLease


class MemoryTokens:
    """Keeps tokens; while `broken`, saving raises. `before_save` may look on or hold it up."""

    def __init__(self) -> None:
        self.saved: list[AccountTokens] = []
        self.broken = False
        self.leases: dict[str, str] = {}
        self.loads = 0
        self.before_save: Callable[[AccountTokens], Awaitable[None]] | None = None

    async def load(self, name: str) -> AccountTokens | None:
        self.loads += 1
        return next((tokens for tokens in reversed(self.saved) if tokens.name == name), None)

    async def save(self, tokens: AccountTokens, fence: Fence | None = None) -> bool:
        if self.before_save is not None:
            await self.before_save(tokens)
        if self.broken:
            raise BotError("the store is broken")
        stored = next((old for old in reversed(self.saved) if old.name == tokens.name), None)
        if fence is not None and not fence.lets(tokens, self.leases.get(tokens.name), stored):
            return False
        self.saved.append(tokens)
        return True

    async def lease(self, name: str, holder: str, seconds: float) -> OtherLease | None:
        """Leases last until they are given back."""
        other = self.leases.setdefault(name, holder)
        return None if other == holder else OtherLease(other, seconds)

    async def release(self, name: str, holder: str) -> None:
        if self.leases.get(name) == holder:
            del self.leases[name]
