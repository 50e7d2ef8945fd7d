"""Answers on their way to a Discord that refuses them, fails, or is lost in between."""

import logging
from collections.abc import AsyncIterator, Awaitable

import discord
import pytest

from bot.discord_app.bot import HaloBot
from bot.discord_app.delivery import ANSWER_WITHIN
from bot.discord_app.interactions import FAULT, OK, UNDELIVERED, Handled
from bot.halo.errors import Unavailable
from tests.discord_app.conftest import CARD, Probe
from tests.support import controls
from tests.support.clock import FakeClock
from tests.support.gateway import Asked, LoopbackDiscord
from tests.support.gateway_faults import Refusal
from tests.support.running import running
from tests.support.texts import CATALOGUE
from tests.support.troubles import ANSWER, ASIDE, CALLBACK, Trouble, invalid
from tests.support.waiting import until

# What is nobody's fault: the status and code that Discord refuses it with.
GONE = (
    (404, 10003), (404, 10008), (404, 10015), (404, 10062), (400, 40060), (403, 50001),
    (403, 50013), (401, 50027), (400, 50083),
)  # fmt: skip
BOTH_WAYS = pytest.mark.parametrize("done", [False, True], ids=["on its way", "on the way back"])


class Stage:
    """The bot with the probe on the small Discord, and how everything asked of it ended."""

    def __init__(self, discord: LoopbackDiscord, probe: Probe, clock: FakeClock) -> None:
        self.discord = discord
        self.handled: list[Handled] = []
        self.bot = HaloBot(clock, [probe], CATALOGUE, [self.handled.append], shard_count=1)

    async def ask(self, name: str = "open") -> Asked:
        """A command, once it is over."""
        return await self._over(self.discord.command(name))

    async def press(self, card: Asked) -> Asked:
        """A press on the answer's button, once it is over."""
        return await self._over(self.discord.press(card, "Press"))

    async def type(self) -> Asked:
        """Suggestions asked for, once that is over."""
        return await self._over(self.discord.suggest("open", "choice", "x"))

    async def _over(self, asking: Awaitable[Asked]) -> Asked:
        over = len(self.handled) + 1
        asked = await asking
        await until(lambda: len(self.handled) == over)
        return asked

    @property
    def outcome(self) -> str:
        """How the latest one ended."""
        return self.handled[-1].outcome


@pytest.fixture
async def stage(loopback: LoopbackDiscord, probe: Probe, clock: FakeClock) -> AsyncIterator[Stage]:
    stage = Stage(loopback, probe, clock)
    async with running(stage.bot, loopback):
        yield stage


def assert_one_warning(caplog: pytest.LogCaptureFixture) -> None:
    """One line that something was not delivered, without a traceback, and nothing worse."""
    (record,) = (each for each in caplog.records if each.levelno >= logging.WARNING)
    assert record.levelno == logging.WARNING
    assert "not delivered" in record.message
    assert record.exc_info is None


@pytest.mark.parametrize(("status", "code"), GONE)
class TestNobodysFault:
    async def test_at_the_defer(
        self, stage: Stage, probe: Probe, caplog: pytest.LogCaptureFixture, status: int, code: int
    ) -> None:
        stage.discord.troubles.append(Trouble(CALLBACK, Refusal(status, code)))
        await stage.ask()
        assert (stage.outcome, probe.runs) == (UNDELIVERED, 0)
        assert_one_warning(caplog)

    async def test_at_the_answer(
        self, stage: Stage, caplog: pytest.LogCaptureFixture, status: int, code: int
    ) -> None:
        stage.discord.troubles.append(Trouble(ANSWER, Refusal(status, code)))
        await stage.ask()
        assert stage.outcome == UNDELIVERED
        assert_one_warning(caplog)

    async def test_at_an_error_card(
        self, stage: Stage, probe: Probe, caplog: pytest.LogCaptureFixture, status: int, code: int
    ) -> None:
        probe.error = Unavailable()
        stage.discord.troubles.append(Trouble(ANSWER, Refusal(status, code)))
        await stage.ask()
        assert stage.outcome == UNDELIVERED
        assert_one_warning(caplog)

    async def test_at_suggestions(
        self, stage: Stage, caplog: pytest.LogCaptureFixture, status: int, code: int
    ) -> None:
        stage.discord.troubles.append(Trouble(CALLBACK, Refusal(status, code)))
        await stage.type()
        assert (stage.handled[-1].name, stage.outcome) == ("open autocomplete", UNDELIVERED)
        assert_one_warning(caplog)

    async def test_at_a_press(
        self, stage: Stage, probe: Probe, caplog: pytest.LogCaptureFixture, status: int, code: int
    ) -> None:
        card = await stage.ask()
        stage.discord.troubles.append(Trouble(CALLBACK, Refusal(status, code)))
        await stage.press(card)
        assert (stage.outcome, probe.runs) == (UNDELIVERED, 1)
        assert_one_warning(caplog)

    async def test_at_what_a_press_leads_to(
        self, stage: Stage, caplog: pytest.LogCaptureFixture, status: int, code: int
    ) -> None:
        card = await stage.ask()
        stage.discord.troubles.append(Trouble(ANSWER, Refusal(status, code), times=None))
        await stage.press(card)
        assert stage.outcome == UNDELIVERED
        assert_one_warning(caplog)


async def test_a_fault_whose_card_is_not_delivered_remains_a_fault(
    stage: Stage, probe: Probe
) -> None:
    probe.error = ValueError("never thought of")
    stage.discord.troubles.append(Trouble(ANSWER, Refusal(404, 10008)))
    await stage.ask()
    assert stage.outcome == FAULT


async def test_what_the_program_did_wrong_remains_a_fault(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.discord.troubles.append(Trouble(ANSWER, Refusal(400, 50006)))
    asked = await stage.ask()
    assert stage.outcome == FAULT
    assert asked.title == "⚠️ Something went wrong on our side"


@BOTH_WAYS
class TestLostConnection:
    async def test_at_the_defer(self, stage: Stage, probe: Probe, done: bool) -> None:
        stage.discord.troubles.append(Trouble(CALLBACK, done=done))
        asked = await stage.ask()
        assert (asked.title, stage.outcome, probe.runs) == (CARD.title, OK, 1)

    async def test_at_the_answer(self, stage: Stage, probe: Probe, done: bool) -> None:
        stage.discord.troubles.append(Trouble(ANSWER, done=done))
        asked = await stage.ask()
        assert (asked.title, stage.outcome, probe.runs) == (CARD.title, OK, 1)

    async def test_at_suggestions(self, stage: Stage, done: bool) -> None:
        stage.discord.troubles.append(Trouble(CALLBACK, done=done))
        asked = await stage.type()
        assert asked.noticed.is_set()
        assert stage.outcome == OK

    async def test_at_a_press(self, stage: Stage, probe: Probe, done: bool) -> None:
        card = await stage.ask()
        stage.discord.troubles.append(Trouble(CALLBACK, done=done))
        await stage.press(card)
        assert (stage.outcome, probe.runs) == (OK, 2)
        assert list(controls.live(card.components)) == ["Press"]

    async def test_at_an_error_beside_a_card(self, stage: Stage, probe: Probe, done: bool) -> None:
        card = await stage.ask()
        probe.error = Unavailable()
        stage.discord.troubles.append(Trouble(ASIDE, done=done))
        pressed = await stage.press(card)
        assert pressed.title == f"⚠️ {Unavailable.title}"


@pytest.mark.parametrize("call", [CALLBACK, ANSWER])
async def test_a_discord_that_fails_twice_is_asked_again(
    stage: Stage, clock: FakeClock, call: str
) -> None:
    stage.discord.troubles.append(Trouble(call, Refusal(503), times=2))
    asked = await stage.ask()
    assert (asked.title, stage.outcome) == (CARD.title, OK)
    assert sum(clock.slept) < ANSWER_WITHIN


async def test_a_first_answer_is_tried_no_longer_than_discord_waits(
    stage: Stage, clock: FakeClock, probe: Probe, caplog: pytest.LogCaptureFixture
) -> None:
    stage.discord.troubles.append(Trouble(CALLBACK, Refusal(503), times=None))
    await stage.ask()
    assert (stage.outcome, probe.runs) == (UNDELIVERED, 0)
    assert 1 < sum(clock.slept) < ANSWER_WITHIN
    assert_one_warning(caplog)


async def test_nobody_waits_for_minutes_at_a_rate_limit(stage: Stage) -> None:
    stage.discord.troubles.append(Trouble(ANSWER, Refusal(429, retry_after=300)))
    await stage.ask()
    assert stage.outcome == UNDELIVERED


async def test_a_discord_that_stays_away_is_given_up(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.discord.troubles.append(Trouble(ANSWER, times=None))
    await stage.ask()
    assert stage.outcome == UNDELIVERED
    assert_one_warning(caplog)


class TestRefusedParts:
    @pytest.fixture
    def probe(self, probe: Probe) -> Probe:
        probe.card = discord.Embed(title="A card", description="Of words")
        for name in ("first", "second", "third"):
            probe.card.add_field(name=name, value=f"the {name} one")
        return probe

    async def test_a_refused_field_is_left_out(
        self, stage: Stage, caplog: pytest.LogCaptureFixture
    ) -> None:
        errors = invalid("embeds.0.fields.1.value", "This field is required")
        stage.discord.troubles.append(Trouble(ANSWER, Refusal(400, 50035, errors=errors)))
        asked = await stage.ask()
        (card,) = asked.answer["embeds"]
        assert [field["name"] for field in card["fields"]] == ["first", "third"]
        assert (card["description"], stage.outcome) == ("Of words", OK)
        (record,) = (each for each in caplog.records if each.levelno >= logging.WARNING)
        assert "embeds.0.fields.1.value" in record.message

    async def test_a_text_that_is_too_long_is_cut(self, stage: Stage) -> None:
        errors = invalid("embeds.0.description", "Must be 5 or fewer in length.")
        stage.discord.troubles.append(Trouble(ANSWER, Refusal(400, 50035, errors=errors)))
        asked = await stage.ask()
        (card,) = asked.answer["embeds"]
        assert card["description"] == "Of w…"
        assert len(card["fields"]) == 3

    async def test_a_refused_control_is_left_out(self, stage: Stage) -> None:
        errors = invalid("components.0.components.0.emoji.name", "Invalid emoji")
        stage.discord.troubles.append(Trouble(ANSWER, Refusal(400, 50035, errors=errors)))
        asked = await stage.ask()
        assert (asked.title, asked.components, stage.outcome) == ("A card", [], OK)

    async def test_so_is_a_part_of_an_error_beside_a_card(self, stage: Stage, probe: Probe) -> None:
        card = await stage.ask()
        probe.error = Unavailable()
        errors = invalid("embeds.0.footer.text", "This field is required")
        stage.discord.troubles.append(Trouble(ASIDE, Refusal(400, 50035, errors=errors)))
        pressed = await stage.press(card)
        assert pressed.title == f"⚠️ {Unavailable.title}"
        assert "footer" not in pressed.answer["embeds"][0]

    async def test_a_message_that_is_refused_as_a_whole_is_a_fault(self, stage: Stage) -> None:
        errors = invalid("embeds", "Too many")
        stage.discord.troubles.append(Trouble(ANSWER, Refusal(400, 50035, errors=errors)))
        asked = await stage.ask()
        assert stage.outcome == FAULT
        assert asked.title == "⚠️ Something went wrong on our side"
