"""What people are told while their requests wait, and for whom these are sent."""

import pytest

from bot.discord_app.waits import ANSWERABLE, WORTH_TELLING, waiting_card
from bot.halo.errors import QueueTooLong
from bot.halo.transport.ticket import Asker, Ticket, Wait, current_asker
from tests.discord_app.conftest import CARD, Probe, Stage
from tests.look.checks import assert_acceptable
from tests.support.clock import FakeClock
from tests.support.discord import card, message
from tests.support.gateway import WAITING
from tests.support.texts import ENGLISH


class Standing:
    """A place in a queue as a test has it."""

    def __init__(self, ahead: int, seconds: float) -> None:
        self._wait = Wait(ahead, seconds)

    def wait(self) -> Wait:
        return self._wait

    def requeue(self) -> None:
        raise AssertionError("nobody else asks")


def begin_to_wait(ahead: int, seconds: float) -> None:
    """Let a request of the current command stand in a queue."""
    ticket = Ticket(current_asker())
    ticket.standing = Standing(ahead, seconds)
    ticket.join(current_asker())


def shown(stage: Stage) -> list[str]:
    """The titles of all cards that answers were edited to, in order."""
    edits = (one for one in stage.env.http_requests if one.method == "PATCH" and one.json)
    return [edit.json["embeds"][0]["title"] for edit in edits if edit.json and edit.json["embeds"]]


async def test_the_place_in_the_queue_is_shown_until_the_answer_is_there(
    stage: Stage, probe: Probe
) -> None:
    probe.inspect = lambda: begin_to_wait(12, 8.0)
    result = await stage.asker.slash(stage.channel, "open")
    assert shown(stage) == [WAITING, CARD.title]
    assert card(result).title == CARD.title


async def test_privately_where_the_answer_is_private(stage: Stage, probe: Probe) -> None:
    probe.inspect = lambda: begin_to_wait(12, 8.0)
    result = await stage.asker.slash(stage.channel, "closed")
    assert shown(stage) == [WAITING, CARD.title]
    assert message(result).ephemeral


async def test_an_error_takes_its_place_as_well(stage: Stage, probe: Probe) -> None:
    probe.inspect = lambda: begin_to_wait(12, 8.0)
    probe.error = QueueTooLong(retry_after=90.0)
    embed = card(await stage.asker.slash(stage.channel, "open"))
    assert shown(stage) == [WAITING, "⚠️ The bot is busy"]
    assert_acceptable(embed)
    assert "Try again <t:" in (embed.description or "")


async def test_a_card_made_of_components_takes_its_place_as_well(
    stage: Stage, probe: Probe
) -> None:
    probe.inspect = lambda: begin_to_wait(12, 8.0)
    result = await stage.asker.slash(stage.channel, "laid_out")
    assert shown(stage) == [WAITING]
    assert card(result).title == CARD.title
    # Discord refuses components beside an embed.
    assert message(result).embeds == []


async def test_a_short_wait_is_not_worth_a_card(stage: Stage, probe: Probe) -> None:
    probe.inspect = lambda: begin_to_wait(1, WORTH_TELLING - 0.5)
    await stage.asker.slash(stage.channel, "open")
    assert shown(stage) == [CARD.title]


async def test_a_wait_that_turns_out_longer_is_told(
    stage: Stage, probe: Probe, clock: FakeClock
) -> None:
    def wait() -> None:
        begin_to_wait(1, 0.5)
        clock.advance(WORTH_TELLING)
        begin_to_wait(1, 0.5)

    probe.inspect = wait
    await stage.asker.slash(stage.channel, "open")
    assert shown(stage) == [WAITING, CARD.title]


async def test_a_card_that_discord_does_not_take_keeps_no_answer_back(
    stage: Stage, probe: Probe
) -> None:
    probe.inspect = lambda: begin_to_wait(12, 8.0)
    stage.env.inject_error("PATCH", "/webhooks/*/messages/@original", status=404, code=10008)
    assert card(await stage.asker.slash(stage.channel, "open")).title == CARD.title


async def test_a_card_with_controls_stays_while_a_press_waits(stage: Stage, probe: Probe) -> None:
    result = await stage.asker.slash(stage.channel, "open")
    probe.inspect = lambda: begin_to_wait(12, 8.0)
    await stage.asker.click(message(result), label="Press")
    assert WAITING not in shown(stage)


async def test_requests_are_sent_for_the_user_in_the_server(
    stage: Stage, probe: Probe, clock: FakeClock
) -> None:
    askers: list[Asker | None] = []
    probe.inspect = lambda: askers.append(current_asker())
    result = await stage.asker.slash(stage.channel, "open")
    await stage.asker.click(message(result), label="Press")
    for asker in askers:
        assert asker is not None
        assert (asker.user, asker.server) == (stage.asker.id, stage.asker.guild.id)
        assert asker.until == clock.monotonic() + ANSWERABLE
    assert len(askers) == 2
    assert current_asker() is None


@pytest.mark.parametrize(
    ("wait", "expected"),
    [
        (Wait(12, 8.0), "12 ahead of you, about 8 s"),
        (Wait(1, 0.2), "1 ahead of you, about 1 s"),
        (Wait(90, 43.4), "90 ahead of you, about 45 s"),
        (Wait(1200, 131.0), "1,200 ahead of you, about 2 min"),
        (Wait(0, 0.0), "You are next."),
    ],
)
def test_how_long_it_takes_is_told_as_well_as_it_is_known(wait: Wait, expected: str) -> None:
    embed = waiting_card(wait, ENGLISH)
    assert_acceptable(embed)
    assert embed.title == WAITING
    assert (embed.description or "").split("\n") == [expected, "The answer will appear here."]
