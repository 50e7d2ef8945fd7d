"""Pictures that an earlier process has sent."""

import pytest

from bot.app import App
from bot.config import Settings
from bot.sandbox.service import SandboxService
from tests.cogs.after_a_restart.conftest import Restart
from tests.cogs.conftest import Speak
from tests.conftest import Server
from tests.support.clock import FakeClock
from tests.support.discord import (
    aside,
    buttons,
    card,
    galleries,
    message,
    values,
)
from tests.support.faults import DOWN


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"pictures": True})


async def test_the_picture_of_an_opened_match_stays(
    server: Server, restart: Restart, sandbox: SandboxService, clock: FakeClock
) -> None:
    sandbox.fail("match_stats", DOWN)
    result = await server.player.slash(server.channel, "history")
    sandbox.heal()
    clock.advance(600)
    await server.player.click(message(result), custom_id=buttons(result, "Open")[0])
    (shown,) = galleries(result)
    assert "Slayer on Live Fire" in shown["items"][0]["description"]
    # Nothing can be put together again, and then all but the match that is asked for.
    for endpoint in ("*", "match_stats"):
        await restart()
        sandbox.fail(endpoint, DOWN)
        failed = await server.player.select(message(result), [values(result)[1]])
        assert (aside(failed).title or "").startswith("⚠️ The Halo service")
        assert galleries(result) == [shown]
        sandbox.heal()
        clock.advance(600)
    await restart()
    await server.player.click(message(result), label="Scoreboard")
    assert galleries(result) == []
    await server.player.click(message(result), label="Summary")
    assert galleries(result)[0]["items"][0]["description"] == shown["items"][0]["description"]


async def test_another_chart_of_a_trend(server: Server, restart: Restart) -> None:
    result = await server.player.slash(server.channel, "trend", matches=30)
    said = card(result)
    await restart()
    await server.player.select(message(result), ["Win rate by map"])
    (chart,) = message(result).attachments
    assert "Live Fire" in (chart.description or "")
    assert (card(result).title, card(result).description) == (said.title, said.description)


async def test_the_language_and_the_time_zone_stay(
    server: Server, restart: Restart, app: App, speak: Speak
) -> None:
    await app.lookups.user_settings.change(server.player.id, time_zone="Asia/Kolkata")
    speak("de")
    result = await server.player.slash(server.channel, "lastmatch")
    (shown,) = message(result).attachments
    assert "UTC+05:30" in (shown.description or "")
    await restart()
    await server.player.click(message(result), label="Älter")
    await server.player.click(message(result), label="Neuer")
    (again,) = message(result).attachments
    assert again.description == shown.description
