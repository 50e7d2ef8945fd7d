"""A player's latest matches with their figures, for lookups that count over many of them."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from typing import TypeVar

from bot.facts.asset_names import playlist_name
from bot.facts.empty_history import why_empty
from bot.facts.errors import MatchMissing, NoMatches
from bot.facts.gathering import Gathering
from bot.facts.played_match import (
    PlayedMatch,
    RankMove,
    has_just_ended,
    opponents_of,
    opponents_told,
    participant,
    rank_moves,
    skill_of,
)
from bot.facts.progress import Progress, unwatched
from bot.facts.ranked_playlists import has_csr
from bot.facts.records import combat_of
from bot.facts.results import MatchKind, Opponents, Player, SkillReport
from bot.halo.client import HaloClient
from bot.halo.clock import Clock
from bot.halo.errors import HaloError, NotFound
from bot.halo.identifiers import Xuid
from bot.halo.models.skill import SkillResult
from bot.halo.models.stats import MatchHistoryEntry, MatchInfo
from bot.halo.services.base import for_each
from bot.translatable import N_

T = TypeVar("T")

# Each failed call has been repeated already: a service in trouble is not asked about every match.
MOST_FAILURES = 3
FIGURES = N_("figures of some matches")
RANKS = N_("ranks of some matches")
AGAINST_AI = N_("None of the latest matches were against other players.")


class RecentMatches:
    """Reads histories and what was played, a few requests at once."""

    def __init__(self, client: HaloClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock

    async def entries(
        self,
        player: Player,
        limit: int,
        kind: MatchKind = MatchKind.ALL,
        wanted: Callable[[MatchInfo], bool] = lambda _info: True,
    ) -> list[MatchHistoryEntry]:
        """The latest matches that are wanted, newest first, at most `limit`.

        Looks at twice as many at most. Raises NoMatches, PrivateHistory and the core's errors.
        """
        matches = self._client.stats.matches(Xuid(player.xuid), kind=kind.value, limit=2 * limit)
        seen, found = 0, []
        async with aclosing(matches):
            async for entry in matches:
                seen += 1
                if wanted(entry.match_info):
                    found.append(entry)
                if len(found) == limit:
                    break
        if not seen:
            raise await why_empty(self._client, player, kind)
        if not found:
            raise NoMatches(hint=AGAINST_AI)
        return found

    async def played(
        self,
        parts: Gathering,
        player: Player,
        entries: Sequence[MatchHistoryEntry],
        progress: Progress = unwatched,
        *,
        ranks: bool = True,
    ) -> list[PlayedMatch]:
        """The matches with the player's figures, and with `ranks` the CSR of the ranked ones.

        In the given order. A match without figures stays; what failed is noted in `parts`.
        """
        ranked = await self._ranked(parts, entries) if ranks else frozenset()
        reading = _Reading(self._client, self._clock, parts, player, ranked)
        done = 0

        async def read(entry: MatchHistoryEntry) -> PlayedMatch:
            nonlocal done
            match = await reading.match(entry)
            done += 1
            await progress(done, len(entries))
            return match

        return await for_each(read, entries) if entries else []

    async def moves(
        self, parts: Gathering, matches: Sequence[PlayedMatch], language: str
    ) -> tuple[RankMove, ...]:
        """What the matches (oldest first) did to the ranks, most played playlist first."""
        found = rank_moves(matches)

        async def named(move: RankMove) -> RankMove:
            name = await playlist_name(parts, self._client, move.playlist_id, language)
            return replace(move, playlist_name=name)

        return tuple(await for_each(named, found.values())) if found else ()

    async def _ranked(
        self, parts: Gathering, entries: Sequence[MatchHistoryEntry]
    ) -> frozenset[str]:
        """Which of the playlists played are ranked."""
        links = (entry.match_info.playlist for entry in entries)
        played = list(dict.fromkeys(link.asset_id for link in links if link is not None))

        async def ask(playlist_id: str) -> bool | None:
            return await has_csr(self._client, playlist_id)

        answers = await for_each(ask, played) if played else []
        if None in answers:
            parts.note_missing(RANKS)
        return frozenset(each for each, ranked in zip(played, answers, strict=True) if ranked)


def require_stats(parts: Gathering, matches: Sequence[PlayedMatch]) -> None:
    """Raise why there is nothing to count, where the service keeps nothing of any match."""
    if all(match.stats is None for match in matches):
        raise parts.failure_of(FIGURES) or MatchMissing("no match has stats")


def require_figures(parts: Gathering, matches: Sequence[PlayedMatch]) -> None:
    """Raise why there is nothing to count, where no match has figures of the player."""
    if any(match.combat is not None for match in matches):
        return
    raise parts.failure_of(FIGURES) or MatchMissing("no match has figures")


class _Reading:
    """The matches of one lookup."""

    def __init__(
        self,
        client: HaloClient,
        clock: Clock,
        parts: Gathering,
        player: Player,
        ranked: frozenset[str],
    ) -> None:
        self._client = client
        self._clock = clock
        self._parts = parts
        self._player = player
        self._ranked = ranked
        self._failures = {FIGURES: 0, RANKS: 0}

    async def match(self, entry: MatchHistoryEntry) -> PlayedMatch:
        """One match with all that is known of it."""
        just_ended = has_just_ended(entry.match_info, self._clock)
        ask = partial(self._client.stats.match_stats, entry.match_id, just_ended=just_ended)
        stats, skill = await asyncio.gather(
            self._optional(FIGURES, ask, just_ended), self._skill(entry, just_ended)
        )
        own = participant(stats, self._player.xuid) if stats is not None else None
        if stats is None or own is None:
            return PlayedMatch(entry, stats, None, skill, opponents_told(entry.match_info))
        opponents = opponents_of(stats, own)
        combat = combat_of(own) if opponents is Opponents.PLAYERS else None
        return PlayedMatch(entry, stats, combat, skill, opponents)

    async def _skill(self, entry: MatchHistoryEntry, just_ended: bool) -> SkillReport | None:
        playlist = entry.match_info.playlist
        if playlist is None or playlist.asset_id not in self._ranked:
            return None
        xuid = Xuid(self._player.xuid)

        async def told() -> SkillResult | None:
            answer = await self._client.skill.match_skill(
                entry.match_id, [xuid], just_ended=just_ended
            )
            return answer.of(xuid)

        result = await self._optional(RANKS, told, just_ended)
        return skill_of(result) if result is not None else None

    async def _optional(
        self, part: str, ask: Callable[[], Awaitable[T]], just_ended: bool
    ) -> T | None:
        """The answer; None where there is none, or where asking has failed too often already."""
        if self._failures[part] >= MOST_FAILURES:
            return None
        try:
            return await ask()
        except NotFound:
            # Of some matches the service keeps nothing: no reason to stop asking for the others.
            note = self._parts.note_missing if just_ended else self._parts.note_gone
            note(part)
        except HaloError as error:
            self._failures[part] += 1
            self._parts.note_failure(part, error)
        return None
