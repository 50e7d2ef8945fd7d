"""Skill: what a match did to a rank, and where a player stands (skill.svc.halowaypoint.com).

Both methods take any number of players in any form and ask about each once. Bots are left out:
one of them would fail the whole request. Nobody left to ask about costs no request. An answer says
of each player whether the service could tell: ask it with `of()`. A player whose request failed
counts as left out, as long as others were answered.
"""

from collections.abc import Callable, Iterable, Sequence

from bot.halo.endpoints import MATCH_SKILL, PLAYLIST_CSR
from bot.halo.errors import InvalidAnswer, PlayerForbidden, Unavailable
from bot.halo.identifiers import PlayerRef, Xuid, format_xuid, parse_xuid
from bot.halo.models.enums import ResultCode
from bot.halo.models.skill import MatchSkill, PlayerPlaylistCsr, PlaylistCsr
from bot.halo.services.base import Service, in_batches, raise_for, up_to
from bot.halo.services.profile import ProfileService
from bot.halo.transport.base import Request, Response, Sender, Verdict

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
            def judge(response: Response) -> Verdict:
                of = response.parse(MatchSkill, MATCH_SKILL.name).of
                # Of a match that has just ended it may know everybody in a moment.
                return _verdict(of, some, may_be_none=not just_ended)

            request = Request.to(
                MATCH_SKILL,
                query=_query(some),
                model=MatchSkill,
                retry_not_found=just_ended,
                judge=judge,
                once=len(xuids) > 1,
                match_id=match_id,
            )
            return await self._get(MatchSkill, request)

        answers = await in_batches(ask, xuids, MOST_PLAYERS)
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
        body: the unknown ones have the code NOT_FOUND here. Raises NotFound where it knows nobody.
        A stored answer is taken up to `max_age` in seconds, where that is given.
        """
        xuids = await self._profile.xuids(players)
        extra = [("season", season_id(season))] if season else []
        unknown: list[tuple[Response, Request]] = []

        async def ask(some: Sequence[Xuid]) -> PlaylistCsr:
            def judge(response: Response) -> Verdict:
                return _verdict(response.parse(PlaylistCsr, PLAYLIST_CSR.name).of, some)

            request = Request.to(
                PLAYLIST_CSR,
                query=[*_query(some), *extra],
                headers=up_to(max_age, fresh=fresh),
                model=PlaylistCsr,
                judge=judge,
                once=len(xuids) > 1,
                playlist_id=playlist_id,
            )
            response = await self._sender.send(request)
            if response.status == 404:
                known = _known(response)
                if not known:
                    unknown.append((response, request))
                return PlaylistCsr(value=(*known, *_not_found(some, known)))
            if response.status != 200:
                raise_for(response, request)
            return response.parse(PlaylistCsr, PLAYLIST_CSR.name)

        answers = await in_batches(ask, xuids, MOST_PLAYERS)
        if unknown and len(unknown) == len(answers):
            raise_for(*unknown[0])
        if len(answers) == 1:
            return answers[0]
        return PlaylistCsr(value=tuple(one for answer in answers for one in answer.value))


def season_id(season: str) -> str:
    """The bare id that the service takes: "CsrSeason9-1", also of "Csr/Seasons/CsrSeason9-1.json".

    A path it would ignore, and answer for the current season.
    """
    return season.rpartition("/")[2].removesuffix(".json")


def _known(response: Response) -> Sequence[PlayerPlaylistCsr]:
    """Who is in the body of a 404: nobody for an unknown playlist, whose body is something else."""
    try:
        return response.parse(PlaylistCsr, PLAYLIST_CSR.name).value
    except InvalidAnswer:
        return ()


def _not_found(
    asked: Iterable[Xuid], known: Iterable[PlayerPlaylistCsr]
) -> Iterable[PlayerPlaylistCsr]:
    """Those that a 404 leaves out."""
    there = {parse_xuid(one.id) for one in known}
    return (
        PlayerPlaylistCsr(id=format_xuid(xuid), result_code=ResultCode.NOT_FOUND)
        for xuid in asked
        if xuid not in there
    )


def _verdict(
    of: Callable[[Xuid], object | None], asked: Iterable[Xuid], *, may_be_none: bool = True
) -> Verdict:
    """What an answer tells of those it was asked about."""
    verdict = Verdict.COMPLETE
    for xuid in asked:
        try:
            result = of(xuid)
        except PlayerForbidden:
            return Verdict.REFUSED
        except Unavailable:
            verdict = Verdict.PARTIAL
        else:
            if result is None and not may_be_none:
                verdict = Verdict.PARTIAL
    return verdict


def _query(xuids: Sequence[Xuid]) -> list[tuple[str, str]]:
    return [("players", format_xuid(xuid)) for xuid in xuids]
