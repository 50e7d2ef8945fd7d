"""Odd results that only pictures show."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bot.lookups.trends import CsrTrend, Point, WinRate, WinRateBy, WinRates
from tests.presentation.strategies import figures, moments, names, numbers, players

# Pictures take their time, so that a few odd ones have to do.
a_few = settings(deadline=None, max_examples=20, suppress_health_check=list(HealthCheck))

series = st.builds(
    lambda found, times: tuple(found * times),
    st.lists(st.builds(Point, moments, figures), max_size=12),
    st.sampled_from((1, 7, 50)),
)
csr_trends = st.builds(CsrTrend, players, names, names, series)
win_rates = st.builds(
    WinRates,
    players,
    st.sampled_from(WinRateBy),
    st.lists(st.builds(WinRate, names, numbers, numbers), max_size=20).map(tuple),
)
