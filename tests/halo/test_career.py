"""The arithmetic of careers."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.halo.models.gamecms import CareerRewardTrack
from bot.halo.ranks import Career

SIZES = (100, 200, 300, 1)


@pytest.mark.parametrize(
    ("rank", "xp", "place", "earned", "to_next", "to_hero"),
    [
        (0, 0, 1, 0, 100, 600),
        (0, 40, 1, 40, 60, 560),
        (1, 0, 2, 100, 200, 500),
        (2, 299, 3, 599, 1, 1),
        (3, 0, 4, 601, 0, 0),
        (3, 500, 4, 601, 0, 0),
        (9, 0, 4, 601, 0, 0),
    ],
)
def test_the_way_to_hero(
    rank: int, xp: int, place: int, earned: int, to_next: int, to_hero: int
) -> None:
    career = Career(rank, xp, SIZES)
    assert (career.place, career.earned) == (place, earned)
    assert (career.to_next, career.to_hero) == (to_next, to_hero)
    assert career.hero is (to_hero == 0)


def test_without_the_sizes_only_the_rank_is_known() -> None:
    career = Career(41, 70)
    assert (career.place, career.size, career.total, career.to_hero) == (42, 0, 0, 0)
    assert (career.hero, career.progress, career.rank_progress) == (False, 0.0, 0.0)
    assert Career(271, 0, reached_last=True).hero


@given(st.integers(), st.integers(), st.lists(st.integers(0, 10**6), max_size=5), st.booleans())
def test_anything_sent_makes_a_career(rank: int, xp: int, sizes: list[int], last: bool) -> None:
    career = Career(rank, xp, tuple(sizes), last)
    assert 0 <= career.progress <= 1
    assert 0 <= career.rank_progress <= 1
    assert career.place >= 1
    assert min(career.to_next, career.to_hero, career.earned, career.size) >= 0


def test_the_real_career(payloads: Path) -> None:
    sent = json.loads((payloads / "get_career_reward_track.json").read_bytes())
    track = CareerRewardTrack.model_validate(sent)
    sizes = tuple(rank.xp_required_for_rank for rank in track.ranks)
    assert Career(0, 0, sizes).total == 9_319_351
    assert Career(270, 0, sizes).to_hero == 250_000
    assert Career(271, 500, sizes).hero
