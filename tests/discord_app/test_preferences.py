"""What the asker has set, while the database does not answer."""

import asyncio

import pytest

from bot.app import App
from tests.conftest import Server
from tests.look.checks import text_of
from tests.support.discord import card


async def test_a_frozen_database_is_waited_for_once_by_what_can_do_without(
    server: Server, app: App, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked = 0

    async def hang(user_id: int) -> None:
        nonlocal asked
        asked += 1
        await asyncio.Event().wait()

    monkeypatch.setattr(app.lookups.user_settings, "get", hang)
    for _ in range(3):
        assert "lastmatch" in text_of(card(await server.player.slash(server.channel, "help")))
    assert asked == 1
    assert caplog.text.count("settings cannot be read") == 1
