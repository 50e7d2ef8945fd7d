"""The career of a player: the rank, the XP, and how far Hero is."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.facts.errors import NoCareer
from bot.facts.gathering import at_once, gathering
from bot.facts.language import DEFAULT_LANGUAGE
from bot.facts.records import Record, record_of
from bot.facts.results import CURRENT, Freshness, MatchKind, Player
from bot.halo.client import HaloClient
from bot.halo.clock import Clock
from bot.halo.errors import NotFound
from bot.halo.identifiers import Xuid
from bot.halo.models.economy import CareerProgress
from bot.halo.models.gamecms import CareerRank
from bot.halo.models.stats import MatchHistory, ServiceRecord
from bot.halo.ranks import Career
from bot.translatable import N_

SHORTEST_SPAN = timedelta(days=1)
"""Matches of one evening say nothing of many days: they count as those of one day at least."""

LONGEST_WAIT = timedelta(days=50 * 365)
"""What is further away than this is no date worth telling."""


@dataclass(frozen=True, slots=True)
class Pace:
    """An estimate of when Hero is reached.

    `xp_a_match` is the mean personal score of all matchmade matches, which is about what a match
    adds to a career. `matches_a_day` is that of the latest matches, and `hero_at` follows from
    it; both are None where the history does not tell, the latter also beyond LONGEST_WAIT.
    """

    xp_a_match: float
    matches_left: int
    matches_a_day: float | None
    hero_at: datetime | None


@dataclass(frozen=True, slots=True)
class CareerReport:
    """A player's career. Names of ranks are "" where unknown, the next one's also at the end.

    `pace` is None at the end, and where nothing can be said. `emblem_path` is for Artwork, "" where
    unknown.
    """

    player: Player
    career: Career
    rank_name: str
    next_name: str
    pace: Pace | None
    emblem_path: str = ""
    missing: tuple[str, ...] = ()
    freshness: Freshness = CURRENT
    gone: tuple[str, ...] = ()


class CareerLookup:
    """Answers /career."""

    def __init__(self, client: HaloClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock

    async def career(self, player: Player, *, language: str = DEFAULT_LANGUAGE) -> CareerReport:
        """The player's career. Raises NoCareer and the core's errors.

        The names and sizes of the ranks, and what the pace is taken from, may be missing.
        """
        xuid, stats = Xuid(player.xuid), self._client.stats
        with gathering() as parts:
            async with at_once() as group:
                progress = group.create_task(self._progress(player))
                track = group.create_task(
                    parts.optional(
                        N_("ranks"), self._client.gamecms.career_reward_track(), may_come=True
                    )
                )
                record = group.create_task(parts.if_there(N_("pace"), stats.service_record(xuid)))
                recent = group.create_task(
                    parts.if_there(
                        N_("pace"), stats.match_history(xuid, kind=MatchKind.MATCHMAKING.value)
                    )
                )
            known = track.result()
            ranks = known.ranks if known is not None else ()
            career = _career(progress.result(), ranks)
            place = career.place
            following = "" if career.hero else _name(ranks, place, language)
            return CareerReport(
                player,
                career,
                _name(ranks, place - 1 if place is not None else None, language),
                following,
                self._pace(career, record.result(), recent.result()),
                ranks[place - 1].rank_large_icon if ranks and place is not None else "",
                parts.missing,
                parts.freshness,
                parts.gone,
            )

    async def _progress(self, player: Player) -> CareerProgress:
        try:
            return await self._client.economy.career_rank(Xuid(player.xuid))
        except NotFound as error:
            raise NoCareer(str(error)) from error

    def _pace(
        self, career: Career, record: ServiceRecord | None, recent: MatchHistory | None
    ) -> Pace | None:
        figures = record_of(record) if record is not None else Record()
        xp_a_match = figures.per_match(figures.personal_score)
        if not career.to_hero or xp_a_match is None or xp_a_match <= 0:
            return None
        left = math.ceil(career.to_hero / xp_a_match)
        now = datetime.fromtimestamp(self._clock.now(), UTC)
        a_day = _matches_a_day(recent, now)
        return Pace(xp_a_match, left, a_day, _reached(now, left, a_day))


def _career(progress: CareerProgress, ranks: tuple[CareerRank, ...]) -> Career:
    """The career, without a rank that there is none of, or more XP than the rank takes."""
    current = progress.current_progress
    sizes = tuple(rank.xp_required_for_rank for rank in ranks)
    rank, points = current.rank, current.partial_progress
    if sizes and rank is not None and rank >= len(sizes):
        rank = None
    if sizes and rank is not None and points is not None and points > sizes[rank]:
        points = None
    return Career(rank, points, sizes, current.has_reached_max_rank)


def _name(ranks: tuple[CareerRank, ...], number: int | None, language: str) -> str:
    """A rank, counted from 0, as the game writes it: "Bronze Cadet 1"."""
    if number is None or number >= len(ranks):
        return ""
    rank = ranks[number]
    words = (rank.rank_sub_title, rank.rank_title, rank.rank_tier)
    return " ".join(text for word in words if (text := word.in_language(language)))


def _matches_a_day(recent: MatchHistory | None, now: datetime) -> float | None:
    starts = [entry.match_info.start_time for entry in recent.results] if recent is not None else []
    known = [start for start in starts if start is not None]
    if not known:
        return None
    return len(known) / (max(SHORTEST_SPAN, now - min(known)) / timedelta(days=1))


def _reached(now: datetime, matches_left: int, matches_a_day: float | None) -> datetime | None:
    if not matches_a_day:
        return None
    days = matches_left / matches_a_day
    return now + timedelta(days=days) if days <= LONGEST_WAIT.days else None
