from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.halo.ranks import ONYX, RANKED_PLAYLISTS, SUB_TIER_WIDTH, Csr

TIERS = ("Bronze", "Silver", "Gold", "Platinum", "Diamond", ONYX)
TIER_WIDTH = 300
ONYX_START = 1500


def csr_of(value: int) -> Csr:
    """The standing of so many points, spelled as the service spells it."""
    if value >= ONYX_START:
        return Csr(value, ONYX, 0, ONYX_START, ONYX, 0, ONYX_START)
    tier, points = divmod(value, TIER_WIDTH)
    sub_tier = points // SUB_TIER_WIDTH
    last = sub_tier == TIER_WIDTH // SUB_TIER_WIDTH - 1
    following = tier + 1 if last else tier
    return Csr(
        value=value,
        tier=TIERS[tier],
        sub_tier=sub_tier,
        tier_start=tier * TIER_WIDTH,
        next_tier=TIERS[following],
        next_sub_tier=0 if last else sub_tier + 1,
        next_tier_start=following * TIER_WIDTH,
    )


@pytest.mark.parametrize(
    ("value", "label", "next_label", "points_to_next"),
    [
        (0, "Bronze 1", "Bronze 2", 50),
        (299, "Bronze 6", "Silver 1", 1),
        (300, "Silver 1", "Silver 2", 50),
        (1375, "Diamond 4", "Diamond 5", 25),
        (1499, "Diamond 6", "Onyx", 1),
        (1500, "Onyx", "", 0),
        (1883, "Onyx", "", 0),
    ],
)
def test_labels(value: int, label: str, next_label: str, points_to_next: int) -> None:
    csr = csr_of(value)
    assert (csr.label, csr.next_label, csr.points_to_next) == (label, next_label, points_to_next)


def test_onyx_has_no_end_and_no_division_by_its_width() -> None:
    csr = csr_of(1630)
    assert csr.onyx
    assert csr.progress == 1.0
    assert csr.points_past_onyx == 130


def test_the_unranked_have_no_progress() -> None:
    csr = Csr(-1)
    assert not csr.ranked
    assert csr.label == "Unranked"
    assert (csr.next_label, csr.points_to_next, csr.progress) == ("", 0, 0.0)


def test_placement_progress_counts_matches() -> None:
    csr = Csr(-1, placement_left=3, placement_total=5)
    assert not csr.ranked
    assert csr.placement_played == 2
    assert csr.progress == pytest.approx(0.4)


def test_more_placement_left_than_there_is_counts_as_none_played() -> None:
    csr = Csr(-1, placement_left=10, placement_total=5)
    assert csr.placement_played == 0
    assert csr.progress == 0.0


def test_a_value_without_a_tier_is_unranked() -> None:
    assert Csr(1200).label == "Unranked"


@given(st.integers(min_value=0, max_value=3000))
def test_progress_and_points_agree(value: int) -> None:
    csr = csr_of(value)
    assert csr.ranked
    assert 0.0 <= csr.progress <= 1.0
    if csr.onyx:
        assert csr.points_past_onyx == value - ONYX_START
    else:
        assert csr.progress == pytest.approx(1 - csr.points_to_next / SUB_TIER_WIDTH)
        assert csr_of(value + csr.points_to_next).label == csr.next_label


@given(
    st.integers(), st.sampled_from(("", *TIERS, "Champion")), st.integers(), st.integers(),
    st.integers(), st.integers(),
)  # fmt: skip
def test_odd_numbers_break_nothing(
    value: int, tier: str, sub_tier: int, start: int, left: int, total: int
) -> None:
    csr = Csr(value, tier, sub_tier, start, placement_left=left, placement_total=total)
    assert 0.0 <= csr.progress <= 1.0
    assert csr.points_to_next >= 0
    assert csr.points_past_onyx >= 0
    assert csr.placement_played >= 0
    assert csr.label


def test_the_known_ranked_playlists_have_ids_and_names() -> None:
    assert all(str(UUID(playlist_id)) == playlist_id for playlist_id in RANKED_PLAYLISTS)
    assert len(set(RANKED_PLAYLISTS.values())) == len(RANKED_PLAYLISTS)
