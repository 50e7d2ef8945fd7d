"""How the linked members of a server compare."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import TypeAlias

from bot.facts.gathering import Gathering, gathering
from bot.facts.players import Players
from bot.facts.progress import Progress, unwatched
from bot.facts.recent_matches import MOST_FAILURES
from bot.facts.records import record_of
from bot.facts.results import Freshness, Player
from bot.halo.client import HaloClient
from bot.halo.errors import HaloError, NotFound
from bot.halo.identifiers import Xuid
from bot.halo.models.stats import ServiceRecord
from bot.halo.ranks import RANKED_PLAYLISTS, Csr
from bot.halo.services.base import for_each
from bot.records import Link
from bot.storage.leaderboard import LeaderboardRepository
from bot.translatable import N_

Members: TypeAlias = Callable[[Sequence[int]], Awaitable[frozenset[int]]]
"""Says which of some Discord users are members of the server."""

MOST_LINKS = 1_000
MOST_MEMBERS = 50
# Fewer matches say nothing of a ratio.
LEAST_MATCHES = 10
RECORDS = N_("records of some members")
RANKS = N_("ranks of some members")


class LeaderboardBy(StrEnum):
    """What members are compared by."""

    CSR = "csr"
    KILLS_PER_DEATH = "kills per death"
    WIN_RATE = "win rate"
    MEDALS = "medals"

    @property
    def decimals(self) -> int:
        """How precisely figures are compared and written."""
        return {LeaderboardBy.KILLS_PER_DEATH: 2, LeaderboardBy.WIN_RATE: 1}.get(self, 0)


@dataclass(frozen=True, slots=True)
class LeaderboardRow:
    """A member's figure. `value` is the CSR, the K/D, the matches won in percent, or the medals.

    `csr` is the best current rank, and `playlist` where it is held, on a board by CSR only.
    """

    user_id: int
    player: Player
    value: float
    csr: Csr | None = None
    playlist: str = ""


@dataclass(frozen=True, slots=True)
class LeaderboardReport:
    """The members from the best down. `unplaced` are those with nothing to compare by; `left_out`
    counts linked members who were not looked at, there being more than MOST_MEMBERS."""

    by: LeaderboardBy
    rows: tuple[LeaderboardRow, ...]
    unplaced: int
    left_out: int
    missing: tuple[str, ...] = ()
    freshness: Freshness = field(default_factory=Freshness)
    gone: tuple[str, ...] = ()

    @property
    def placed(self) -> tuple[tuple[int, LeaderboardRow], ...]:
        """The rows, each with its place from 1: figures that are written alike share one."""
        found: list[tuple[int, LeaderboardRow]] = []
        figures = [round(row.value, self.by.decimals) for row in self.rows]
        for number, row in enumerate(self.rows):
            tied = number > 0 and figures[number] == figures[number - 1]
            found.append((found[-1][0] if tied else number + 1, row))
        return tuple(found)


class LeaderboardLookup:
    """Answers /leaderboard."""

    def __init__(self, client: HaloClient, players: Players, links: LeaderboardRepository) -> None:
        self._client = client
        self._players = players
        self._links = links

    async def compare(
        self,
        guild_id: int,
        members: Members,
        by: LeaderboardBy = LeaderboardBy.CSR,
        *,
        progress: Progress = unwatched,
    ) -> LeaderboardReport:
        """The members with a link who have not opted out, the 50 newest links of them.

        Where everything fails the first failure is raised; what fails for some is noted.
        """
        links = await self._links.listed(guild_id, MOST_LINKS)
        here = await members([link.user_id for link in links]) if links else frozenset()
        present = _one_a_player(link for link in links if link.user_id in here)
        asked = await self._players.renamed(present[:MOST_MEMBERS])
        with gathering() as parts:
            if by is LeaderboardBy.CSR:
                rows = await self._by_csr(parts, asked, progress)
            else:
                rows = await self._by_record(parts, asked, by, progress)
            if not rows and parts.first_failure is not None:
                raise parts.first_failure
            return LeaderboardReport(
                by=by,
                rows=tuple(sorted(rows, key=partial(_order, by))),
                unplaced=len(asked) - len(rows),
                left_out=len(present) - len(asked),
                missing=parts.missing,
                freshness=parts.freshness,
                gone=parts.gone,
            )

    async def _by_csr(
        self, parts: Gathering, links: Sequence[Link], progress: Progress
    ) -> list[LeaderboardRow]:
        """Each member's best current rank in the known ranked playlists."""
        best: dict[int, tuple[Csr, str]] = {}
        done = 0

        async def ask(playlist_id: str) -> None:
            nonlocal done
            name, xuids = RANKED_PLAYLISTS[playlist_id], [Xuid(link.xuid) for link in links]
            try:
                answer = await self._client.skill.playlist_csr(playlist_id, xuids)
            except NotFound:
                parts.note_missing(name)
            except HaloError as error:
                parts.note_failure(name, error)
            else:
                for xuid, standings in parts.told(RANKS, answer.of, xuids).items():
                    csr = standings.current.to_csr()
                    if csr.ranked and (xuid not in best or csr.value > best[xuid][0].value):
                        best[xuid] = (csr, name)
            done += 1
            await progress(done, len(RANKED_PLAYLISTS))

        if links:
            await for_each(ask, RANKED_PLAYLISTS)
        return [
            LeaderboardRow(link.user_id, _player(link), float(csr.value), csr, name)
            for link in links
            if (found := best.get(link.xuid)) is not None
            for csr, name in [found]
        ]

    async def _by_record(
        self, parts: Gathering, links: Sequence[Link], by: LeaderboardBy, progress: Progress
    ) -> list[LeaderboardRow]:
        """Each member's figure out of the matchmade career."""
        done = failures = 0

        async def ask(link: Link) -> LeaderboardRow | None:
            nonlocal done, failures
            record = None
            if failures < MOST_FAILURES:
                try:
                    record = await self._client.stats.service_record(Xuid(link.xuid))
                except NotFound:
                    pass
                except HaloError as error:
                    failures += 1
                    parts.note_failure(RECORDS, error)
            done += 1
            await progress(done, len(links))
            value = figure(record, by) if record is not None else None
            return LeaderboardRow(link.user_id, _player(link), value) if value is not None else None

        rows = await for_each(ask, links) if links else []
        return [row for row in rows if row is not None]


def figure(sent: ServiceRecord, by: LeaderboardBy) -> float | None:
    """What a career is compared by; None where it is not known, or too short to say anything."""
    record = record_of(sent)
    match by:
        case LeaderboardBy.MEDALS:
            return float(record.medals) or None
        case _ if record.matches < LEAST_MATCHES:
            return None
        case LeaderboardBy.WIN_RATE:
            return record.win_rate
        case LeaderboardBy.KILLS_PER_DEATH:
            return record.kills_per_death
        case _:
            return None


def _order(by: LeaderboardBy, row: LeaderboardRow) -> tuple[float, str]:
    """From the best down; of equals by name."""
    return -round(row.value, by.decimals), row.player.gamertag.casefold()


def _one_a_player(links: Iterable[Link]) -> list[Link]:
    """The links newest first, of several to one player the newest."""
    newest = sorted(links, key=lambda link: link.linked_at, reverse=True)
    return list({link.xuid: link for link in reversed(newest)}.values())[::-1]


def _player(link: Link) -> Player:
    return Player(link.xuid, link.gamertag)
