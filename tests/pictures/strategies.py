"""Odd results that only pictures show."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bot.features.trend.series import CsrTrend, Point
from tests.look.strategies import figures, maybe_moments, names, players, rank_moves

# Pictures take their time, so that a few odd ones have to do.
a_few = settings(deadline=None, max_examples=20, suppress_health_check=list(HealthCheck))

series = st.builds(
    lambda found, times: tuple(found * times),
    st.lists(st.builds(Point, maybe_moments, figures), max_size=12),
    st.sampled_from((1, 7, 50)),
)
csr_trends = st.tuples(st.builds(CsrTrend, players, names, names, series), st.none() | rank_moves)
