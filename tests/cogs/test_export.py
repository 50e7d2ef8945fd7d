"""/export."""

import asyncio
import csv
import io
import json
from typing import NoReturn

import pytest
from aiohttp import ServerDisconnectedError
from simcord.results import InteractionResult

from bot.app import App
from bot.features.export.lookup import ExportLookup
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from bot.storage.errors import StorageUnavailable
from tests.conftest import Server
from tests.look.checks import assert_acceptable
from tests.support.discord import card, controls, message
from tests.support.faults import DOWN
from tests.support.spoilt import refusal, spoilt


async def attached(result: InteractionResult) -> tuple[str, str]:
    """Name and text of the one file of the answer."""
    (file,) = message(result).attachments
    return file.filename, (await file.read()).decode("utf-8-sig")


async def test_ones_own_matches_as_csv_for_oneself_alone(server: Server, world: World) -> None:
    result = await server.player.slash(server.channel, "export")
    assert_acceptable(card(result))
    assert card(result).title == "Your last 65 matches"
    assert message(result).ephemeral
    assert controls(result) == {}
    name, text = await attached(result)
    assert name == "halo-matches.csv"
    rows = list(csv.DictReader(io.StringIO(text)))
    matches = world.matches_of("MapleLeaf 117")
    assert [row["match_id"] for row in rows] == [match.match_id for match in matches]


async def test_as_json(server: Server) -> None:
    result = await server.player.slash(server.channel, "export", format="json", matches=25)
    name, text = await attached(result)
    assert name == "halo-matches.json"
    assert len(json.loads(text)["matches"]) == 25


async def test_somebody_who_is_not_linked(server: Server) -> None:
    result = await server.stranger.slash(server.channel, "export")
    assert card(result).title == "⚠️ No gamertag is linked"
    assert message(result).attachments == []


async def test_one_export_after_the_other(server: Server) -> None:
    for _ in range(2):
        result = await server.player.slash(server.channel, "export", matches=25)
        assert card(result).title == "Your last 25 matches"


async def test_one_export_at_a_time(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    async def wait(*_arguments: object, **_options: object) -> None:
        await server.env.external_wait(asyncio.Event().wait(), reason="it never ends")

    monkeypatch.setattr(ExportLookup, "matches", wait)
    first = await server.player.slash(server.channel, "export")
    assert card(first).title == "⏳ Reading your matches"
    second = await server.player.slash(server.channel, "export")
    assert card(second).title == "⚠️ One at a time"
    await server.player.click(message(first), label="Cancel")
    assert card(first).title == "Cancelled"
    third = await server.player.slash(server.channel, "export")
    assert card(third).title == "⏳ Reading your matches"
    await server.player.click(message(third), label="Cancel")


async def test_what_is_missing_is_named(server: Server, sandbox: SandboxService) -> None:
    sandbox.fail("game_variant", DOWN)
    embed = card(await server.player.slash(server.channel, "export", matches=25))
    assert "modes" in (embed.footer.text or "")


async def test_an_outage_makes_no_file(server: Server, sandbox: SandboxService) -> None:
    sandbox.fail("*", DOWN)
    result = await server.player.slash(server.channel, "export")
    assert (card(result).title or "").startswith("⚠️")
    assert message(result).attachments == []


@pytest.mark.parametrize("done", [False, True])
async def test_lost_connections_lose_no_file(server: Server, done: bool) -> None:
    with spoilt(ServerDisconnectedError, done=done):
        result = await server.player.slash(server.channel, "export")
    (file,) = message(result).attachments
    assert file.filename.endswith(".csv")


async def test_a_file_that_discord_refuses(server: Server) -> None:
    with spoilt(lambda: refusal(413), tries=None, files=True):
        result = await server.player.slash(server.channel, "export")
    assert card(result).title == "⚠️ Discord does not accept the file"
    assert message(result).ephemeral


async def test_times_are_in_ones_own_time_zone(server: Server, app: App) -> None:
    await app.lookups.user_settings.change(server.player.id, time_zone="Asia/Kolkata")
    result = await server.player.slash(server.channel, "export", format="json", matches=25)
    _, text = await attached(result)
    assert all(row["started_at"].endswith("+05:30") for row in json.loads(text)["matches"])


async def test_times_are_in_utc_while_the_settings_cannot_be_read(
    server: Server, app: App, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(user_id: int) -> NoReturn:
        raise StorageUnavailable

    monkeypatch.setattr(app.lookups.user_settings, "get", fail)
    result = await server.player.slash(server.channel, "export", format="json", matches=25)
    _, text = await attached(result)
    assert all(row["started_at"].endswith("+00:00") for row in json.loads(text)["matches"])
    assert "settings cannot be read" in caplog.text
