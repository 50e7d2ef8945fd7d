"""The short form of `make soak`: random faults and restarts, and nobody is let down."""

from pathlib import Path

import pytest

from tests.soak.soak import Plan, soak


@pytest.mark.timeout(300)
async def test_a_short_soak(tmp_path: Path) -> None:
    plan = Plan(
        restarting=60, restarts=2, steady=100, settled=50, seed=7, seconds=120.0, people=12
    )
    outcome = await soak(plan, tmp_path)
    assert outcome.wrong == []
    assert outcome.hanging == []
    assert outcome.asked >= 160 + 12
    assert outcome.titles["answered"] > 50
    assert set(outcome.sizes) == {50, 100}
