"""CSR as the skill service writes it."""

import pytest

from bot.sandbox.csr import UNPLAYED, Standing, csr_json


@pytest.mark.parametrize(
    ("value", "tier", "sub_tier", "next_tier", "next_sub_tier", "next_start"),
    [
        (0, "Bronze", 0, "Bronze", 1, 0),
        (299, "Bronze", 5, "Silver", 0, 300),
        (1144, "Platinum", 4, "Platinum", 5, 900),
        (1499, "Diamond", 5, "Onyx", 0, 1500),
        (1500, "Onyx", 0, "Onyx", 0, 1500),
        (1862, "Onyx", 0, "Onyx", 0, 1500),
    ],
)
def test_tiers(
    value: int, tier: str, sub_tier: int, next_tier: str, next_sub_tier: int, next_start: int
) -> None:
    csr = csr_json(value)
    assert (csr["Value"], csr["Tier"], csr["SubTier"]) == (value, tier, sub_tier)
    assert (csr["NextTier"], csr["NextSubTier"]) == (next_tier, next_sub_tier)
    assert csr["NextTierStart"] == next_start


def test_unranked_is_minus_one_without_a_tier() -> None:
    csr = UNPLAYED.json()["Current"]
    assert (csr["Value"], csr["Tier"], csr["MeasurementMatchesRemaining"]) == (-1, "", 5)


def test_a_peak_is_never_below_the_current_rank() -> None:
    assert Standing.ranked(1300, 1200) == Standing(1300, 1300, 1300)
