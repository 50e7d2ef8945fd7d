"""What every command gets for free: the deferred answer, and an answer whatever happens."""

import logging
import re

import discord
import pytest
from discord import app_commands

from bot.discord_app import tree
from bot.errors import BotError
from bot.halo.errors import PlayerNotFound, RateLimited, Unavailable
from tests.discord_app.conftest import CARD, Probe, Refused, Stage
from tests.look.checks import assert_acceptable, text_of
from tests.support.discord import aside, card, controls, message

SECRET = "/srv/bot token=v4.local.secret"
CALLBACK = "/interactions/*/callback"
ANSWER = "/webhooks/*/messages/@original"
DEFERRED = discord.InteractionResponseType.deferred_channel_message.value
FAULTS = (ValueError(SECRET), BotError(SECRET), Unavailable(SECRET), OSError(2, SECRET))


def reference(embed: discord.Embed) -> str:
    """The reference on an error card."""
    found = re.fullmatch(r"Reference ([0-9a-f]{8})", embed.footer.text or "")
    assert found
    return found[1]


@pytest.mark.parametrize(("command", "private"), [("open", False), ("closed", True)])
async def test_a_command_is_deferred_before_it_runs(
    stage: Stage, probe: Probe, command: str, private: bool
) -> None:
    before = len(stage.env.http_requests)
    done: list[int] = []
    probe.inspect = lambda: done.append(len(stage.env.http_requests))
    result = await stage.asker.slash(stage.channel, command)
    assert done == [before + 1]
    deferral = stage.env.http_requests[before].json
    assert deferral is not None
    assert deferral["type"] == DEFERRED
    assert message(result).ephemeral is private
    assert card(result).title == CARD.title


async def test_a_command_that_cannot_be_deferred_does_not_run(
    stage: Stage, probe: Probe, caplog: pytest.LogCaptureFixture
) -> None:
    stage.env.inject_error("POST", CALLBACK, status=404, code=10062, message="Unknown interaction")
    result = await stage.asker.slash(stage.channel, "open")
    assert (probe.runs, result.acknowledged) == (0, False)
    assert "answer not delivered" in caplog.text


async def test_a_fault_before_the_command_runs_is_answered_too(
    stage: Stage, probe: Probe, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_interaction: discord.Interaction) -> None:
        raise ValueError("never thought of")

    monkeypatch.setattr(tree, "preferences_of", fail)
    embed = card(await stage.asker.slash(stage.channel, "open"))
    assert embed.title == "⚠️ Something went wrong on our side"
    assert probe.runs == 0


@pytest.mark.parametrize("error", FAULTS, ids=lambda error: type(error).__name__)
async def test_an_error_ends_in_a_card_with_the_reference_of_the_log(
    stage: Stage, probe: Probe, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    caplog.set_level(logging.INFO)
    probe.error = error
    embed = card(await stage.asker.slash(stage.channel, "open"))
    assert_acceptable(embed)
    assert f"[{reference(embed)}]" in caplog.text
    for word in ("secret", "srv", type(error).__name__):
        assert word not in text_of(embed)


async def test_a_named_error_is_no_fault_of_the_program(
    stage: Stage, probe: Probe, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    probe.error = PlayerNotFound("Maple", near=("MapleLeaf 117",))
    embed = card(await stage.asker.slash(stage.channel, "open"))
    assert embed.title == "⚠️ No player has this gamertag"
    (record,) = (each for each in caplog.records if "answered with" in each.message)
    assert (record.levelno, record.exc_info) == (logging.INFO, None)


async def test_an_unexpected_error_is_logged_with_its_traceback(
    stage: Stage, probe: Probe, caplog: pytest.LogCaptureFixture
) -> None:
    probe.error = ValueError("never thought of")
    embed = card(await stage.asker.slash(stage.channel, "open"))
    assert embed.title == "⚠️ Something went wrong on our side"
    (record,) = (each for each in caplog.records if reference(embed) in each.message)
    assert record.levelno == logging.ERROR
    assert record.exc_info is not None
    assert record.exc_info[1] is probe.error


async def test_each_error_has_a_reference_of_its_own(stage: Stage, probe: Probe) -> None:
    probe.error = RateLimited(retry_after=30)
    first = card(await stage.asker.slash(stage.channel, "open"))
    second = card(await stage.asker.slash(stage.channel, "open"))
    assert reference(first) != reference(second)


async def test_a_private_commands_error_is_private(stage: Stage, probe: Probe) -> None:
    probe.error = Unavailable()
    result = await stage.asker.slash(stage.channel, "closed")
    assert message(result).ephemeral
    assert card(result).title == f"⚠️ {Unavailable.title}"


async def test_a_refused_check_is_answered(stage: Stage, probe: Probe) -> None:
    embed = card(await stage.asker.slash(stage.channel, "checked"))
    assert (embed.title, probe.runs) == ("⚠️ You may not do this", 0)
    (error,) = stage.env.errors
    assert isinstance(error, Refused)


async def test_a_command_that_the_program_no_longer_has(
    stage: Stage, probe: Probe, caplog: pytest.LogCaptureFixture
) -> None:
    await stage.env.settle()
    stage.env.bot.tree.remove_command("closed")  # type: ignore[attr-defined]
    embed = card(await stage.asker.slash(stage.channel, "closed"))
    assert embed.title == "⚠️ This command has changed"
    (error,) = stage.env.errors
    assert isinstance(error, app_commands.CommandNotFound)
    # Discord may not have taken the newest commands yet: no fault of the program.
    assert "unexpected fault" not in caplog.text


async def test_a_failed_press_is_answered_aside(
    stage: Stage, probe: Probe, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    result = await stage.asker.slash(stage.channel, "open")
    probe.error = Unavailable(SECRET)
    pressed = await stage.asker.click(message(result), label="Press")
    assert aside(pressed).title == f"⚠️ {Unavailable.title}"
    assert f"[{reference(aside(pressed))}]" in caplog.text
    assert card(result).title == CARD.title
    assert controls(result) == {"Press": True}


async def test_the_controls_end_with_the_answers_message(stage: Stage, probe: Probe) -> None:
    result = await stage.asker.slash(stage.channel, "open")
    assert probe.view is not None
    assert probe.view.timeout is not None
    await stage.env.advance_time(probe.view.timeout)
    assert controls(result) == {"Press": False}


async def test_choices_while_typing_are_neither_deferred_nor_answered_with_a_card(
    stage: Stage, probe: Probe, caplog: pytest.LogCaptureFixture
) -> None:
    (choice,) = await stage.asker.autocomplete(stage.channel, "open", "choice", "x")
    assert choice["value"] == "a"
    probe.error = ValueError("never thought of")
    assert await stage.asker.autocomplete(stage.channel, "open", "choice", "x") == []
    assert "never thought of" in caplog.text
    assert stage.channel.history() == []


@pytest.mark.parametrize("status", [404, 500])
async def test_a_card_that_cannot_be_delivered_is_logged(
    stage: Stage, probe: Probe, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    probe.error = Unavailable()
    stage.env.inject_error("PATCH", ANSWER, status=status, times=None)
    await stage.asker.slash(stage.channel, "open")
    assert re.search(rf"error card not delivered \[[0-9a-f]{{8}}\]: \w+: {status}", caplog.text)
