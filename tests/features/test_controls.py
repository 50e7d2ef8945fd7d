"""What all views share, shown on the match view."""

import asyncio
from copy import deepcopy
from dataclasses import replace

import pytest
from simcord.env import Env

from bot.discord_app.cards import NOT_YOURS, TIMEOUT, ErrorReporter, OwnedView
from bot.facts.results import MatchReport
from bot.features.match.view import OLDER, MatchView
from bot.halo.errors import Unavailable
from tests.features.conftest import Shown
from tests.look.samples import MATCH
from tests.support.texts import ENGLISH

OPEN = {"Older": True, "Newer": True, "Scoreboard": True, "Refresh": True}


class Loader:
    """Gives the match beside another one, when a test lets it."""

    def __init__(self, env: Env) -> None:
        self._env = env
        self.calls: list[int] = []
        self.faults: list[Exception] = []
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def __call__(self, match: MatchReport, step: int) -> MatchReport:
        self.calls.append(step)
        await self._env.external_wait(self.may_answer.wait(), reason="the test lets it answer")
        if self.faults:
            raise self.faults.pop()
        return replace(match, position=match.position + step)

    def view(self, owner_id: int, report: ErrorReporter) -> OwnedView:
        return MatchView(owner_id, report, ENGLISH, MATCH, self)


@pytest.fixture
async def loader(shown: Shown) -> Loader:
    """The loader of the match view that is shown."""
    loader = Loader(shown.env)
    await shown.show(loader.view)
    return loader


async def test_a_stranger_is_refused_privately(shown: Shown, loader: Loader) -> None:
    before = shown.embed
    result = await shown.stranger.click(shown.message, label="Older")
    assert result.ephemeral
    assert result.response is not None
    assert result.response.content == NOT_YOURS
    assert loader.calls == []
    assert shown.embed == before


async def test_the_controls_are_switched_off_in_the_end(shown: Shown, loader: Loader) -> None:
    await shown.env.advance_time(TIMEOUT - 1)
    assert shown.controls == OPEN
    await shown.env.advance_time(1)
    assert shown.controls == dict.fromkeys(OPEN, False)
    assert shown.embed.title == "Victory · 50 – 43"


async def test_a_press_puts_the_end_off(shown: Shown, loader: Loader) -> None:
    await shown.env.advance_time(TIMEOUT - 1)
    await shown.owner.click(shown.message, label="Older")
    await shown.env.advance_time(TIMEOUT - 1)
    assert shown.controls == OPEN
    await shown.env.advance_time(1)
    assert shown.controls == dict.fromkeys(OPEN, False)


async def test_the_message_may_be_gone_in_the_end(shown: Shown, loader: Loader) -> None:
    await shown.current.delete()
    await shown.env.advance_time(TIMEOUT)
    assert shown.view.is_finished()


@pytest.mark.simcord(check_errors=False)
async def test_a_failure_is_reported_and_the_controls_come_back(
    shown: Shown, loader: Loader
) -> None:
    fault = Unavailable()
    loader.faults.append(fault)
    result = await shown.owner.click(shown.message, label="Older")
    assert shown.bot.reported == [fault]
    assert [each.content for each in result.followups] == ["It failed."]
    assert shown.controls == OPEN
    assert shown.embed.footer.text == "Match 3 in the list"
    await shown.owner.click(shown.message, label="Older")
    assert shown.embed.footer.text == "Match 4 in the list"


@pytest.mark.simcord(check_errors=False)
async def test_a_failure_long_after_the_first_answer(shown: Shown, loader: Loader) -> None:
    for _ in range(2):
        await shown.env.advance_time(TIMEOUT - 1)
        await shown.owner.click(shown.message, label="Scoreboard")
        await shown.owner.click(shown.message, label="Summary")
    loader.faults.append(Unavailable())
    await shown.owner.click(shown.message, label="Older")
    assert shown.controls == OPEN
    await shown.env.advance_time(TIMEOUT)
    assert shown.controls == dict.fromkeys(OPEN, False)


async def test_a_press_is_answered_before_the_match_is_there(shown: Shown, loader: Loader) -> None:
    loader.may_answer.clear()
    await shown.owner.click(shown.message, label="Older")
    assert shown.controls == {"…": False, "Newer": False, "Scoreboard": False, "Refresh": False}
    assert shown.embed.footer.text == "Match 3 in the list"
    loader.may_answer.set()
    await shown.env.settle()
    assert shown.controls == OPEN
    assert shown.embed.footer.text == "Match 4 in the list"


@pytest.mark.parametrize("label", ["Older", "Newer", "Scoreboard"])
async def test_a_second_press_during_the_first_changes_nothing(
    shown: Shown, loader: Loader, label: str
) -> None:
    stored = shown.env.backend.get_message(shown.channel.id, shown.message.id)
    pressable = deepcopy(stored.components)
    loader.may_answer.clear()
    await shown.owner.click(shown.message, label="Older")
    # Quick fingers still see the buttons as they were.
    stored.components = pressable
    second = await shown.owner.click(shown.message, label=label)
    assert second.acknowledged
    loader.may_answer.set()
    await shown.env.settle()
    assert loader.calls == [OLDER]
    assert shown.controls == OPEN
    assert shown.embed.footer.text == "Match 4 in the list"


async def test_a_match_that_comes_after_the_end(shown: Shown, loader: Loader) -> None:
    loader.may_answer.clear()
    await shown.owner.click(shown.message, label="Older")
    await shown.env.advance_time(TIMEOUT)
    loader.may_answer.set()
    await shown.env.settle()
    assert shown.controls == dict.fromkeys(OPEN, False)
    assert shown.embed.footer.text == "Match 4 in the list"
