"""Odd results that only pictures show."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bot.lookups.results import CareerReport, Comparison, ServiceRecordReport
from bot.lookups.trends import CsrTrend, FormTrend, Point
from tests.presentation.strategies import (
    figures,
    freshness,
    missing,
    moments,
    names,
    numbers,
    players,
    ranks,
)

# Pictures take their time, so that a few odd ones have to do.
a_few = settings(deadline=None, max_examples=20, suppress_health_check=list(HealthCheck))

records = st.builds(
    ServiceRecordReport,
    player=players,
    scope=names,
    matches=numbers,
    wins=numbers,
    losses=numbers,
    ties=numbers,
    time_played=st.timedeltas(),
    kills=numbers,
    deaths=numbers,
    assists=numbers,
    average_kda=st.none() | figures,
    accuracy=st.none() | figures,
    damage_dealt=numbers,
    damage_taken=numbers,
    headshot_kills=numbers,
    melee_kills=numbers,
    grenade_kills=numbers,
    power_weapon_kills=numbers,
    max_killing_spree=numbers,
    medals=numbers,
    missing=missing,
    freshness=freshness,
)
careers = st.builds(
    CareerReport,
    player=players,
    rank=numbers,
    ranks=numbers,
    name=names,
    next_name=st.just("") | names,
    xp=numbers,
    xp_needed=numbers,
    xp_total=numbers,
    xp_to_hero=numbers,
    missing=missing,
    freshness=freshness,
)
comparisons = st.builds(
    Comparison, records, records, st.none() | names, st.none() | ranks, st.none() | ranks
)
series = st.builds(
    lambda found, times: tuple(found * times),
    st.lists(st.builds(Point, moments, figures), max_size=12),
    st.sampled_from((1, 7, 50)),
)
csr_trends = st.builds(CsrTrend, players, names, series)
form_trends = st.builds(FormTrend, players, series, series)
