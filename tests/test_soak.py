"""The short form of `make soak`: random faults and restarts, and nobody is let down."""

from pathlib import Path

import pytest

from tests.soak.outcome import Plan
from tests.soak.soak import soak


@pytest.mark.timeout(300)
async def test_a_short_soak(tmp_path: Path) -> None:
    plan = Plan(restarting=40, restarts=1, steady=80, settled=40, seed=7, seconds=180.0, people=12)
    outcome = await soak(plan, tmp_path)
    assert outcome.wrong == []
    assert outcome.hanging == []
    assert outcome.titles["answered"] > 20
    assert outcome.titles["pressed"] > 5
    assert outcome.pictures
    assert outcome.sizes
