"""The button that shows a private answer to all."""

import pytest

from tests.conftest import Server
from tests.support.discord import card, controls, message

SHARE = "Show to all"


@pytest.mark.parametrize("command", ["whois", "status"])
async def test_a_private_answer_is_shown_to_all_once(server: Server, command: str) -> None:
    result = await server.player.slash(server.channel, command)
    assert message(result).ephemeral
    assert controls(result) == {SHARE: True}
    pressed = await server.player.click(message(result), label=SHARE)
    shown = message(pressed)
    assert not shown.ephemeral
    assert shown.embeds == [card(result)]
    assert not shown.components
    assert controls(result) == {SHARE: False}


async def test_it_ends_with_the_answers_time(server: Server) -> None:
    result = await server.player.slash(server.channel, "whois")
    await server.env.advance_time(601)
    assert controls(result) == {SHARE: False}
