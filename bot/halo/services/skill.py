"""Skill: what a match did to a rank, and where a player stands (skill.svc.halowaypoint.com).

Both methods take any number of players in any form, each answered once, in order. Bots are left
out: one of them would fail the whole request. Nobody left to ask for costs no request.
"""

from collections.abc import Iterable, Sequence

from bot.halo.endpoints import MATCH_SKILL, PLAYLIST_CSR
from bot.halo.errors import InvalidAnswer
from bot.halo.identifiers import PlayerRef, Xuid, format_xuid
from bot.halo.models.skill import MatchSkill, PlaylistCsr
from bot.halo.services.base import Service, batches, for_each, raise_for, up_to
from bot.halo.services.profile import ProfileService
from bot.halo.transport.base import Request, Response, Sender

# The service answers for so many standings and leaves out the others without a word. For skill no
# limit is known; a full lobby with its latecomers fits.
MOST_PLAYERS = 32


class SkillService(Service):
    """Ranks and expectations."""

    def __init__(self, sender: Sender, profile: ProfileService | None = None) -> None:
        super().__init__(sender)
        self._profile = profile or ProfileService(sender)

    async def match_skill(
        self, match_id: str, players: Iterable[PlayerRef], *, just_ended: bool = False
    ) -> MatchSkill:
        """GET /hi/matches/{match_id}/skill: ranks before and after, expected kills and deaths.

        Raises NotFound for matches without skill, such as custom games. For a match that
        `just_ended` that answer is waited out, for up to half a minute.
        """
        xuids = await self._profile.xuids(players)

        async def ask(some: Sequence[Xuid]) -> MatchSkill:
            request = Request.to(
                MATCH_SKILL,
                query=_query(some),
                model=MatchSkill,
                retry_not_found=just_ended,
                match_id=match_id,
            )
            return await self._get(MatchSkill, request)

        answers = await for_each(ask, batches(xuids, MOST_PLAYERS))
        if len(answers) == 1:
            return answers[0]
        return MatchSkill(value=tuple(one for answer in answers for one in answer.value))

    async def playlist_csr(
        self,
        playlist_id: str,
        players: Iterable[PlayerRef],
        *,
        season: str = "",
        fresh: bool = False,
        max_age: float | None = None,
    ) -> PlaylistCsr:
        """GET /hi/playlist/{playlist_id}/csrs: each player's standing in a ranked playlist.

        `season` is an id such as CsrSeason9-1 or the path of its file, "" for the current one. The
        service answers 404 when one of several players is unknown to it, with the others in the
        body: they are returned. Raises NotFound where there are none. A stored answer is taken up
        to `max_age` in seconds, where that is given.
        """
        xuids = await self._profile.xuids(players)
        extra = [("season", season_id(season))] if season else []

        async def ask(some: Sequence[Xuid]) -> PlaylistCsr | _Missing:
            request = Request.to(
                PLAYLIST_CSR,
                query=[*_query(some), *extra],
                headers=up_to(max_age, fresh=fresh),
                model=PlaylistCsr,
                playlist_id=playlist_id,
            )
            response = await self._sender.send(request)
            if response.status == 404:
                return _standings(response) or _Missing(response, request)
            if response.status != 200:
                raise_for(response, request)
            return response.parse(PlaylistCsr, PLAYLIST_CSR.name)

        answers = await for_each(ask, batches(xuids, MOST_PLAYERS))
        found = [answer for answer in answers if isinstance(answer, PlaylistCsr)]
        for missing in answers:
            if not found and isinstance(missing, _Missing):
                raise_for(missing.response, missing.request)
        if len(found) == 1:
            return found[0]
        return PlaylistCsr(value=tuple(one for answer in found for one in answer.value))


def season_id(season: str) -> str:
    """The bare id that the service takes: "CsrSeason9-1", also of "Csr/Seasons/CsrSeason9-1.json".

    A path it would ignore, and answer for the current season.
    """
    return season.rpartition("/")[2].removesuffix(".json")


class _Missing:
    """A 404 that names nobody."""

    def __init__(self, response: Response, request: Request) -> None:
        self.response = response
        self.request = request


def _standings(response: Response) -> PlaylistCsr | None:
    """What a 404 still tells: None for an unknown playlist, whose body is something else."""
    try:
        found = response.parse(PlaylistCsr, PLAYLIST_CSR.name)
    except InvalidAnswer:
        return None
    return found if found.value else None


def _query(xuids: Sequence[Xuid]) -> list[tuple[str, str]]:
    return [("players", format_xuid(xuid)) for xuid in xuids]
