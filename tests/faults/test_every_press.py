"""Every control of every answer through some faults: each press is answered, and no card is dead
by it, neither in the process that sent it nor in the one after it."""

import logging
from collections.abc import Mapping

import pytest

from bot.config import Settings
from bot.discord_app.card_ids import ControlsForgotten
from bot.discord_app.interactions import FAULT
from bot.halo.transport.retry import DEADLINE
from bot.sandbox.service import SandboxService
from tests.cogs.commands import COMMANDS
from tests.conftest import is_named
from tests.faults.checks import assert_answer, assert_no_secret, is_error
from tests.faults.presses import Pressed, said
from tests.faults.stage import Stage, opened
from tests.faults.troubles import TROUBLES, Trouble
from tests.support.clock import FakeClock
from tests.support.sign_in import DAY, HOUR
from tests.support.waiting import until

MINUTE = 60.0
# Nothing can be pressed below these, or what others need is taken away.
_LEFT_OUT = ("session", "teammates", "leaderboard", "export", "unlink", "admin")
# Each once: asked in another way they have the same controls.
_ASKED = {
    name: ask
    for name, ask in COMMANDS.items()
    if not name.startswith(_LEFT_OUT) and not {"by", "of"} & set(name.split())
}
# One of each kind, and what presses meet in another way than commands; the first with pictures.
_THROUGH = (
    "API: wrong_type", "API: 404", "API: 500", "API: 429, 2", "API: hang", "API: empty_page",
    "tokens: revoked", "database: locked", "database: gone", "Discord: lost on its way",
    "Discord: 503 twice",
)  # fmt: skip
# Seconds that a call may take: presses wait for several calls, one after the other.
_SHORT = 0.5
# Whoever wants to delete everything is asked anew.
_NOT_KEPT = ("privacy delete",)
_TOO_OLD = f"⚠️ {ControlsForgotten.title}"


async def _press_all(stage: Stage, cards: Mapping[str, Pressed], *, restarted: bool) -> set[str]:
    """Press one control of each card after the other; the titles of what went wrong."""
    failed: set[str] = set()
    while presses := {name: press for name, each in cards.items() if (press := each.next())}:
        before = {name: set(cards[name].controls) for name in presses}
        for name, result in (await stage.ask(presses)).items():
            assert result.acknowledged, name
            assert not cards[name].is_at_work, name
            for embed in said(result):
                assert_answer(name, embed)
                assert embed.title != _TOO_OLD or (restarted and name in _NOT_KEPT), name
            errors = {embed.title for embed in said(result) if is_error(embed)}
            assert not errors or set(cards[name].controls) == before[name], name
            failed |= {str(title) for title in errors}
    return failed - {_TOO_OLD}


async def _walk(
    stage: Stage, trouble: Trouble, cards: Mapping[str, Pressed], *, restarted: bool
) -> None:
    # Nothing that is stored is fresh any more.
    stage.clock.advance(DAY)
    async with trouble.begin(stage):
        await _press_all(stage, cards, restarted=restarted)
        await stage.app.responses.flush()
    stage.sandbox.heal()
    pool = stage.app.database.engine.pool
    await until(lambda: pool.checkedout() == 0)  # type: ignore[attr-defined]
    if trouble.passes:
        stage.clock.advance(HOUR)
        # A host that kept failing is asked by one at a time at first.
        for _ in range(8):
            for each in cards.values():
                each.begin_again()
            if not (failed := await _press_all(stage, cards, restarted=restarted)):
                break
            stage.clock.advance(MINUTE)
        assert failed == set()


@pytest.mark.parametrize("name", _THROUGH)
async def test_every_press_through(
    name: str, sandbox: SandboxService, settings: Settings, clock: FakeClock,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    caplog.set_level(logging.INFO)
    trouble, pictures = TROUBLES[name], name == _THROUGH[0]
    shown = settings.model_copy(update={"pictures": pictures})
    deadline = _SHORT if trouble.deadline < DEADLINE else DEADLINE
    async with opened(sandbox, shown, clock, deadline) as stage:
        answers = {name: Pressed(each) for name, each in (await stage.ask(_ASKED)).items()}
        cards = {name: each for name, each in answers.items() if each.controls}
        assert cards
        await _walk(stage, trouble, cards, restarted=False)
        await stage.restart()
        for each in cards.values():
            each.begin_again()
        await _walk(stage, trouble, cards, restarted=True)
        assert [one for one in stage.handled if one.outcome == FAULT] == []
        assert [error for error in stage.server.env.errors if not is_named(error)] == []
    assert_no_secret(caplog.text, "log")
