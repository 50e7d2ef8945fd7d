"""Gamertags suggested while somebody types."""

from typing import Any

import pytest
from discord import app_commands
from sqlalchemy import event

from bot.app import App
from bot.discord_app.bot import HaloBot
from bot.sandbox.service import SandboxService
from tests.conftest import Server


async def suggested(server: Server, command: str, typed: str, **filled: Any) -> list[str]:
    """The gamertags that the stranger is offered."""
    choices = await server.stranger.autocomplete(
        server.channel, command, "gamertag", typed, **filled
    )
    return [choice["value"] for choice in choices]


async def test_every_gamertag_option_suggests(server: Server, simcord_bot: HaloBot) -> None:
    await server.env.settle()
    options = [
        option
        for command in simcord_bot.tree.walk_commands()
        if isinstance(command, app_commands.Command)
        for option in command.parameters
        if "gamertag" in option.name
    ]
    assert options
    assert all(option.autocomplete for option in options)


async def test_players_asked_for_lately_are_suggested(
    server: Server, app: App, sandbox: SandboxService
) -> None:
    await server.player.slash(server.channel, "csr", gamertag="Ember Fox")
    asked = sandbox.count()
    statements: list[str] = []
    event.listen(
        app.database.engine.sync_engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_rest: statements.append(statement),
    )
    assert await suggested(server, "lastmatch", "mber") == ["Ember Fox"]
    assert await suggested(server, "medals", "maple") == ["MapleLeaf 117"]
    assert (sandbox.count() - asked, statements) == (0, [])


@pytest.mark.parametrize("command", ["csr", "link"])
async def test_the_servers_links_are_suggested_at_once(server: Server, command: str) -> None:
    assert await suggested(server, command, "") == []
    await server.admin.slash(
        server.channel, "admin link", member=server.player, gamertag="Ember Fox"
    )
    assert await suggested(server, command, "") == ["Ember Fox"]
    own = await server.player.autocomplete(server.channel, command, "gamertag", "")
    assert [choice["value"] for choice in own] == ["MapleLeaf 117", "Ember Fox"]
    in_person = await server.stranger.user.autocomplete(command, "gamertag", "")
    assert in_person == []


@pytest.mark.parametrize("typed", ["MapleLeafFan #1", "maple\N{ZERO WIDTH SPACE}leaffan1"])
async def test_what_xbox_shows_finds_the_gamertag(server: Server, typed: str) -> None:
    await server.admin.slash(
        server.channel, "admin link", member=server.player, gamertag="MapleLeafFan117"
    )
    assert await suggested(server, "csr", typed) == ["MapleLeafFan117"]


async def test_nothing_fits_nothing(server: Server) -> None:
    assert await suggested(server, "csr", "zzz 100 % '; --") == []
