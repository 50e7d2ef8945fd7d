"""Who is who (profile.svc.halowaypoint.com)."""

from collections.abc import Iterable, Sequence

from bot.halo.endpoints import CURRENT_USER, USER_BY_GAMERTAG, USER_BY_XUID, USERS_BY_XUID
from bot.halo.errors import BadRequest, NotFound, PlayerNotFound
from bot.halo.identifiers import (
    PlayerRef,
    Xuid,
    can_be_sent,
    clean_gamertag,
    is_bot,
    parse_player,
)
from bot.halo.models.profile import User, Users
from bot.halo.names import Name, Names
from bot.halo.services.base import Service, for_each, in_batches, no_cache
from bot.halo.transport.base import Request, Response, Sender, Verdict

MOST_XUIDS = 64


class ProfileService(Service):
    """XUIDs and gamertags.

    `names` hears every gamertag that comes in. Users go by the newest of theirs, whatever an older
    answer from the cache calls them.
    """

    def __init__(self, sender: Sender, names: Names | None = None) -> None:
        super().__init__(sender)
        self._names = names or Names()

    async def current_user(self) -> User:
        """GET /users/me: whose tokens these are."""
        return self._named(*await self._get_dated(User, Request.to(CURRENT_USER, model=User)))

    async def user_by_gamertag(self, gamertag: str) -> User:
        """GET /users/gt({gamertag}). Raises PlayerNotFound; the service says 400 or 404."""
        cleaned = clean_gamertag(gamertag)
        if not can_be_sent(cleaned):
            raise PlayerNotFound(cleaned, endpoint=USER_BY_GAMERTAG.name)
        user, at = await self._by_gamertag(cleaned)
        named = self._named(user, at)
        if named is user:
            return user
        # The player has another gamertag by now, and somebody else may have this one.
        return self._named(*await self._by_gamertag(cleaned, fresh=True))

    async def user_by_xuid(self, player: PlayerRef) -> User:
        """GET /users/xuid({xuid}). A gamertag is looked up first. Raises PlayerNotFound."""
        xuid = await self.xuid(player)
        try:
            request = Request.to(USER_BY_XUID, model=User, xuid=str(xuid))
            return self._named(*await self._get_dated(User, request))
        except (BadRequest, NotFound) as error:
            raise PlayerNotFound(str(xuid), endpoint=error.endpoint) from error

    async def users_by_xuid(self, players: Iterable[PlayerRef]) -> tuple[User, ...]:
        """GET /users?xuids=: all of them in as few requests as the service takes, several at once.

        Those the service does not know or does not tell right now are left out, bots too.
        Gamertags are looked up first; raises PlayerNotFound where there is no such gamertag.
        """
        wanted = sorted(await self.xuids(players))

        async def ask(some: Sequence[Xuid]) -> tuple[User, ...]:
            return await self._users(some, once=len(wanted) > 1)

        answers = await in_batches(ask, wanted, MOST_XUIDS)
        return tuple(user for users in answers for user in users)

    async def xuid(self, player: PlayerRef) -> Xuid:
        """The XUID of a player in any form; only a gamertag costs a request, kept for minutes.

        Raises PlayerNotFound.
        """
        parsed = parse_player(player)
        return parsed if isinstance(parsed, int) else await self._looked_up(parsed)

    async def xuids(self, players: Iterable[PlayerRef]) -> tuple[Xuid, ...]:
        """The XUIDs of players in any form, each once, in order; bots ("bid(31.0)") have none.

        Raises PlayerNotFound for a gamertag that nobody has.
        """
        people = [parse_player(player) for player in players if not is_bot(str(player))]
        named = list(dict.fromkeys(player for player in people if isinstance(player, str)))
        found = dict(zip(named, await for_each(self._looked_up, named), strict=True))
        return tuple(
            dict.fromkeys(found[each] if isinstance(each, str) else each for each in people)
        )

    async def _looked_up(self, gamertag: str) -> Xuid:
        return Xuid((await self.user_by_gamertag(gamertag)).xuid)

    async def _users(self, xuids: Sequence[Xuid], *, once: bool) -> tuple[User, ...]:
        def judge(response: Response) -> Verdict:
            users = response.parse(Users, USERS_BY_XUID.name).root
            told = {user.xuid for user in users[: len(xuids)]}
            return Verdict.COMPLETE if told.issuperset(xuids) else Verdict.PARTIAL

        query = [("xuids", str(xuid)) for xuid in xuids]
        request = Request.to(USERS_BY_XUID, query=query, model=Users, judge=judge, once=once)
        try:
            users, at = await self._get_dated(Users, request)
        except (BadRequest, NotFound) as error:
            if len(xuids) == 1:
                return ()
            # Some of them are unknown: asked in parts, the others are told.
            raise BadRequest(str(error), endpoint=error.endpoint) from error
        return tuple(self._named(user, at) for user in users.root[: len(xuids)])

    async def _by_gamertag(self, cleaned: str, *, fresh: bool = False) -> tuple[User, float]:
        headers = no_cache(fresh)
        request = Request.to(USER_BY_GAMERTAG, headers=headers, model=User, gamertag=cleaned)
        try:
            return await self._get_dated(User, request)
        except (BadRequest, NotFound) as error:
            raise PlayerNotFound(cleaned, endpoint=error.endpoint) from error

    def _named(self, user: User, at: float) -> User:
        """The user by the newest name; the same object where that is the user's own."""
        newest = self._names.hear(user.xuid, Name(user.gamertag, at)).gamertag
        return user if newest == user.gamertag else user.model_copy(update={"gamertag": newest})
