"""What the lookups answer: plain frozen data, for cards, tables and JSON alike.

Texts that come from the service (names of players, maps, modes, medals) are raw: whoever shows
them escapes them. Times are aware datetimes in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.halo.models.enums import LifecycleMode, ModeCategory, Outcome
from bot.halo.ranks import Csr


@dataclass(frozen=True, slots=True)
class Player:
    """Whom a result is about."""

    xuid: int
    gamertag: str


class MatchKind(StrEnum):
    """Which matches a list holds."""

    ALL = "all"
    MATCHMAKING = "matchmaking"
    CUSTOM = "custom"
    LOCAL = "local"


class Opponents(StrEnum):
    """Whom a player fought. Only figures against players count in a K/D."""

    PLAYERS = "players"
    AI = "ai"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Freshness:
    """How current a result is.

    `stale` says that the service could not be asked and an older answer stands in; `as_of` is
    when the oldest such answer was true.
    """

    as_of: datetime | None = None
    stale: bool = False


CURRENT = Freshness()
"""For what is as the service has it now."""


class Told(Protocol):
    """What every result says of its own completeness and age.

    `missing` names the parts that the service could not tell this time, `gone` those that it does
    not have or has withdrawn.
    """

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts that a later result may have."""

    @property
    def gone(self) -> tuple[str, ...]:
        """The parts that no later result will have."""

    @property
    def freshness(self) -> Freshness:
        """How current the rest is."""


@dataclass(frozen=True, slots=True)
class EarnedMedal:
    """A medal and how often it was earned. `name` is "" where the metadata does not know it.

    `difficulty` is 0 normal, 1 heroic, 2 legendary, 3 mythic, or -1 where the metadata does not
    know the medal; `kind` is the metadata's word ("multikill", "skill", ...), or "".
    `sprite_index` is the icon's place in the sprite sheets, or -1.
    """

    medal_id: int
    name: str
    description: str
    count: int
    difficulty: int
    kind: str
    sprite_index: int
    sorting_weight: int


@dataclass(frozen=True, slots=True)
class TeamScore:
    """One team of a match. `mmr` is None where the service does not know it."""

    team_id: int
    outcome: Outcome | int
    score: int
    rounds_won: int
    rounds_lost: int
    rounds_tied: int
    mmr: float | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class PlayerLine:
    """One participant's line of the scoreboard.

    `xuid` is None for a bot, which has a number instead. `name` is "" for a bot, and where the
    gamertag is not known. `accuracy` is in percent, or None where nobody fired. `score` is the
    personal score, which betrayals and suicides may take below zero. Figures and the `rank` are
    None where they are not known. `team_id` is None where the match had no teams. `csr` is the rank
    after the match, where it was ranked and known.
    """

    xuid: int | None
    name: str
    is_bot: bool
    is_subject: bool
    team_id: int | None
    outcome: Outcome | int
    rank: int | None
    score: int | None
    kills: int | None
    deaths: int | None
    assists: int | None
    kda: float | None
    accuracy: float | None
    shots_fired: int | None
    shots_hit: int | None
    damage_dealt: int | None
    damage_taken: int | None
    joined_late: bool
    left_early: bool
    csr: Csr | None
    bot_number: str = ""


@dataclass(frozen=True, slots=True)
class SkillReport:
    """What the skill service says of the player in one match.

    `before` and `after` are None where the match moved no rank. `finished_placement` says that
    this match gave the player a first rank, so that before and after make no difference.
    Expected figures are None where unknown.
    """

    before: Csr | None
    after: Csr | None
    finished_placement: bool
    expected_kills: float | None
    expected_deaths: float | None

    @property
    def standing(self) -> Csr | None:
        """The rank after the match, or else before it; None where neither is told."""
        return self.after if self.after is not None else self.before

    @property
    def change(self) -> int | None:
        """CSR points won or lost, or None where there is no such figure."""
        if self.before is None or self.after is None or self.finished_placement:
            return None
        if not (self.before.ranked and self.after.ranked):
            return None
        return self.after.value - self.before.value


@dataclass(frozen=True, slots=True)
class MatchReport:
    """One match as one of its players saw it, or, where it is `neutral`, as nobody in particular.

    `player` is then one of those who played, by whose page the match can be found.
    `position` counts from 0, the latest match of the list it was taken from, and is -1 where it
    was taken from none; `has_older` says whether the list goes on. `map_name`, `mode_name` and
    `playlist_name` are None where unknown; `playlist_name` also where the match had no playlist
    (then `playlist_id` is "" and `lifecycle` is not matchmade). `mode_category` tells the kind of
    mode all the same.
    `teams` are those that anybody was on; () in a free-for-all. `players` are in scoreboard order:
    by team, then by score. `by_rounds` says that rounds won, not points, decided. `missing` names
    what the service could not tell this time ("skill", "names", "map", ...), `gone` what it no
    longer has, `pending` what it has yet to tell: a later report of the same match has it.
    `subject` is None where the player asked about is not on the scoreboard, and in a neutral
    report. `opponents` are those of the player, or of everybody in a neutral report.
    `map_picture_url` is for Artwork.
    """

    match_id: str
    player: Player
    outcome: Outcome | int
    started_at: datetime | None
    duration: timedelta | None
    lifecycle: LifecycleMode | int
    map_name: str | None
    mode_name: str | None
    mode_category: ModeCategory | int
    playlist_name: str | None
    is_ranked: bool
    by_rounds: bool
    teams: tuple[TeamScore, ...]
    players: tuple[PlayerLine, ...]
    subject: PlayerLine | None
    medals: tuple[EarnedMedal, ...]
    skill: SkillReport | None
    position: int
    has_older: bool
    missing: tuple[str, ...] = ()
    freshness: Freshness = Freshness()
    pending: tuple[str, ...] = ()
    neutral: bool = False
    opponents: Opponents = Opponents.PLAYERS
    map_picture_url: str | None = None
    playlist_id: str = ""
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatchArtwork:
    """What the game draws for a match; all of it may be missing.

    `medals` are icons by medal id, `rank` is the art of the rank after the match.
    """

    map_picture: bytes | None = None
    rank: bytes | None = None
    medals: Mapping[int, bytes] | None = None


@dataclass(frozen=True, slots=True)
class PlaylistStanding:
    """A player's standing in one ranked playlist. `name` is "" where unknown."""

    playlist_id: str
    name: str
    current: Csr
    season_peak: Csr
    all_time_peak: Csr


@dataclass(frozen=True, slots=True)
class CsrReport:
    """A player's standings, best current rank first.

    `unchecked` counts used playlists of which it is not known yet whether they are ranked.
    """

    player: Player
    standings: tuple[PlaylistStanding, ...]
    unchecked: int = 0
    missing: tuple[str, ...] = ()
    freshness: Freshness = Freshness()
    gone: tuple[str, ...] = ()


class MedalScope(StrEnum):
    """Where medals are counted."""

    CAREER = "career"
    MATCH = "match"


class MedalSort(StrEnum):
    """How medals are ordered: most earned first, hardest first, or by type."""

    COUNT = "count"
    RARITY = "rarity"
    TYPE = "type"


@dataclass(frozen=True, slots=True)
class MedalsReport:
    """A player's medals in the asked order. `match_id` is "" for a career's medals."""

    player: Player
    scope: MedalScope
    sort: MedalSort
    medals: tuple[EarnedMedal, ...]
    match_id: str = ""
    missing: tuple[str, ...] = ()
    freshness: Freshness = Freshness()
    gone: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many medals were earned in all."""
        return sum(medal.count for medal in self.medals)


@dataclass(frozen=True, slots=True)
class Fought:
    """What the player did in one match, and against whom; None where a figure is not known."""

    kills: int | None
    deaths: int | None
    assists: int | None
    opponents: Opponents = Opponents.PLAYERS


@dataclass(frozen=True, slots=True)
class ListedMatch:
    """One match of a history. Names are None where unknown, `fought` where there are no figures;
    `playlist_id` is "" where the match had no playlist."""

    match_id: str
    started_at: datetime | None
    duration: timedelta | None
    outcome: Outcome | int
    lifecycle: LifecycleMode | int
    map_name: str | None
    mode_name: str | None
    mode_category: ModeCategory | int
    playlist_name: str | None
    playlist_id: str
    fought: Fought | None
