"""Matches as the service tells them, for what is counted over many of them."""

from datetime import timedelta
from typing import Any

from bot.facts.played_match import PlayedMatch
from bot.facts.records import Record
from bot.facts.results import SkillReport
from bot.halo.models.enums import Outcome
from bot.halo.models.skill import CsrSnapshot
from bot.halo.models.stats import MatchHistoryEntry
from tests.support.clock import NOW

ARENA = "edfef3ac-9cbe-4fa2-b949-8f29deafd483"
SLAYER = "dcb2e24e-05fb-4390-8076-32a0cdb4326e"


def entry(
    match_id: str = "m", *, began: float = 0, lasted: float = 10, outcome: Outcome = Outcome.WIN,
    playlist: str | None = None,
) -> MatchHistoryEntry:  # fmt: skip
    """A match of a history; times are minutes, counted from the fixtures' present."""
    start = NOW + timedelta(minutes=began)
    info: dict[str, Any] = {
        "StartTime": start.isoformat(),
        "EndTime": (start + timedelta(minutes=lasted)).isoformat(),
        "Playlist": {"AssetId": playlist, "VersionId": "v"} if playlist else None,
    }
    return MatchHistoryEntry.model_validate(
        {"MatchId": match_id, "MatchInfo": info, "Outcome": outcome}
    )


def rank(value: int) -> CsrSnapshot:
    """A Diamond rank, or none for -1."""
    return CsrSnapshot(value=value, tier="Diamond" if value >= 0 else "")


def played(
    before: int | None = None, after: int = -1, *, playlist: str | None = ARENA,
    combat: Record | None = None,
) -> PlayedMatch:  # fmt: skip
    """A match with this effect on the rank; None for a match without any."""
    skill = None
    if before is not None:
        finished = after >= 0 > before
        skill = SkillReport(rank(before).to_csr(), rank(after).to_csr(), finished, None, None)
    return PlayedMatch(entry(playlist=playlist), None, combat, skill)
