"""The matches somebody played in one go."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.facts.empty_history import why_empty
from bot.facts.gathering import gathering
from bot.facts.language import DEFAULT_LANGUAGE
from bot.facts.played_match import RankMove, Tally, tally_of
from bot.facts.progress import Progress, unwatched
from bot.facts.recent_matches import RecentMatches
from bot.facts.records import Record, summed
from bot.facts.results import Freshness, MatchKind, Opponents, Player
from bot.halo.client import HaloClient
from bot.halo.clock import Clock
from bot.halo.identifiers import Xuid
from bot.halo.models.enums import Outcome
from bot.halo.models.stats import MatchHistoryEntry
from bot.halo.ranks import Csr

SESSION_GAP = timedelta(minutes=60)
"""A longer pause between two matches ends a session."""

MOST_MATCHES = 50


@dataclass(frozen=True, slots=True)
class SessionReport:
    """The latest session, of at most MOST_MATCHES matches.

    `outcomes` are the matches', oldest first. `combat` counts those matches only that were against
    players and of which the service has figures; `against_ai` is how many were not against players.
    Times are None where no match tells them. `ongoing` says that the next match would still
    belong to it; `began_earlier` that there may be more matches than were looked at.
    """

    player: Player
    started_at: datetime | None
    ended_at: datetime | None
    ongoing: bool
    began_earlier: bool
    outcomes: tuple[Outcome | int, ...]
    record: Tally
    combat: Record
    ranks: tuple[RankMove, ...]
    against_ai: int = 0
    missing: tuple[str, ...] = ()
    freshness: Freshness = field(default_factory=Freshness)
    gone: tuple[str, ...] = ()

    @property
    def length(self) -> timedelta | None:
        """How long it took; None where that is not known."""
        if self.started_at is None or self.ended_at is None:
            return None
        return self.ended_at - self.started_at

    @property
    def standings(self) -> tuple[Csr, ...]:
        """The rank in each of the ranked playlists, as far as it is told."""
        found = (move.skill.standing for move in self.ranks)
        return tuple(csr for csr in found if csr is not None)


class SessionLookup:
    """Answers /session."""

    def __init__(self, client: HaloClient, clock: Clock, recent: RecentMatches) -> None:
        self._client = client
        self._clock = clock
        self._recent = recent

    async def latest(
        self,
        player: Player,
        *,
        language: str = DEFAULT_LANGUAGE,
        progress: Progress = unwatched,
    ) -> SessionReport:
        """The player's latest session, of matches of any kind.

        Raises NoMatches, PrivateHistory and the core's errors for the history; what else is
        missing is noted in the report.
        """
        with gathering() as parts:
            entries, began_earlier = await self._entries(player)
            entries.reverse()
            matches = await self._recent.played(parts, player, entries, progress)
            ranks = await self._recent.moves(parts, matches, language)
            infos = [entry.match_info for entry in entries]
            starts = [info.start_time for info in infos if info.start_time is not None]
            ends = [info.end_time for info in infos if info.end_time is not None]
            ended_at = max(ends, default=None)
            now = datetime.fromtimestamp(self._clock.now(), UTC)
            outcomes = tuple(entry.outcome for entry in entries)
            return SessionReport(
                player=player,
                started_at=min(starts, default=None),
                ended_at=ended_at,
                ongoing=ended_at is not None and now - ended_at <= SESSION_GAP,
                began_earlier=began_earlier,
                outcomes=outcomes,
                record=tally_of(outcomes),
                combat=summed(match.combat for match in matches if match.combat is not None),
                ranks=ranks,
                against_ai=sum(match.opponents is Opponents.AI for match in matches),
                missing=parts.missing,
                freshness=parts.freshness,
                gone=parts.gone,
            )

    async def _entries(self, player: Player) -> tuple[list[MatchHistoryEntry], bool]:
        """The session's matches, newest first, and whether there may be more of them."""
        page = await self._client.stats.match_page(Xuid(player.xuid))
        if not page.items:
            raise await why_empty(self._client, player, MatchKind.ALL)
        # By id: where a match is played meanwhile, the next page repeats one of this.
        found = {entry.match_id: entry for entry in page}
        while len(session := latest_session(tuple(found.values()))) == len(found) < MOST_MATCHES:
            following = await page.next()
            if following is None:
                return session, False
            page = following
            found |= {entry.match_id: entry for entry in page}
        return session[:MOST_MATCHES], len(session) >= MOST_MATCHES


def latest_session(
    entries: Sequence[MatchHistoryEntry], gap: timedelta = SESSION_GAP
) -> list[MatchHistoryEntry]:
    """The first of these matches (newest first) up to the first pause longer than the gap.

    A match of an unknown time belongs to those around it.
    """
    session: list[MatchHistoryEntry] = []
    begun: datetime | None = None
    for entry in entries:
        ended = entry.match_info.end_time
        if begun is not None and ended is not None and begun - ended > gap:
            break
        session.append(entry)
        begun = entry.match_info.start_time or begun
    return session
