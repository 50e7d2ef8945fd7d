"""The endpoint table beside the service's own manifest."""

import re
from typing import Any

import pytest

from bot.halo import endpoints
from bot.halo.endpoints import Auth, Endpoint
from tests.halo.conftest import Recorded

TABLE = [row for row in vars(endpoints).values() if isinstance(row, Endpoint)]
# Our rows of files that the manifest knows by a general path only, or not at all.
BY_GENERAL_PATH = {
    "csr_season_calendar": "/hi/progression/file/{}",
    "season_calendar": "/hi/progression/file/{}",
    "career_reward_track": "/hi/progression/file/{}",
    "career_rank": "/hi/players/{}/rewardtracks/{}s/{}",
    "asset_image": "",
}
NOT_LISTED = {
    "service_record", "current_user", "user_by_xuid", "user_by_gamertag", "users_by_xuid",
    "medal_metadata", "playlist_configuration", "sprite_sheet",
}  # fmt: skip


def general(path: str) -> str:
    """A path with its parameters' names left out."""
    return re.sub(r"{\w+}", "{}", path).lower()


def listed(manifest: Any, row: Endpoint) -> dict[str, Any]:
    """The manifest's entry for a row."""
    wanted = BY_GENERAL_PATH.get(row.name, general(row.path))
    hosts = {key: one["Hostname"] for key, one in manifest["Authorities"].items()}
    # "gamecms" is the game's own name for the host that everybody else reaches by another.
    hosts["gamecms"] = hosts["gamecms-hacs"]
    for entry in manifest["Endpoints"].values():
        if hosts[entry["AuthorityId"]] == row.host and general(entry["Path"]) == wanted:
            found: dict[str, Any] = entry
            return found
    raise AssertionError(f"the manifest has no {wanted} at {row.host}")


@pytest.mark.parametrize(
    "row",
    [
        row
        for row in TABLE
        if (row.auth is Auth.SPARTAN and row.name not in NOT_LISTED) or row.name in BY_GENERAL_PATH
    ],
    ids=lambda row: row.name,
)
def test_rows_follow_the_manifest(recorded: Recorded, row: Endpoint) -> None:
    manifest = recorded("endpoints.json")
    entry = listed(manifest, row)
    policy = manifest["RetryPolicies"][entry["RetryPolicyId"]]
    options = policy["RetryOptions"]
    assert row.clearance is entry["ClearanceAware"]
    assert row.retry.name == entry["RetryPolicyId"]
    assert row.retry.max_retries == options["MaxRetryCount"]
    assert row.retry.delay * 1000 == options["RetryDelayMs"]
    assert row.retry.growth == options["RetryGrowth"]
    assert row.retry.retry_not_found is options["RetryIfNotFound"]
    assert row.retry.timeout * 1000 >= policy["TimeoutMs"]


def test_rows_have_names_and_addresses_of_their_own() -> None:
    assert len({row.name for row in TABLE}) == len(TABLE)
    assert len({(row.method, row.host, row.path) for row in TABLE}) == len(TABLE)


def test_every_row_that_is_asked_for_has_a_cache_rule() -> None:
    assert [row.name for row in TABLE if row.auth is Auth.SPARTAN and row.cache is None] == []
