"""Who may do what, and where: every command for everybody, as a table."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import discord
import pytest
from simcord import interactions
from simcord.actors import MemberActor

from bot.app import App
from bot.discord_app.bot import HaloBot
from bot.discord_app.cards import NOT_YOURS
from bot.discord_app.live_cards import LiveCards
from tests.cogs.commands import COMMANDS, MENUS, Ask
from tests.conftest import Server
from tests.support.discord import buttons, card, controls, message

ADMINS_ONLY = frozenset(name for name in COMMANDS if name.startswith("admin "))
SERVERS_ONLY = ADMINS_ONLY | {"leaderboard", "leaderboard by K/D"}
HERE = frozenset({"admin", "owner"})
"""Who has Manage Server in the server that is asked in."""


def make_admin(server: Server) -> MemberActor:
    return server.admin


def make_owner(server: Server) -> MemberActor:
    """Whom the server belongs to."""
    return server.guild.add_member(server.guild.owner)


def make_admin_elsewhere(server: Server) -> MemberActor:
    """An admin of another server with the bot in it."""
    other = server.env.create_guild("Another night")
    role = other.create_role("Admins", permissions=discord.Permissions(administrator=True))
    user = server.env.create_user("robin")
    other.add_member(user, roles=[role])
    return server.guild.add_member(user)


def make_host(server: Server) -> MemberActor:
    """Whoever runs the bot has no rights in other people's servers."""
    server.env.bot.owner_id = server.stranger.id  # type: ignore[attr-defined]
    return server.stranger


@pytest.fixture(autouse=True)
def one_card_at_a_time(simcord_bot: HaloBot) -> None:
    """Simcord looks at the controls of all cards whenever it waits for the bot."""
    simcord_bot.cards = LiveCards(most=1)


PEOPLE: dict[str, Callable[[Server], MemberActor]] = {
    "member": lambda server: server.stranger,
    "admin": make_admin,
    "owner": make_owner,
    "admin elsewhere": make_admin_elsewhere,
    "host": make_host,
}


def as_person(server: Server, actor: MemberActor) -> Server:
    """The same server in which this person asks everything, about the same members."""
    return replace(server, player=actor, admin=actor)


async def let_everybody_in(server: Server) -> None:
    """Have the server give the admins' commands to everybody, as servers can."""
    (admin,) = (
        command for command in await server.env.bot.tree.fetch_commands()  # type: ignore[attr-defined]
        if command.name == "admin"
    )  # fmt: skip
    server.guild.set_command_permissions(admin, {server.guild.default_role: True})


async def state_of(server: Server, app: App) -> object:
    """What admins can change."""
    return (
        await app.lookups.links.page(server.guild.id, 0),
        await app.lookups.settings.get(server.guild.id),
    )


@pytest.mark.parametrize("who", PEOPLE)
async def test_in_a_server(server: Server, app: App, who: str) -> None:
    actor = PEOPLE[who](server)
    offered = set(actor.available_commands(server.channel))
    for name in ADMINS_ONLY:
        assert (name in offered) is (who in HERE), name
    await let_everybody_in(server)
    await app.lookups.links.link_member(server.guild.id, server.stranger.id, "Ember Fox", 1)
    before, theirs = await state_of(server, app), as_person(server, actor)
    refused = set()
    for name, ask in (COMMANDS | MENUS).items():
        # Anybody may remove what an admin said of them.
        if name == "unlink" or ask_is_the_strangers(name):
            continue
        result = await ask(theirs)
        if card(result).title in {"⚠️ You may not do this", "⚠️ This works in servers only"}:
            assert message(result).ephemeral
            refused.add(name)
    assert refused == (set() if who in HERE else set(ADMINS_ONLY))
    assert (await state_of(server, app) == before) is (who not in HERE)


def ask_is_the_strangers(name: str) -> bool:
    """Whether tests/cogs/commands.py has the stranger ask it, whoever is meant here."""
    return name in {"link", "match", "history of custom games", *MENUS} or " by gamertag" in name


async def test_in_direct_messages(server: Server) -> None:
    offered = set(server.admin.user.available_commands())
    everything = {name.split(" by ")[0].split(" of ")[0] for name in COMMANDS}
    assert everything - offered == {name for name in SERVERS_ONLY if " by " not in name}
    assert "on our side" not in (card(await server.player.user.slash("csr")).title or "")


@pytest.fixture
def foreign(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The same server, which has never added the bot: its members have it in their accounts."""
    original = interactions.base_payload

    def installed_by_user(*arguments: Any, **options: Any) -> Any:
        record, payload = original(*arguments, **options)
        owners = {"1": str(options["user_id"])}
        return record, {**payload, "authorizing_integration_owners": owners}

    monkeypatch.setattr(interactions, "base_payload", installed_by_user)
    state = server.env.bot._connection
    state._remove_guild(state._get_guild(server.guild.id))  # type: ignore[arg-type]
    return server


@pytest.mark.parametrize(
    ("name", "ask"), [(n, a) for n, a in (COMMANDS | MENUS).items() if n not in SERVERS_ONLY]
)
async def test_in_a_server_that_has_not_added_the_bot(foreign: Server, name: str, ask: Ask) -> None:
    embed = card(await ask(foreign))
    assert not (embed.title or "").startswith("⚠️"), name


async def test_what_belongs_to_a_server_is_not_offered_to_accounts(server: Server) -> None:
    tree = server.env.bot.tree  # type: ignore[attr-defined]
    for command in tree.walk_commands():
        if command.parent is None:
            sent = command.to_dict(tree)
            servers_only = command.name in {"admin", "leaderboard"}
            assert (1 in sent["integration_types"]) is not servers_only, command.name
            assert (1 in sent["contexts"]) is not servers_only, command.name


async def test_nobody_presses_what_another_has_asked_for(server: Server) -> None:
    pressed = 0
    for name in ("lastmatch", "history", "medals", "stats", "playlist", "map"):
        result = await COMMANDS[name](server)
        for label, free in controls(result).items():
            if not free:
                continue
            before = message(result).embeds
            # Each match of a list has a button of its own, of the same name.
            custom_id, *_ = buttons(result, label)
            theirs = await server.admin.click(message(result), custom_id=custom_id)
            told = theirs.response
            assert told is not None
            assert (told.content, told.ephemeral) == (NOT_YOURS, True), (name, label)
            assert message(result).embeds == before
            pressed += 1
    assert pressed > 5
