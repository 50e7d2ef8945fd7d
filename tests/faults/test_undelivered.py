"""Every command while Discord takes no answer: that is nobody's fault, and it passes."""

import logging

import pytest

from bot.config import Settings
from bot.discord_app.interactions import OK, UNDELIVERED
from bot.sandbox.service import SandboxService
from tests.cogs.commands import COMMANDS, EVERYTHING
from tests.faults.stage import opened
from tests.support.clock import FakeClock
from tests.support.spoilt import refusal, spoilt

# Unknown interaction at the first answer; from the second one on the message or channel is gone,
# the token's time is over, or Discord is away.
REFUSALS = ((404, 10062), (404, 10008), (401, 50027), (403, 50001), (503, 0))


@pytest.mark.parametrize(("status", "code"), REFUSALS)
async def test_every_command_to_a_discord_that_takes_no_answer(
    sandbox: SandboxService, settings: Settings, clock: FakeClock,
    caplog: pytest.LogCaptureFixture, status: int, code: int,
) -> None:  # fmt: skip
    first = code == 10062
    async with opened(sandbox, settings, clock) as stage:
        with spoilt(lambda: refusal(status, code), tries=None, first=first, later=not first):
            await stage.ask(EVERYTHING)
        assert {one.outcome for one in stage.handled} == {UNDELIVERED}
        worse = [each for each in caplog.records if each.levelno > logging.WARNING or each.exc_info]
        assert worse == []
        name = "lastmatch by gamertag"
        await stage.ask({name: COMMANDS[name]})
        assert stage.handled[-1].outcome == OK
