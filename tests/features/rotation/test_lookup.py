"""What a playlist has in rotation."""

import json
from pathlib import Path

import pytest

from bot.facts.asset_names import KNOWN_PLAYLISTS
from bot.facts.errors import UnknownPlaylist
from bot.facts.results import Player
from bot.features.lookups import Lookups
from bot.halo.errors import Unavailable
from bot.halo.models.discovery_ugc import Playlist
from bot.sandbox import assets
from bot.sandbox.service import SandboxService
from tests.support.faults import DOWN


async def test_shares_of_modes_and_maps(lookups: Lookups) -> None:
    report = await lookups.rotation.rotation("ranked arena")
    assert (report.playlist_id, report.name) == (assets.ARENA.asset_id, "Ranked Arena")
    assert (report.is_ranked, report.teams, report.team_size) == (True, 2, 4)
    assert sum(entry.share for entry in report.entries) == pytest.approx(1)
    shares = [entry.share for entry in report.entries]
    assert shares == sorted(shares, reverse=True)
    assert {entry.mode_name for entry in report.entries} == {
        "Slayer", "Oddball", "Strongholds", "CTF 3 Captures", "King of the Hill",
    }  # fmt: skip
    assert {entry.map_name for entry in report.entries} == {
        "Live Fire", "Recharge", "Streets", "Aquarius", "Solitude",
    }  # fmt: skip
    assert report.missing == ()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  RANKED  slayer ", "Ranked Slayer"),
        ("snipers", "Ranked Snipers"),
        (assets.QUICK_PLAY.asset_id, "Quick Play"),
        (assets.EVENT.asset_id.upper(), "Starfall Event"),
    ],
)
async def test_a_playlist_by_name_or_id(
    lookups: Lookups, sandbox: SandboxService, typed: str, name: str
) -> None:
    assert (await lookups.rotation.rotation(typed)).name == name
    assert sandbox.count("match_history") == 0


async def test_a_playlist_that_the_asker_has_played(lookups: Lookups, main: Player) -> None:
    report = await lookups.rotation.rotation("rumble", main)
    assert (report.name, report.is_ranked) == ("Rumble Pit", False)
    with pytest.raises(UnknownPlaylist):
        await lookups.rotation.rotation("rumble")


@pytest.mark.parametrize("typed", ["", "lone wolves", "00000000-0000-4000-8000-000000000000"])
async def test_a_playlist_that_does_not_exist(lookups: Lookups, main: Player, typed: str) -> None:
    with pytest.raises(UnknownPlaylist):
        await lookups.rotation.rotation(typed, main)


async def test_whether_it_is_ranked_may_be_missing(
    lookups: Lookups, sandbox: SandboxService
) -> None:
    sandbox.fail("playlist_configuration", DOWN)
    report = await lookups.rotation.rotation("quick play")
    assert report.is_ranked is None
    assert report.missing == ("whether it is ranked",)


async def test_without_the_playlist_nothing_can_be_said(
    lookups: Lookups, sandbox: SandboxService
) -> None:
    sandbox.fail("playlist_latest", DOWN)
    with pytest.raises(Unavailable):
        await lookups.rotation.rotation("quick play")


async def test_names_are_in_the_asked_language(lookups: Lookups) -> None:
    report = await lookups.rotation.rotation("ranked arena", language="de-DE")
    assert report.name == "Rangliste: Arena"


def test_the_recorded_playlist_is_known(payloads: Path) -> None:
    sent = json.loads((payloads / "get_playlist.json").read_bytes())
    playlist = Playlist.model_validate(sent)
    assert KNOWN_PLAYLISTS[playlist.asset_id] == playlist.public_name
    assert all(" on " in entry.public_name for entry in playlist.rotation_entries)
