"""What an error suggests: only what the command that shows it can do."""

import re
from collections.abc import Iterator, Mapping

import discord
import pytest
from discord import app_commands

from bot.discord_app.bot import HaloBot
from bot.errors import BotError
from tests.cogs.commands import EVERYTHING
from tests.conftest import Server
from tests.support.discord import card

# What says that an option can be used, by the option's name.
SUGGESTED: Mapping[str, str] = {
    "gamertag": r"gamertag in the command|any gamertag|the spelling",
    "kind": r"kind of match",
    "scope": r"\bscope\b",
    "playlist": r"Pick one from the list, |all ranked playlists",
    "id": r"Check the id|Give one, ",
    "name": r"shorter name",
    "matches": r"more matches",
    "time_zone": r"while you type",
}


@pytest.fixture
async def commands(server: Server, simcord_bot: HaloBot) -> dict[str, frozenset[str]]:
    """The options of every command, by the name that people type."""
    walked = simcord_bot.tree.walk_commands(type=discord.AppCommandType.chat_input)
    return {
        each.qualified_name: frozenset(option.display_name for option in each.parameters)
        for each in walked
        if isinstance(each, app_commands.Command)
    }


def errors(root: type[BotError] = BotError) -> Iterator[type[BotError]]:
    """All named errors."""
    yield root
    for each in root.__subclasses__():
        yield from errors(each)


def offers(error: type[BotError]) -> list[tuple[str, str]]:
    """The suggestions that need an option, behind its name."""
    return [error.offer] if error.offer is not None else []


def suggested(words: str) -> set[str]:
    """The options that the words say can be used."""
    return {option for option, said in SUGGESTED.items() if re.search(said, words)}


async def test_no_command_is_told_to_use_an_option_it_lacks(
    commands: dict[str, frozenset[str]],
) -> None:
    for name, options in commands.items():
        for error in errors():
            words = [error.hint, *(words for option, words in offers(error) if option in options)]
            assert suggested(" ".join(words)) <= options, (name, error)


async def test_every_suggestion_is_made_by_some_command(
    commands: dict[str, frozenset[str]],
) -> None:
    options = frozenset[str]().union(*commands.values())
    for option, words in (offer for error in errors() for offer in offers(error)):
        assert option in options
        assert suggested(words) == {option}


async def test_commands_that_are_named_exist(commands: dict[str, frozenset[str]]) -> None:
    for error in errors():
        for named in re.findall(r"(?<![\w/.])/([a-z]+(?: (?:link|unlink))?)\b", error.hint):
            assert named in commands, error


@pytest.mark.parametrize("command", ["unlink", "whois", "export"])
async def test_who_is_not_linked_is_not_told_to_name_a_gamertag_where_none_can_be(
    server: Server, command: str
) -> None:
    embed = card(await server.stranger.slash(server.channel, command))
    assert embed.description == "Link yours with /link."


@pytest.mark.parametrize("command", ["lastmatch", "stats", "trend"])
async def test_who_is_not_linked_may_name_a_gamertag_elsewhere(
    server: Server, command: str
) -> None:
    embed = card(await server.stranger.slash(server.channel, command))
    assert embed.description == "Link yours with /link. Or name a gamertag in the command."


async def test_a_member_without_a_link(server: Server) -> None:
    theirs = "They can use /link, or a server admin can use /admin link."
    for result in (
        await server.player.slash(server.channel, "whois", player=server.stranger),
        await server.player.context_menu(server.channel, "CSR", server.stranger),
    ):
        assert card(result).description == theirs


async def test_an_admin_is_told_whose_link_it_is(server: Server) -> None:
    embed = card(await server.admin.slash(server.channel, "admin unlink", member=server.player))
    assert embed.title == "⚠️ There is no link to remove"
    assert "with /unlink" in (embed.description or "")


@pytest.mark.parametrize(
    ("command", "kinds"),
    [
        ("lastmatch", True), ("history", True),
        ("session", False), ("trend", False), ("teammates", False),
    ],
)  # fmt: skip
async def test_another_players_empty_history(server: Server, command: str, kinds: bool) -> None:
    embed = card(await server.player.slash(server.channel, command, gamertag="New Nova"))
    said = ["None have been played yet.", *["Try another kind of match."] * kinds]
    assert embed.description == " ".join(said)


async def test_every_command_is_asked_about(commands: dict[str, frozenset[str]]) -> None:
    assert {key.split(" by ")[0].split(" of ")[0] for key in EVERYTHING} >= {*commands}
