"""What the ids of controls keep."""

from collections.abc import Sequence
from typing import Protocol, Self

import pytest

from bot.discord_app.card_ids import LONGEST_ID, KeptId
from bot.facts.results import MatchKind
from bot.features.assets.lookup import AssetKind
from bot.features.assets.view import KeptAssets
from bot.features.csr.view import KeptCsr
from bot.features.history.view import KeptHistory
from bot.features.match.view import KeptMatch
from bot.features.rotation.view import KeptRotation
from bot.features.stats.lookup import StatsQuestion, StatsScope
from bot.features.stats.view import KeptStats
from bot.features.trend.view import KeptTrend

OWNER = 2**64 - 1
XUID = 2_535_499_999_999_999
ID = "dcb2e24e-05fb-4390-8076-32a0cdb4326e"


class Kept(Protocol):
    """What all of them share."""

    def words(self) -> tuple[str, ...]: ...

    @classmethod
    def parse(cls, words: Sequence[str]) -> Self: ...


@pytest.mark.parametrize(
    ("view", "control", "kept"),
    [
        ("match", "older", KeptMatch(ID, XUID, MatchKind.MATCHMAKING, 99_999, True)),
        ("history", "previous", KeptHistory(XUID, MatchKind.MATCHMAKING, 9_999, ID, True)),
        ("history", "open9", KeptHistory(XUID, MatchKind.MATCHMAKING, 9_999, ID, True)),
        ("csr", "refresh", KeptCsr(XUID, ID)),
        ("csr", "refresh", KeptCsr(XUID, "typed: with colons")),
        (
            "stats",
            "playlist",
            KeptStats(XUID, StatsQuestion(StatsScope.PLAYLIST, "CsrSeason10-1", ID, 41)),
        ),
        ("trend", "chart", KeptTrend(XUID, 100)),
        ("assets", "previous", KeptAssets(AssetKind.MODE, 99, "ranked: typed with colons")),
        ("rotation", "order", KeptRotation(ID, by_map=True)),
    ],
    ids=str,
)
def test_all_that_is_kept_fits_and_comes_back(view: str, control: str, kept: Kept) -> None:
    custom_id = str(KeptId(view, control, OWNER, kept.words()))
    assert len(custom_id) <= LONGEST_ID
    again = KeptId.parse(custom_id)
    assert (again.view, again.control, again.owner_id) == (view, control, OWNER)
    assert kept.parse(again.state) == kept
