"""Who is in a server. The bot neither holds members nor may it list them: it asks by user id or
name."""

from collections.abc import Iterator, Sequence

import discord

from bot.errors import BotError
from bot.translatable import N_

# The most that Discord answers for at once.
_AT_ONCE = 100


class MembersUnknown(BotError):
    """Discord did not say who is in the server."""

    title = N_("Discord does not say who is in this server")
    hint = N_("Try again in a moment.")


class ServerMembers:
    """The members of one server. Methods raise MembersUnknown."""

    def __init__(self, guild: discord.Guild) -> None:
        self._guild = guild

    async def among(self, user_ids: Sequence[int]) -> frozenset[int]:
        """Those of the users who are members."""
        found: set[int] = set()
        for first in range(0, len(user_ids), _AT_ONCE):
            some = list(user_ids[first : first + _AT_ONCE])
            found.update(member.id for member in await self._query(user_ids=some))
        return frozenset(found)

    async def named(self, name: str) -> tuple[int, ...]:
        """The ids of the members with this user name, display name or nickname, in any case.

        Discord finds only those whose user name or nickname begins with it.
        """
        wanted = name.casefold()
        found = await self._query(query=name)
        return tuple(
            member.id
            for member in found
            if wanted in {known.casefold() for known in _names(member)}
        )

    async def _query(
        self, *, user_ids: list[int] | None = None, query: str | None = None
    ) -> list[discord.Member]:
        try:
            return await self._guild.query_members(
                query, user_ids=user_ids, limit=_AT_ONCE, cache=False
            )
        except (TimeoutError, discord.DiscordException) as error:
            raise MembersUnknown(type(error).__name__) from error


def _names(member: discord.Member) -> Iterator[str]:
    yield from filter(None, (member.name, member.global_name, member.nick))
