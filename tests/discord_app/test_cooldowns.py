"""How often somebody may use a command."""

import pytest

from bot.discord_app.bot import HaloBot
from bot.discord_app.cooldowns import CHEAP, EXPENSIVE, Cooldowns
from bot.facts.errors import NotLinked
from bot.halo.errors import (
    InvalidAnswer,
    PlayerNotFound,
    PrivateHistory,
    QueueTooLong,
    RateLimited,
    RequestNotAccepted,
    SignInRequired,
    Unavailable,
)
from bot.storage.errors import StorageUnavailable
from tests.discord_app.conftest import CARD, Probe, Stage
from tests.support.clock import FakeClock
from tests.support.discord import card, message
from tests.support.texts import CATALOGUE


@pytest.fixture
def simcord_bot(probe: Probe, clock: FakeClock) -> HaloBot:
    return HaloBot(clock, [probe], CATALOGUE, cooldowns=Cooldowns(clock), shard_count=1)


async def ask(stage: Stage, command: str = "open") -> str | None:
    """The title of the answer."""
    return card(await stage.asker.slash(stage.channel, command)).title


@pytest.mark.parametrize(("command", "wait"), [("open", CHEAP), ("costly", EXPENSIVE)])
async def test_a_command_is_free_again_after_what_it_costs(
    stage: Stage, clock: FakeClock, probe: Probe, command: str, wait: float
) -> None:
    assert await ask(stage, command) == CARD.title
    clock.advance(wait - 1)
    refused = card(await stage.asker.slash(stage.channel, command))
    assert refused.title == "⚠️ Not so fast"
    assert "free again in 1 second." in (refused.description or "")
    assert probe.runs == 1
    clock.advance(1)
    assert await ask(stage, command) == CARD.title


async def test_the_seconds_left_are_told(stage: Stage) -> None:
    await ask(stage, "costly")
    refused = card(await stage.asker.slash(stage.channel, "costly"))
    assert "in 60 seconds" in (refused.description or "")


async def test_another_command_and_another_user_need_not_wait(stage: Stage) -> None:
    await ask(stage)
    assert await ask(stage, "closed") == CARD.title
    other = stage.asker.guild.add_member(stage.env.create_user("kim"))
    assert card(await other.slash(stage.channel, "open")).title == CARD.title


async def test_a_refusal_is_as_private_as_the_command(stage: Stage) -> None:
    await ask(stage, "closed")
    refused = await stage.asker.slash(stage.channel, "closed")
    assert message(refused).ephemeral
    assert card(refused).title == "⚠️ Not so fast"


@pytest.mark.parametrize(
    "error",
    [
        Unavailable(), RateLimited(), InvalidAnswer(), RequestNotAccepted(), QueueTooLong(),
        SignInRequired(), StorageUnavailable(), ValueError("never thought of"),
    ],
    ids=lambda error: type(error).__name__,
)  # fmt: skip
async def test_what_failed_through_no_fault_of_theirs_costs_nothing(
    stage: Stage, probe: Probe, error: Exception
) -> None:
    probe.error = error
    await ask(stage, "costly")
    probe.error = None
    assert await ask(stage, "costly") == CARD.title
    assert await ask(stage, "costly") == "⚠️ Not so fast"


@pytest.mark.parametrize("error", [PlayerNotFound("Nobody"), NotLinked(), PrivateHistory()])
@pytest.mark.parametrize("other", ["costly", "open", "closed"])
async def test_what_was_asked_wrongly_costs_a_little_of_every_command(
    stage: Stage, probe: Probe, clock: FakeClock, error: Exception, other: str
) -> None:
    probe.error = error
    await ask(stage, "costly")
    probe.error = None
    assert await ask(stage, other) == "⚠️ Not so fast"
    clock.advance(CHEAP)
    assert await ask(stage, other) == CARD.title


async def test_a_refused_check_is_a_question_like_any_other(stage: Stage) -> None:
    assert await ask(stage, "checked") == "⚠️ You may not do this"
    assert await ask(stage, "open") == "⚠️ Not so fast"


async def test_suggestions_cost_nothing(stage: Stage) -> None:
    for _ in range(3):
        assert await stage.asker.autocomplete(stage.channel, "open", "choice", "x") != []
    assert await ask(stage) == CARD.title
