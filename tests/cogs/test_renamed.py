"""A linked player takes another gamertag: once any command has heard it, all of them show it."""

import json
from typing import Any

import pytest

from bot.app import App
from bot.sandbox.players import MAIN
from bot.sandbox.service import SandboxService
from tests.cogs.commands import COMMANDS
from tests.conftest import Server
from tests.support.clock import FakeClock
from tests.support.discord import message

NEW, PAGE = "Maple Moved", "players/Maple%20Moved"
# What is about the player's own link.
OWN = (
    "lastmatch", "history", "stats", "stats of ranked matches", "career", "compare", "csr",
    "medals", "medals of the last match", "session", "trend", "teammates", "leaderboard", "whois",
)  # fmt: skip
# These name members, whose gamertags have no page of their own beside them.
WITHOUT_PAGE = ("leaderboard", "whois", "compare")
DAY = 86_400


def shown(result: Any) -> str:
    """Everything in a message, as it was sent."""
    sent = message(result)
    return json.dumps([[each.to_dict() for each in sent.embeds], sent.components], default=str)


@pytest.fixture
async def renamed(server: Server, app: App, sandbox: SandboxService, clock: FakeClock) -> Server:
    """A server whose player has another gamertag since an hour after everybody was linked."""
    await app.lookups.links.link_member(server.guild.id, server.stranger.id, MAIN, server.admin.id)
    for name in OWN:
        assert MAIN in shown(await COMMANDS[name](server)), name
    clock.advance(3_600)
    sandbox.rename(MAIN, NEW)
    return server


async def assert_all_show_it(server: Server) -> None:
    for name in OWN:
        said = shown(await COMMANDS[name](server))
        assert (NEW in said, MAIN in said) == (True, False), name
        assert PAGE in said or name in WITHOUT_PAGE, name
    listed = shown(await server.admin.slash(server.channel, "admin links"))
    assert (NEW in listed, MAIN in listed) == (True, False)
    for asker in (server.player, server.admin):
        offered = await asker.autocomplete(server.channel, "csr", "gamertag", "ma")
        assert [choice["value"] for choice in offered] == [NEW]


async def test_once_a_new_match_has_told_it(renamed: Server) -> None:
    # A scoreboard that has not been asked for yet.
    older = await renamed.player.slash(renamed.channel, "lastmatch")
    await renamed.player.click(message(older), label="Older")
    await assert_all_show_it(renamed)
    unlinked = shown(await renamed.player.slash(renamed.channel, "unlink"))
    assert (NEW in unlinked, MAIN in unlinked) == (True, False)


async def test_once_a_day_has_passed(renamed: Server, clock: FakeClock) -> None:
    clock.advance(DAY)
    await assert_all_show_it(renamed)
