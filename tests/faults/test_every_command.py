"""Every command through every fault: each is answered, by name, without a secret, and is over."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord
import pytest
from simcord.results import InteractionResult
from sqlalchemy.engine import make_url

from bot.config import Settings
from bot.discord_app.interactions import FAULT
from bot.sandbox.players import MAIN
from bot.sandbox.service import SandboxService
from bot.storage.migrate import upgrade
from tests.cogs.commands import COMMANDS, EVERYTHING, Ask
from tests.conftest import is_named
from tests.faults.checks import assert_answer, assert_no_secret, is_error
from tests.faults.stage import Stage, opened
from tests.faults.troubles import TROUBLES, Trouble
from tests.support.clock import FakeClock
from tests.support.discord import card
from tests.support.proxy import Proxy
from tests.support.sign_in import HOUR
from tests.support.waiting import until

MINUTE = 60.0
# What takes away the links that others need comes last.
_TAKING = ("unlink", "admin unlink")
_ASKED = {
    **{name: ask for name, ask in EVERYTHING.items() if name not in _TAKING},
    **{name: EVERYTHING[name] for name in _TAKING},
}
_AFTERWARDS: dict[str, Ask] = {
    "link": lambda s: s.player.slash(s.channel, "link", gamertag=MAIN),
    **{name: COMMANDS[name] for name in ("lastmatch by gamertag", "csr", "settings")},
}


def _assert_answered(name: str, result: InteractionResult) -> discord.Embed:
    """The card of a command that was answered as it should be."""
    embed = card(result)
    assert_answer(name, embed)
    return embed


async def _walk(stage: Stage, trouble: Trouble, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with trouble.begin(stage):
        results = await stage.ask(_ASKED)
        await stage.app.responses.flush()
    stage.sandbox.heal()
    for name, result in results.items():
        _assert_answered(name, result)
    assert [one for one in stage.handled if one.outcome == FAULT] == []
    assert [error for error in stage.server.env.errors if not is_named(error)] == []
    assert_no_secret(caplog.text, "log")
    pool = stage.app.database.engine.pool
    # What nobody waits for may still be written.
    await until(lambda: pool.checkedout() == 0)  # type: ignore[attr-defined]
    if trouble.passes:
        stage.clock.advance(HOUR)
        # A host that kept failing is asked by one at a time at first; and everybody is linked anew.
        for _ in range(8):
            cards = [_assert_answered(*each) for each in (await stage.ask(_AFTERWARDS)).items()]
            failed = [embed.title for embed in cards if is_error(embed)]
            if not failed:
                break
            stage.clock.advance(MINUTE)
        assert failed == []


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES.keys())
async def test_every_command_through(
    trouble: Trouble, sandbox: SandboxService, settings: Settings, clock: FakeClock,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    async with opened(sandbox, settings, clock, trouble.deadline) as stage:
        await _walk(stage, trouble, caplog)


async def test_every_command_through_a_postgresql_that_is_gone(
    postgresql_url: str, sandbox: SandboxService, settings: Settings, clock: FakeClock,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    await upgrade(postgresql_url)
    server = make_url(postgresql_url)
    async with Proxy(server.host or "127.0.0.1", server.port or 5432) as proxy:

        @asynccontextmanager
        async def begin(_stage: Stage) -> AsyncIterator[None]:
            await proxy.cut()
            yield
            await proxy.mend()

        url = server.set(host="127.0.0.1", port=proxy.port)
        through = settings.model_copy(
            update={
                "database_url": url.render_as_string(hide_password=False),
                # Whoever waits for a connection waits that long.
                "database_timeout": 5.0,
            }
        )
        async with opened(sandbox, through, clock) as stage:
            await _walk(stage, Trouble(begin), caplog)
