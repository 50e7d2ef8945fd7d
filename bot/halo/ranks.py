"""The arithmetic of ranks: competitive skill (CSR), and the career.

A sub-tier of CSR is 50 points wide and a tier 300; Bronze begins at 0, Onyx at 1500 and has no
end.
"""

from dataclasses import dataclass

from bot.translatable import N_

ONYX = "Onyx"
SUB_TIER_WIDTH = 50
TIER_STARTS = {
    "Bronze": 0, "Silver": 300, "Gold": 600, "Platinum": 900, "Diamond": 1200, ONYX: 1500,
}  # fmt: skip

# The ranked playlists seen so far, by playlist id. The English names are a fallback: the service's
# own win.
RANKED_PLAYLISTS = {
    "edfef3ac-9cbe-4fa2-b949-8f29deafd483": N_("Ranked Arena"),
    "dcb2e24e-05fb-4390-8076-32a0cdb4326e": N_("Ranked Slayer"),
    "fa5aa2a3-2428-4912-a023-e1eeea7b877c": N_("Ranked Doubles"),
    "71734db4-4b8e-4682-9206-62b6eff92582": N_("Ranked FFA"),
    "a883e7e1-9aca-4296-9009-3733a0ca8081": N_("Ranked Snipers"),
    "6dc5f699-d6d9-41c4-bdf8-7ae11dec2d1b": N_("Ranked Squad Battle"),
    "7c60fb3e-656c-4ada-a085-293562642e50": N_("Ranked Tactical"),
}


@dataclass(frozen=True, slots=True)
class Csr:
    """A standing in one ranked playlist. `sub_tier` and `next_sub_tier` count from 0 as sent.

    `placement_left` of `placement_total` matches are still to play before there is a rank.
    """

    value: int
    tier: str = ""
    sub_tier: int = 0
    tier_start: int = 0
    next_tier: str = ""
    next_sub_tier: int = 0
    next_tier_start: int = 0
    placement_left: int = 0
    placement_total: int = 0

    @property
    def ranked(self) -> bool:
        """Whether there is a rank at all: not unranked and not still in placement."""
        return self.value >= 0 and bool(self.tier)

    @property
    def onyx(self) -> bool:
        """Whether this is the open-ended highest tier."""
        return self.ranked and self.tier == ONYX

    @property
    def label(self) -> str:
        """The rank as the game writes it: "Diamond 4", "Onyx", or "Unranked"."""
        if not self.ranked:
            return "Unranked"
        return self.tier if self.onyx else f"{self.tier} {self.sub_tier + 1}"

    @property
    def next_label(self) -> str:
        """The next rank up, or "" where there is none."""
        if not self.ranked or self.onyx:
            return ""
        if self.next_tier == ONYX:
            return ONYX
        return f"{self.next_tier} {self.next_sub_tier + 1}" if self.next_tier else ""

    @property
    def points_to_next(self) -> int:
        """Points missing to the next sub-tier; 0 where there is none."""
        if not self.ranked or self.onyx:
            return 0
        return max(0, self._sub_tier_start + SUB_TIER_WIDTH - self.value)

    @property
    def points_past_onyx(self) -> int:
        """Points above the start of Onyx; 0 below it."""
        return max(0, self.value - TIER_STARTS[ONYX]) if self.onyx else 0

    @property
    def progress(self) -> float:
        """The way through the sub-tier, or through the placement matches, from 0 to 1."""
        if self.onyx:
            return 1.0
        if self.ranked:
            return min(1.0, max(0.0, (self.value - self._sub_tier_start) / SUB_TIER_WIDTH))
        if self.placement_total > 0:
            return min(1.0, max(0.0, self.placement_played / self.placement_total))
        return 0.0

    @property
    def placement_played(self) -> int:
        """Placement matches already played."""
        return max(0, self.placement_total - self.placement_left)

    @property
    def _sub_tier_start(self) -> int:
        # Not from TierStart: it is sent as the start of the tier or of the sub-tier.
        start = TIER_STARTS.get(self.tier)
        if start is None:
            return self.value - self.value % SUB_TIER_WIDTH
        return start + self.sub_tier * SUB_TIER_WIDTH


@dataclass(frozen=True, slots=True)
class Career:
    """How far a career is. `rank` counts from 0 as sent, `xp_in_rank` is the XP earned within it;
    None where they are not known, and so is what follows from them.

    `sizes` are the XP that each rank takes, in order; () where they are not known. The last rank,
    Hero, is the end: it is reached and takes next to nothing.
    """

    rank: int | None
    xp_in_rank: int | None
    sizes: tuple[int, ...] = ()
    reached_last: bool = False

    @property
    def hero(self) -> bool:
        """Whether this is the end."""
        at_the_last = self.rank is not None and self.rank >= len(self.sizes) - 1
        return self.reached_last or bool(self.sizes and at_the_last)

    @property
    def place(self) -> int | None:
        """The rank as the game counts it, from 1 to the last."""
        if self.hero and self.sizes:
            return len(self.sizes)
        return self.rank + 1 if self.rank is not None else None

    @property
    def size(self) -> int:
        """The XP that the rank takes; 0 where it is not known."""
        return self.sizes[self.place - 1] if self.sizes and self.place is not None else 0

    @property
    def to_next(self) -> int | None:
        """XP missing to the next rank; 0 at the end."""
        if self.hero:
            return 0
        return max(0, self.size - self.xp_in_rank) if self.xp_in_rank is not None else None

    @property
    def total(self) -> int:
        """The XP of all ranks together."""
        return sum(self.sizes)

    @property
    def earned(self) -> int | None:
        """All XP earned: the ranks below and what is earned of this one."""
        if self.hero:
            return self.total
        if self.place is None or self.xp_in_rank is None:
            return None
        return sum(self.sizes[: self.place - 1]) + self.xp_in_rank

    @property
    def to_hero(self) -> int | None:
        """XP missing until Hero is reached."""
        if self.hero:
            return 0
        return max(0, sum(self.sizes[:-1]) - self.earned) if self.earned is not None else None

    @property
    def rank_progress(self) -> float | None:
        """The way through the rank, from 0 to 1."""
        if self.hero:
            return 1.0
        return _share(self.xp_in_rank, self.size)

    @property
    def progress(self) -> float | None:
        """The way to Hero, from 0 to 1."""
        return _share(self.earned, self.total) if self.total > 0 else float(self.hero)


def _share(done: int | None, whole: int) -> float | None:
    if done is None:
        return None
    return min(1.0, done / whole) if whole > 0 else 0.0
