"""Answers of the skill service: competitive skill ranks (CSR) and expected performance."""

from pydantic import Field, JsonValue, OnErrorOmit

from bot.halo.models.base import Count, Entries, HaloModel, Measure, Open, Required, Whole
from bot.halo.models.enums import ResultCode
from bot.halo.ranks import Csr


class CsrSnapshot(HaloModel):
    """A standing in one playlist at one time, as sent. `value` is -1 for the unranked."""

    value: Whole = -1
    measurement_matches_remaining: Whole = 0
    tier: str = ""
    tier_start: Whole = 0
    sub_tier: Whole = 0
    next_tier: str = ""
    next_tier_start: Whole = 0
    next_sub_tier: Whole = 0
    initial_measurement_matches: Whole = 0
    demotion_protection_matches_remaining: Whole | None = None
    initial_demotion_protection_matches: Whole | None = None

    def to_csr(self) -> Csr:
        """The same for the rest of the program, which asks it for labels and progress."""
        return Csr(
            value=self.value,
            tier=self.tier,
            sub_tier=self.sub_tier,
            tier_start=self.tier_start,
            next_tier=self.next_tier,
            next_sub_tier=self.next_sub_tier,
            next_tier_start=self.next_tier_start,
            placement_left=self.measurement_matches_remaining,
            placement_total=self.initial_measurement_matches,
        )


class RankRecap(HaloModel):
    """The standing before and after a match; unranked both where the match moved no rank."""

    pre_match_csr: CsrSnapshot = CsrSnapshot()
    post_match_csr: CsrSnapshot = CsrSnapshot()


class StatPerformance(HaloModel):
    """What a player did, and what was expected of such a player.

    The service computes `expected` and may come to less than none: it is unknown then.
    """

    count: Count = None
    expected: Measure = None
    std_dev: float | None = None


class StatPerformances(HaloModel):
    """Kills and deaths against expectation; None where the service does not know."""

    kills: StatPerformance | None = None
    deaths: StatPerformance | None = None


class Counterfactual(HaloModel):
    """Kills and deaths a player of some skill would have had in this match."""

    kills: float | None = None
    deaths: float | None = None


class Counterfactuals(HaloModel):
    """The same for the player's own skill, and by tier ("Bronze" to "Onyx")."""

    self_counterfactuals: Counterfactual | None = None
    tier_counterfactuals: Entries[Counterfactual] = Field(default_factory=dict)


class SkillResult(HaloModel):
    """A player's skill in one match.

    MMR is the matchmaking rating, on the scale of CSR; a `team_mmr` of 0 means unknown.
    `team_mmrs` is by team id; `team_id` is -1 where it was not told.
    """

    team_mmr: float = 0.0
    rank_recap: RankRecap = RankRecap()
    stat_performances: StatPerformances = StatPerformances()
    team_id: Whole = -1
    team_mmrs: dict[OnErrorOmit[int], OnErrorOmit[float]] = Field(default_factory=dict)
    ranked_rewards: JsonValue = None
    counterfactuals: Counterfactuals | None = None


class PlayerMatchSkill(HaloModel):
    """One player's part of the answer. `id` is "xuid(...)"; `result` is None where refused."""

    id: str
    result_code: Open[ResultCode] = ResultCode.OK
    result: SkillResult | None = None


class MatchSkill(HaloModel):
    """The skill of players in a match: /hi/matches/{match_id}/skill."""

    value: Required[PlayerMatchSkill]


class PlaylistCsrResult(HaloModel):
    """A player's standings in a playlist: now, and the highest of the season and of all time."""

    current: CsrSnapshot = CsrSnapshot()
    season_max: CsrSnapshot = CsrSnapshot()
    all_time_max: CsrSnapshot = CsrSnapshot()


class PlayerPlaylistCsr(HaloModel):
    """One player's part of the answer. `id` is "xuid(...)"; `result` is None where refused."""

    id: str
    result_code: Open[ResultCode] = ResultCode.OK
    result: PlaylistCsrResult | None = None


class PlaylistCsr(HaloModel):
    """The standings of players in a playlist: /hi/playlist/{playlist_id}/csrs.

    With an unknown XUID among those asked for the status is 404, with this same body.
    """

    value: Required[PlayerPlaylistCsr]
