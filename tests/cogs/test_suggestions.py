"""Gamertags suggested while somebody types."""

from collections.abc import Awaitable, Callable

import pytest
from discord import app_commands
from simcord.actors import MemberActor
from simcord.components import walk_components
from sqlalchemy import event

from bot.app import App
from bot.discord_app.bot import HaloBot
from bot.sandbox.service import SandboxService
from tests.conftest import Server
from tests.support.discord import card, message


async def suggested(
    server: Server, command: str, typed: str, asker: MemberActor | None = None
) -> list[str]:
    """The gamertags that somebody is offered; the stranger, where nobody is named."""
    asker = asker or server.stranger
    choices = await asker.autocomplete(server.channel, command, "gamertag", typed)
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


async def test_players_asked_for_are_suggested_to_whoever_asked(
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
    assert await suggested(server, "lastmatch", "mber", server.player) == ["Ember Fox"]
    assert await suggested(server, "medals", "maple", server.player) == ["MapleLeaf 117"]
    in_person = await server.player.user.autocomplete("csr", "gamertag", "")
    assert [choice["value"] for choice in in_person] == ["MapleLeaf 117", "Ember Fox"]
    for typed in ("", "Ember Fox", "maple"):
        assert await suggested(server, "lastmatch", typed) == []
    assert (sandbox.count() - asked, statements) == (0, [])


@pytest.mark.parametrize("command", ["csr", "link"])
async def test_the_servers_links_are_suggested_at_once(server: Server, command: str) -> None:
    assert await suggested(server, command, "") == []
    await server.admin.slash(
        server.channel, "admin link", member=server.player, gamertag="Ember Fox"
    )
    assert await suggested(server, command, "") == ["Ember Fox"]
    assert await suggested(server, command, "", server.player) == ["MapleLeaf 117", "Ember Fox"]
    # The admin has asked for nobody, and is no admin of any other place.
    as_admin = await server.admin.user.autocomplete(command, "gamertag", "ember")
    assert as_admin == []
    in_person = await server.stranger.user.autocomplete(command, "gamertag", "")
    assert in_person == []


async def by_unlinking(server: Server) -> None:
    await server.player.slash(server.channel, "unlink")


async def by_staying_off_leaderboards(server: Server) -> None:
    result = await server.player.slash(server.channel, "settings")
    *_, menu = (part for part in walk_components(message(result).components) if part["type"] == 3)
    await server.player.select(message(result), ["False"], custom_id=menu["custom_id"])


async def by_deleting_everything(server: Server) -> None:
    result = await server.player.slash(server.channel, "privacy delete")
    await server.player.click(message(result), label="Delete everything")


@pytest.mark.parametrize(
    "leave", [by_unlinking, by_staying_off_leaderboards, by_deleting_everything]
)
async def test_who_wants_it_is_suggested_to_nobody_any_more(
    server: Server, leave: Callable[[Server], Awaitable[None]]
) -> None:
    await server.admin.slash(
        server.channel, "admin link", member=server.player, gamertag="Ember Fox"
    )
    for asker in (server.stranger, server.admin):
        await asker.slash(server.channel, "csr", gamertag="Ember Fox")
        await asker.slash(server.channel, "csr", gamertag="MapleLeaf 117")
        assert len(await suggested(server, "csr", "", asker)) == 2
    await leave(server)
    for asker in (server.stranger, server.admin):
        assert await suggested(server, "csr", "", asker) == []
        wrong = card(await asker.slash(server.channel, "csr", gamertag="Ember Foks"))
        assert "Did you mean" not in (wrong.description or "")
    own = await suggested(server, "csr", "", server.player)
    assert bool(own) is (leave is by_staying_off_leaderboards)


@pytest.mark.parametrize("typed", ["MapleLeafFan #1", "maple\N{ZERO WIDTH SPACE}leaffan1"])
async def test_what_xbox_shows_finds_the_gamertag(server: Server, typed: str) -> None:
    await server.admin.slash(
        server.channel, "admin link", member=server.player, gamertag="MapleLeafFan117"
    )
    assert await suggested(server, "csr", typed) == ["MapleLeafFan117"]


async def test_nothing_fits_nothing(server: Server) -> None:
    assert await suggested(server, "csr", "zzz 100 % '; --") == []
