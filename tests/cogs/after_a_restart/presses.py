"""What the tests share: pressing on what an earlier process has sent."""

import discord
from simcord.actors import MemberActor
from simcord.components import walk_components
from simcord.results import InteractionResult

from tests.conftest import Server
from tests.support.discord import (
    card,
    message,
)

MAIN = "MapleLeaf 117"


def refused(result: InteractionResult) -> discord.Embed:
    """The private answer to a press on a control that is too old."""
    assert message(result).ephemeral
    return card(result)


def menu_offering(result: InteractionResult, value: str) -> str:
    """The id of the menu that offers this value."""
    (menu,) = (
        part["custom_id"]
        for part in walk_components(message(result).components)
        if value in [option["value"] for option in part.get("options", ())]
    )
    return str(menu)


async def choose(user: MemberActor, result: InteractionResult, value: str) -> InteractionResult:
    """Choose in the menu that offers this value."""
    menu = menu_offering(result, value)
    return await user.select(message(result), [value], custom_id=menu)


def buttons_of(result: InteractionResult) -> list[dict[str, str]]:
    """The buttons below the answer, as Discord has them."""
    return [each for row in message(result).components for each in row["components"]]


def rename(server: Server, result: InteractionResult, custom_id: str, other: str) -> None:
    """Let a button of the message carry another id."""
    stored = server.env.backend.get_message(server.channel.id, message(result).id)
    for each in walk_components(stored.components):
        if each.get("custom_id") == custom_id:
            each["custom_id"] = other


def offer(server: Server, result: InteractionResult, value: str, other: str) -> None:
    """Let a choice of one of the message's menus carry another value."""
    stored = server.env.backend.get_message(server.channel.id, message(result).id)
    for menu in walk_components(stored.components):
        for option in menu.get("options", ()):
            if option["value"] == value:
                option["value"] = other
