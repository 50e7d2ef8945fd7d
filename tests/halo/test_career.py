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


@given(st.integers(0), st.integers(0), st.lists(st.integers(0, 10**6), max_size=5), st.booleans())
def test_anything_sent_makes_a_career(rank: int, xp: int, sizes: list[int], last: bool) -> None:
    career = Career(rank, xp, tuple(sizes), last)
    for share in (career.progress, career.rank_progress):
        assert share is not None
        assert 0 <= share <= 1
    for figure in (career.to_next, career.to_hero, career.earned, career.size, career.place):
        assert figure is not None
        assert figure >= 0


def test_what_is_not_known_makes_nothing_else_known() -> None:
    lost = Career(1, None, SIZES)
    assert (lost.place, lost.size) == (2, 200)
    assert (lost.to_next, lost.earned, lost.to_hero) == (None, None, None)
    assert (lost.rank_progress, lost.progress) == (None, None)
    nowhere = Career(None, 40, SIZES)
    assert (nowhere.place, nowhere.size, nowhere.earned, nowhere.hero) == (None, 0, None, False)
    assert Career(None, None, SIZES, reached_last=True).place == 4


def test_the_real_career(payloads: Path) -> None:
    sent = json.loads((payloads / "get_career_reward_track.json").read_bytes())
    track = CareerRewardTrack.model_validate(sent)
    sizes = tuple(rank.xp_required_for_rank for rank in track.ranks)
    assert Career(0, 0, sizes).total == 9_319_351
    assert Career(270, 0, sizes).to_hero == 250_000
    assert Career(271, 500, sizes).hero
