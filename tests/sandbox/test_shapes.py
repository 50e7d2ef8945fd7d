"""Our answers beside the recorded ones of the real service: the same keys, kinds and nesting."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox import assets, files
from bot.sandbox.assets import Asset, AssetKind
from bot.sandbox.library import Search
from bot.sandbox.matches import Match
from bot.sandbox.modes import mode_of
from bot.sandbox.players import FIRST_XUID
from bot.sandbox.players import MAIN as MAIN_TAG
from bot.sandbox.world import World

from .conftest import Caller
from .shapes import differences

MAIN = f"xuid({FIRST_XUID})"
ALL = frozenset({"matchmaking", "custom", "local"})


def recorded(payloads: Path, name: str) -> Any:
    return json.loads((payloads / f"{name}.json").read_bytes())


def match_of_category(world: World, category: int) -> Any:
    """A match of teams without bots or leavers, as the recorded ones are."""
    return next(
        match.json
        for match in world.matches
        if mode_of(match.plan.variant).category == category
        and match.json["Teams"]
        and not match.plan.bots
        and not match.plan.leavers
        and not match.plan.gone
    )


def asset(asset: Asset) -> Callable[[World], Any]:
    return lambda world: world.asset(asset.kind, asset.asset_id, asset.version_id, "")


def pair_of(match: Match, world: World) -> Any:
    link = match.info["PlaylistMapModePair"]
    return world.asset(AssetKind.MAP_MODE_PAIR, link["AssetId"], link["VersionId"], "")


ANSWERS: dict[str, Callable[[World], Any]] = {
    "get_match_stats": lambda world: match_of_category(world, 6),
    "get_match_stats_ctf": lambda world: match_of_category(world, 15),
    "get_match_stats_oddball": lambda world: match_of_category(world, 18),
    "get_match_stats_zones": lambda world: match_of_category(world, 11),
    "get_match_history": lambda world: world.history(MAIN, ALL, 0, 25),
    "get_match_count": lambda world: world.match_count(MAIN),
    "get_match_skill": lambda world: world.skill(world.matches[0].match_id, [MAIN]),
    "get_playlist_csr": lambda world: world.playlist_csr(assets.ARENA.asset_id, [MAIN], "")[0],  # type: ignore[index]
    "get_service_record": lambda world: world.service_record(MAIN, "matchmade"),
    "get_user": lambda world: world.user("MapleLeaf 117"),
    "get_users": lambda world: world.users([FIRST_XUID]),
    "get_medal_metadata": lambda world: world.medal_metadata(),
    "get_map": asset(assets.LIVE_FIRE),
    "get_ugc_game_variant": asset(assets.SLAYER),
    "get_playlist": asset(assets.ARENA),
    "get_map_mode_pair": lambda world: pair_of(world.matches[0], world),
    "get_film_by_match_id": lambda world: world.film(world.matches[0].match_id),
    "search_assets": lambda world: world.search(Search()),
    "get_csr_season_calendar": lambda world: world.progression_file(files.CSR_CALENDAR),
    "get_season_calendar": lambda world: world.progression_file(files.SEASON_CALENDAR),
    "get_player_career_rank": lambda world: world.career_rank(MAIN),
    "get_player_reward_track_operations": lambda world: world.operations(MAIN),
    "get_player_customization": lambda world: world.customization(MAIN),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_have_the_recorded_shape(payloads: Path, world: World, name: str) -> None:
    assert differences(ANSWERS[name](world), recorded(payloads, name)) == []


# What nobody has published a recording of, as people who have met it describe it.
_CHALLENGE = {"Path": "", "Progress": 0, "Id": "", "CanReroll": True}
_UPCOMING = {"Difficulty": "", "TypeIconPath": "", "IsUserEvent": False, **_CHALLENGE}
DESCRIBED: dict[str, tuple[Callable[[World], Any], Any]] = {
    "challenge decks": (
        lambda world: world.decks(MAIN),
        {
            "AssignedDecks": [
                {
                    "Id": "",
                    "Path": "",
                    "ActiveChallenges": [_CHALLENGE],
                    "UpcomingChallenges": [_UPCOMING],
                    "CompletedChallenges": [_CHALLENGE],
                    "Expiration": {"ISO8601Date": ""},
                }
            ],
            "ClearanceId": "",
        },
    ),
    "match progression": (
        lambda world: world.progression(MAIN, world.matches_of(MAIN_TAG)[0].match_id),
        {
            "ClearanceId": "",
            "RewardId": "",
            "RewardIds": [""],
            "ChallengeProgressState": [
                {"Path": "", "Id": "", "PreviousProgress": 0, "Progress": 0}
            ],
        },
    ),
    "match privacy": (lambda world: world.privacy(MAIN), {"MatchmadeGames": 1, "OtherGames": 2}),
    "playlist configuration": (
        lambda world: world.playlist_configuration(assets.ARENA.asset_id),
        {
            "NameHint": "",
            "UgcPlaylistVersion": "",
            "PlatformMatchmakingHopperId": "",
            "GameStartRulesId": "",
            "ThunderheadContentConfiguration": "",
            "ThunderheadVmSize": "",
            "TrueMatchSettings": "",
            "HasCsr": True,
            "PlaylistExperience": "Arena",
            "MatchmakingDelaySec": 0,
        },
    ),
}


@pytest.mark.parametrize("name", DESCRIBED)
def test_answers_have_the_described_shape(world: World, name: str) -> None:
    answer, described = DESCRIBED[name]
    assert differences(answer(world), described) == []


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("get_career_reward_track", files.CAREER_TRACK),
        ("get_operation_reward_track", files.OPERATION_PATHS[0]),
    ],
)
def test_reward_tracks_have_the_recorded_shape(
    payloads: Path, world: World, name: str, path: str
) -> None:
    wrong = differences(world.progression_file(path), recorded(payloads, name))
    # What a rank gives is invented: not every track was recorded with rewards of both kinds.
    assert [line for line in wrong if "Rewards" not in line] == []


@pytest.mark.parametrize("category", [6, 8])
def test_bots_and_elimination_have_the_recorded_shape(
    payloads: Path, world: World, category: int
) -> None:
    ours = next(
        match.json
        for match in world.matches
        if (match.plan.bots if category == 6 else mode_of(match.plan.variant).category == 8)
    )
    theirs = recorded(payloads, "get_match_stats_elimination")
    wrong = differences(ours, theirs)
    # The recorded elimination is a custom game with bots: ours are either the one or the other.
    expected = {"EliminationStats", "Playlist", "BotAttributes"}
    assert [line for line in wrong if not any(word in line for word in expected)] == []


async def test_the_sign_in_chain_has_the_recorded_shape(payloads: Path, caller: Caller) -> None:
    for name, answer in (await caller.sign_in()).items():
        assert differences(answer.json, recorded(payloads, name)) == [], name


def test_an_empty_record_has_the_shape_of_a_full_one(world: World) -> None:
    empty = world.service_record("New Nova", "matchmade")
    full = world.service_record("MapleLeaf 117", "matchmade")
    wrong = differences(empty, full)
    assert [line for line in wrong if "[]" not in line] == []
