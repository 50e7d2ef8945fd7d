"""/lastmatch with the recorded answers of the real service, every match of them."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.look import theme
from bot.sandbox.recorded import RECORDED_XUID
from bot.sandbox.service import SandboxService
from bot.sandbox.wire import Json
from bot.sandbox.world import World
from tests.cogs.matches import check_figures, figures_of, row_of, scoreboards, walk
from tests.conftest import Server
from tests.look.checks import assert_acceptable, assert_harmless
from tests.support.clock import FakeClock
from tests.support.discord import card, controls


@pytest.fixture
async def sandbox(clock: FakeClock, world: World, payloads: Path) -> AsyncIterator[SandboxService]:
    """The simulated services with the recorded answers instead of the seeded world."""
    async with SandboxService(world, clock=clock, payloads=payloads) as service:
        yield service


@pytest.fixture(scope="session")
def matches(payloads: Path) -> list[Json]:
    """Every recorded match, newest first, as the history lists them."""
    found = [json.loads(path.read_bytes()) for path in payloads.glob("get_match_stats*.json")]
    return sorted(found, key=lambda match: str(match["MatchInfo"]["StartTime"]), reverse=True)


@pytest.fixture(scope="session")
def listed(payloads: Path, matches: list[Json]) -> int:
    """How many matches the history has: those, and others that the recorded page names."""
    page = json.loads((payloads / "get_match_history.json").read_bytes())["Results"]
    return len({entry["MatchId"] for entry in page} | {match["MatchId"] for match in matches})


async def test_every_recorded_match(server: Server, matches: list[Json], listed: int) -> None:
    result = await server.player.slash(server.channel, "lastmatch")
    cards = await walk(server, result, listed)
    assert controls(result)["Older"] is False
    for embed in cards:
        assert_acceptable(embed)
        assert_harmless(embed)
        assert embed.author.name == "MapleLeaf 117"
    for embed, match in zip(cards, matches, strict=False):
        check_figures(embed, figures_of(match, RECORDED_XUID))
        assert (embed.url or "").endswith(match["MatchId"])


async def test_every_recorded_scoreboard(server: Server, matches: list[Json]) -> None:
    result = await server.player.slash(server.channel, "lastmatch")
    boards = await scoreboards(server, result, len(matches))
    for embed, match in zip(boards, matches, strict=True):
        assert_acceptable(embed)
        assert_harmless(embed)
        core = figures_of(match, RECORDED_XUID)
        row = row_of(embed, "MapleLeaf 117")
        assert row[0] == "►"
        assert f"{core['Kills']} {core['Deaths']} {core['Assists']}" in " ".join(row)
        for player in match["Players"]:
            assert name_of(player["PlayerId"]) in (embed.description or "")


def name_of(player_id: str) -> str:
    """What the board calls a participant; the recorded people come under invented names."""
    if player_id.startswith("bid("):
        return f"Bot {player_id[4:].split('.', maxsplit=1)[0]}"
    xuid = int(player_id[5:-1])
    return "MapleLeaf 117" if xuid == RECORDED_XUID else f"Spartan {xuid % 10_000:04}"


async def test_what_the_recorded_rounds_decided(server: Server, matches: list[Json]) -> None:
    result = await server.player.slash(server.channel, "lastmatch")
    titles = [embed.title or "" for embed in await walk(server, result, len(matches))]
    for title, match in zip(titles, matches, strict=True):
        cores = [team["Stats"]["CoreStats"] for team in match["Teams"]]
        rounds = sum(cores[0][key] for key in ("RoundsWon", "RoundsLost", "RoundsTied"))
        assert ("in rounds" in title) is (rounds > 1)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("csr", {}), ("medals", {}), ("history", {}), ("career", {}), ("playlist", {}),
        ("map", {}), ("mode", {}), ("stats", {}), ("stats", {"scope": "ranked"}),
        ("stats", {"scope": "season"}), ("stats", {"scope": "playlist"}),
        ("stats", {"scope": "mode"}),
    ],
)  # fmt: skip
async def test_everything_else_that_is_recorded(
    server: Server, name: str, options: dict[str, str]
) -> None:
    embed = card(await server.player.slash(server.channel, name, **options))
    assert_acceptable(embed)
    assert_harmless(embed)
    assert not (embed.title or "").startswith(theme.WARNING)
