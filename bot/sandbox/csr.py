"""Competitive skill ranks: what a player holds, and how the skill service writes it."""

from dataclasses import dataclass

from bot.sandbox.wire import Json

TIERS = ("Bronze", "Silver", "Gold", "Platinum", "Diamond")
PLACEMENT_MATCHES = 5
ONYX_START = 1500
_TIER_WIDTH, _SUB_TIER_WIDTH = 300, 50


@dataclass(frozen=True, slots=True)
class Standing:
    """What a player holds in one ranked playlist; a rank never reached is None.

    `remaining` placement matches are left to play before there is a current rank.
    """

    current: int | None = None
    season_peak: int | None = None
    all_time_peak: int | None = None
    remaining: int = 0

    @classmethod
    def ranked(cls, current: int, season_peak: int = 0, all_time_peak: int = 0) -> "Standing":
        """A player with a rank; a peak not given is the current rank."""
        season = max(current, season_peak)
        return cls(current, season, max(season, all_time_peak))

    def json(self, *, this_season: bool = True) -> Json:
        """The three ranks as the playlist endpoint answers them."""
        current = self.current if this_season else None
        remaining = self.remaining if this_season else PLACEMENT_MATCHES
        return {
            "Current": csr_json(current, remaining),
            "SeasonMax": csr_json(self.season_peak if this_season else None, remaining),
            "AllTimeMax": csr_json(self.all_time_peak, remaining),
        }


UNPLAYED = Standing(remaining=PLACEMENT_MATCHES)


def csr_json(value: int | None, remaining: int = 0, initial: int = PLACEMENT_MATCHES) -> Json:
    """One rank as the service writes it; None is unranked."""
    tier, start, sub_tier = "", 0, 0
    next_tier, next_start, next_sub_tier = "", 0, 0
    if value is not None and value >= ONYX_START:
        tier = next_tier = "Onyx"
        start = next_start = ONYX_START
    elif value is not None:
        place = value // _TIER_WIDTH
        tier, start = TIERS[place], place * _TIER_WIDTH
        sub_tier = value % _TIER_WIDTH // _SUB_TIER_WIDTH
        next_tier, next_start, next_sub_tier = tier, start, sub_tier + 1
        if next_sub_tier * _SUB_TIER_WIDTH == _TIER_WIDTH:
            next_tier, next_sub_tier = (*TIERS, "Onyx")[place + 1], 0
            next_start = start + _TIER_WIDTH
    return {
        "Value": -1 if value is None else value,
        "MeasurementMatchesRemaining": remaining,
        "Tier": tier,
        "TierStart": start,
        "SubTier": sub_tier,
        "NextTier": next_tier,
        "NextTierStart": next_start,
        "NextSubTier": next_sub_tier,
        "InitialMeasurementMatches": initial,
    }
