"""Service records in few figures, and several added up."""

from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.records import Record, combat_of, record_of, summed
from bot.facts.seasons import newest_first
from bot.halo.models.stats import ServiceRecord
from tests.facts import matches

records = st.builds(
    Record,
    matches=st.integers(1, 5_000),
    wins=st.none() | st.integers(0, 5_000),
    time_played=st.integers(0, 10**6).map(lambda seconds: timedelta(seconds=seconds)),
    kills=st.none() | st.integers(0, 10**6),
    deaths=st.none() | st.integers(0, 10**6),
    average_kda=st.none() | st.floats(-20, 50),
    best_spree=st.none() | st.integers(0, 99),
)


@given(st.lists(records, max_size=5))
def test_a_sum_holds_every_match(parts: list[Record]) -> None:
    total = summed(parts)
    assert total.matches == sum(part.matches for part in parts)
    sprees = [part.best_spree for part in parts if part.best_spree is not None]
    assert total.best_spree == max(sprees, default=None if parts else 0)
    wins = [part.wins for part in parts if part.wins is not None]
    assert total.wins == (sum(wins) if wins or not parts else None)
    played = [part.average_kda for part in parts if part.average_kda is not None]
    if played:
        assert total.average_kda is not None
        assert min(played) - 1e-6 <= total.average_kda <= max(played) + 1e-6
    else:
        assert total.average_kda == (None if parts else 0)


@given(st.lists(records, min_size=2, max_size=5))
def test_a_ratio_is_of_matches_that_have_both_figures(parts: list[Record]) -> None:
    both = [part for part in parts if part.kills is not None and part.deaths is not None]
    assert summed(parts).kills_per_death == summed(both).kills_per_death


def test_averages_are_by_matches() -> None:
    total = summed([Record(matches=30, average_kda=2.0), Record(matches=10, average_kda=-2.0)])
    assert total.average_kda == pytest.approx(1.0)


def test_nothing_is_divided_by_nothing() -> None:
    nothing = Record()
    assert (nothing.win_rate, nothing.kills_per_death, nothing.accuracy) == (None, None, None)
    assert nothing.per_match(nothing.kills) is None
    assert Record(kills=7).kills_per_death == 7
    assert Record(kills=3, deaths=4).kills_per_death == 0.75
    assert Record(matches=1, shots_fired=8, shots_hit=2).accuracy == 25


def test_the_figures_of_all_teams_a_player_was_on_count() -> None:
    cores = [matches.core(3, 1, ShotsFired=10, ShotsHit=4), matches.core(4, 2, DamageDealt=900)]
    found = combat_of(matches.match([matches.player(1, cores=cores)]).players[0])
    assert found is not None
    assert (found.matches, found.kills, found.deaths, found.average_kda) == (1, 7, 3, 4.0)
    # What one team has no figure of is that of the other.
    assert (found.shots_fired, found.shots_hit, found.damage_dealt) == (10, 4, 900)


def test_who_has_no_figures_has_none() -> None:
    nobody = matches.match([matches.player(1) | {"PlayerTeamStats": []}]).players[0]
    assert combat_of(nobody) is None


@pytest.mark.parametrize(
    ("sent", "unknown"),
    [
        ({"Kills": -3}, {"kills", "average_kda", "kills_per_death"}),
        ({"Assists": -1}, {"assists", "average_kda"}),
        ({"Deaths": "NaN"}, {"deaths", "average_kda", "kills_per_death"}),
        # More hits than shots.
        ({"ShotsFired": 5, "ShotsHit": 7}, {"shots_fired", "shots_hit", "accuracy"}),
        ({"DamageDealt": 99_999_999}, {"damage_dealt"}),
        ({"DamageTaken": -225}, {"damage_taken"}),
        ({"HeadshotKills": 19}, {"headshot_kills"}),
        ({"MaxKillingSpree": 19}, {"best_spree"}),
        # Betrayals and suicides cost points.
        ({"PersonalScore": -110}, set()),
    ],
)
def test_what_cannot_be_is_not_known(sent: dict[str, Any], unknown: set[str]) -> None:
    possible = {
        "ShotsFired": 221, "ShotsHit": 135, "DamageDealt": 6_040, "DamageTaken": 3_090,
        "HeadshotKills": 9, "MeleeKills": 0, "GrenadeKills": 0, "PowerWeaponKills": 0,
        "MaxKillingSpree": 6, "PersonalScore": 2_050,
    }  # fmt: skip
    cores = [matches.core(18, 8, 5, **possible) | sent]
    found = combat_of(matches.match([matches.player(1, cores=cores)]).players[0])
    assert found is not None
    ratios = ("kills_per_death", "accuracy")
    figures = (*(each.name for each in fields(Record)), *ratios)
    assert {name for name in figures if getattr(found, name) is None} == unknown


def test_a_career_may_hold_what_no_match_can() -> None:
    sent = {"Kills": 42_197, "Deaths": 26_566, "DamageDealt": 11_000_000}
    record = {"MatchesCompleted": 2_664, "Wins": 1_500, "Losses": 1_000, "CoreStats": sent}
    assert record_of(ServiceRecord.model_validate(record)).damage_dealt == 11_000_000
    more = record_of(ServiceRecord.model_validate(record | {"Wins": 3_000}))
    assert (more.wins, more.losses, more.win_rate, more.unfinished) == (None, 1_000, None, None)


@pytest.mark.parametrize(
    ("core", "pve", "ratio"),
    [
        ((42_197, 26_566), None, 42_197 / 26_566),
        ((42_197, 26_566), (872, 10), 41_325 / 26_556),
        # Nothing but Firefight.
        ((148, 1), (148, 1), None),
        # More than all of them: they are no part of them.
        ((20, 5), (148, 1), 4.0),
    ],
)
def test_enemies_of_the_game_do_not_count_in_a_ratio(
    core: tuple[int, int], pve: tuple[int, int] | None, ratio: float | None
) -> None:
    sent: dict[str, Any] = {
        "MatchesCompleted": 2_664, "CoreStats": {"Kills": core[0], "Deaths": core[1]},
        "PveStats": {"Kills": pve[0], "Deaths": pve[1]} if pve else None,
    }  # fmt: skip
    record = record_of(ServiceRecord.model_validate(sent))
    assert (record.kills, record.deaths) == core
    assert record.kills_per_death == ratio


def test_the_newest_season_is_first() -> None:
    sent = [
        "Seasons/Season6.json", "Seasons/Season6-2.json", "Seasons/Season-Winter-Break-22.json",
        "Csr/Seasons/CsrSeason5-1.json", "Csr/Seasons/CsrSeason10-1.json",
        "Csr/Seasons/CsrSeason9-1.json", "Csr/Seasons/CsrSeason9-1.json",
    ]  # fmt: skip
    assert newest_first(sent) == [
        "Csr/Seasons/CsrSeason10-1.json", "Csr/Seasons/CsrSeason9-1.json",
        "Csr/Seasons/CsrSeason5-1.json", "Seasons/Season6-2.json", "Seasons/Season6.json",
        "Seasons/Season-Winter-Break-22.json",
    ]  # fmt: skip
