"""Service records in few figures, and several added up."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.records import Record, combat_of, summed
from bot.facts.seasons import newest_first
from tests.facts import matches

records = st.builds(
    Record,
    matches=st.integers(0, 5_000),
    wins=st.integers(0, 5_000),
    time_played=st.integers(0, 10**6).map(lambda seconds: timedelta(seconds=seconds)),
    kills=st.integers(0, 10**6),
    average_kda=st.floats(-20, 50),
    best_spree=st.integers(0, 99),
)


@given(st.lists(records, max_size=5))
def test_a_sum_holds_every_match(parts: list[Record]) -> None:
    total = summed(parts)
    assert total.matches == sum(part.matches for part in parts)
    assert total.kills == sum(part.kills for part in parts)
    assert total.best_spree == max((part.best_spree for part in parts), default=0)
    played = [part.average_kda for part in parts if part.matches]
    if played:
        assert min(played) - 1e-6 <= total.average_kda <= max(played) + 1e-6
    else:
        assert total.average_kda == 0


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
    cores = [matches.core(3, 1, ShotsFired=10), matches.core(4, 2, ShotsFired=5)]
    own = matches.match([matches.player(1, cores=cores)]).players[0]
    assert combat_of(own) == Record(matches=1, kills=7, deaths=3, shots_fired=15, average_kda=4.0)


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
