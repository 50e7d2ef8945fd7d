import json
import re
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from hypothesis import settings

from bot.halo.transport.wire import Wire
from tests.support.clock import FakeClock
from tests.support.upstream import Upstream

# Speed is measured elsewhere: a slow machine must not fail a property.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")

Recorded = Callable[[str], Any]
DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?")
# A small match with one of everything that the properties below may break.
MATCH: dict[str, Any] = {
    "MatchId": "b4be1c44-5782-42b3-8cf8-0d76dd87230c",
    "MatchInfo": {
        "StartTime": "2025-01-29T04:07:25.9641234Z",
        "EndTime": "2025-01-29T04:17:05",
        "Duration": "PT9M9.4211615S",
        "LifecycleMode": 3,
        "GameVariantCategory": 6,
        "MapVariant": {"AssetKind": 2, "AssetId": "map", "VersionId": "v1"},
        "Playlist": {"AssetKind": 3, "AssetId": "playlist", "VersionId": "v2"},
        "PlaylistExperience": 2,
        "SeasonId": "Csr/Seasons/CsrSeason9-1.json",
        "TeamsEnabled": True,
    },
    "Teams": [
        {"TeamId": team, "Outcome": 3 - team, "Rank": 2 - team, "Stats": {"CoreStats": {}}}
        for team in (0, 1)
    ],
    "Players": [
        {
            "PlayerId": player_id,
            "PlayerType": 2 if player_id.startswith("bid") else 1,
            "BotAttributes": {"Difficulty": 4} if player_id.startswith("bid") else None,
            "LastTeamId": team,
            "Outcome": 3 - team,
            "Rank": 1,
            "ParticipationInfo": {
                "FirstJoinedTime": "2025-01-29T04:07:55.652Z",
                "LastLeaveTime": None,
                "TimePlayed": "P1DT2H3M4.5S",
            },
            "PlayerTeamStats": [
                {
                    "TeamId": team,
                    "Stats": {
                        "CoreStats": {
                            "Kills": 18,
                            "KDA": -3.33,
                            "Accuracy": 61.08,
                            "AverageLifeDuration": "PT50.1S",
                            "Medals": [{"NameId": 622331684, "Count": 2}],
                        },
                        "OddballStats": {"TimeAsSkullCarrier": "PT2M0.8S"},
                    },
                }
            ],
        }
        for player_id, team in (("xuid(1)", 0), ("xuid(2)", 1), ("bid(31.0)", 1))
    ],
}


@pytest.fixture(scope="session")
def recorded(payloads: Path) -> Recorded:
    """Reads a recorded answer by file name, as plain JSON data."""
    return lambda name: json.loads((payloads / name).read_bytes())


@pytest.fixture
async def upstream(clock: FakeClock) -> AsyncIterator[Upstream]:
    """A server on loopback that answers what the test tells it to."""
    async with Upstream(clock) as server:
        yield server


@pytest.fixture
async def wire(upstream: Upstream, clock: FakeClock) -> AsyncIterator[Wire]:
    """The innermost sender, with the real HTTP client, on its way to `upstream`."""
    async with aiohttp.ClientSession() as session:
        yield Wire(session, clock, upstream.base_url)


def seconds(text: str) -> float | None:
    """A duration's or a time's length in seconds, read without the models' help."""
    found = DURATION.fullmatch(text)
    if found:
        parts = (float(part or 0) for part in found.groups())
        return sum(part * unit for part, unit in zip(parts, (86_400, 3600, 60, 1), strict=True))
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:
        return None


def same(sent: object, dumped: object) -> bool:
    """Whether a leaf says the same; null may have become something empty."""
    if sent is None:
        return dumped is None or dumped in ([], {})
    if isinstance(sent, str) and isinstance(dumped, str) and sent != dumped:
        was, now = seconds(sent), seconds(dumped)
        return was is not None and now is not None and abs(was - now) < 1e-5
    return sent == dumped or (isinstance(dumped, int) and sent == str(dumped))


def differences(sent: Any, dumped: Any, path: str = "") -> Iterator[str]:
    """Where a dumped model says something else than the answer it came from."""
    if isinstance(sent, dict) and isinstance(dumped, dict):
        for key, value in dumped.items():
            yield from differences(sent[key], value, f"{path}.{key}")
    elif isinstance(sent, list) and isinstance(dumped, list):
        if len(sent) != len(dumped):
            yield f"{path}: {len(sent)} items became {len(dumped)}"
        for index, pair in enumerate(zip(sent, dumped, strict=False)):
            yield from differences(*pair, f"{path}[{index}]")
    elif not same(sent, dumped):
        yield f"{path}: {sent!r} became {dumped!r}"


def unnamed(sent: Any, dumped: Any, path: str = "") -> Iterator[str]:
    """The keys of an answer that its model does not name, without list positions."""
    if isinstance(sent, dict) and isinstance(dumped, dict):
        for key, value in sent.items():
            inner = f"{path}.{key}".lstrip(".")
            if key in dumped:
                yield from unnamed(value, dumped[key], inner)
            else:
                yield inner
    elif isinstance(sent, list) and isinstance(dumped, list):
        for pair in zip(sent, dumped, strict=False):
            yield from unnamed(*pair, path)
