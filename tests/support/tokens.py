"""A token store in memory, which outlives the chain that uses it."""

from collections.abc import Awaitable, Callable

from bot.errors import BotError
from bot.halo.auth.store import AccountTokens


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

    async def save(self, tokens: AccountTokens) -> None:
        if self.before_save is not None:
            await self.before_save(tokens)
        if self.broken:
            raise BotError("the store is broken")
        self.saved.append(tokens)

    async def lease(self, name: str, holder: str, seconds: float) -> bool:
        """Leases last until they are given back."""
        return self.leases.setdefault(name, holder) == holder

    async def release(self, name: str, holder: str) -> None:
        if self.leases.get(name) == holder:
            del self.leases[name]
