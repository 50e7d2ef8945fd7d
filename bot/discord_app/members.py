"""Who is in a server. The bot neither holds members nor may it list them: it asks by user id."""

from collections.abc import Sequence

import discord

from bot.errors import BotError
from bot.translatable import N_

# The most that Discord answers for at once.
_AT_ONCE = 100


class MembersUnknown(BotError):
    """Discord did not say who is in the server."""

    title = N_("Discord does not say who is in this server")
    hint = N_("Try again in a moment.")


async def members_among(guild: discord.Guild, user_ids: Sequence[int]) -> frozenset[int]:
    """Those of the users who are members. Raises MembersUnknown."""
    found: set[int] = set()
    for first in range(0, len(user_ids), _AT_ONCE):
        some = list(user_ids[first : first + _AT_ONCE])
        try:
            members = await guild.query_members(user_ids=some, limit=_AT_ONCE, cache=False)
        except (OSError, discord.DiscordException) as error:
            raise MembersUnknown(f"{type(error).__name__} for {len(some)} users") from error
        found.update(member.id for member in members)
    return frozenset(found)
