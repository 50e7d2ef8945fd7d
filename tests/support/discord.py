"""Reading what the bot answered in the simulated Discord."""

import re
from typing import Any

import discord
from simcord.builders import GuildHandle
from simcord.components import walk_components
from simcord.results import InteractionResult, ResponseMessage

# The small print that begins a card made of components: a player's page.
_WHOSE = re.compile(r"^-# \[(?P<name>.+)\]\((?P<url>[^)\s]+)\)\n")


def message(result: InteractionResult) -> ResponseMessage:
    """The message that a command was finally answered with, as Discord has it now."""
    assert result.response is not None, "the command was never answered"
    assert not result.response.flags.loading, "the command still says that the bot is thinking"
    return result.response


def take_permissions(guild: GuildHandle, role: str) -> None:
    """Leave the role, and so whoever holds it, without any permission of its own."""
    guild.roles[role]._role.permissions = 0


def card(result: InteractionResult) -> discord.Embed:
    """The one card that a command was finally answered with; one made of components as an embed
    with its heading and the rest of its text."""
    if not message(result).flags.components_v2:
        (embed,) = message(result).embeds
        return embed
    said = words(result)
    whose = _WHOSE.match(said)
    (title,) = (line.removeprefix("### ") for line in said.split("\n") if line.startswith("### "))
    embed = discord.Embed(title=title, description=_WHOSE.sub("", said))
    return embed if whose is None else embed.set_author(name=whose["name"], url=whose["url"])


def words(result: InteractionResult) -> str:
    """All text of a card that is made of components."""
    parts = walk_components(message(result).components)
    return "\n".join(
        part["content"]
        for part in parts
        if part["type"] == discord.ComponentType.text_display.value
    )


def galleries(result: InteractionResult) -> list[dict[str, Any]]:
    """The pictures of a card that is made of components."""
    return [
        part
        for part in walk_components(message(result).components)
        if part["type"] == discord.ComponentType.media_gallery.value
    ]


def buttons(result: InteractionResult, label: str) -> list[str]:
    """The ids of all buttons with that label, in order."""
    return [
        part["custom_id"]
        for part in walk_components(message(result).components)
        if part["type"] == discord.ComponentType.button.value and part.get("label") == label
    ]


def aside(result: InteractionResult) -> discord.Embed:
    """The one card that a press was answered with privately, beside the message pressed on."""
    (followup,) = result.followups
    assert followup.ephemeral
    (embed,) = followup.embeds
    return embed


def controls(result: InteractionResult) -> dict[str, bool]:
    """The labels of the answer's buttons, links aside, and whether each can be pressed."""
    return {
        part.get("label", ""): not part.get("disabled", False)
        for part in walk_components(message(result).components)
        if part["type"] == discord.ComponentType.button.value and "url" not in part
    }


def options(result: InteractionResult, menu: int = 0) -> list[str]:
    """The labels of what one of the answer's menus offers, in order."""
    menus = _menus(result)
    return [option["label"] for option in menus[menu]["options"]] if menus else []


def values(result: InteractionResult, menu: int = 0) -> list[str]:
    """The values of what one of the answer's menus offers, in order."""
    return [option["value"] for option in _menus(result)[menu]["options"]]


def links(result: InteractionResult) -> dict[str, str]:
    """The labels of the answer's link buttons, and where they lead."""
    return {
        part["label"]: part["url"]
        for part in walk_components(message(result).components)
        if "url" in part
    }


def _menus(result: InteractionResult) -> list[dict[str, Any]]:
    return [
        part
        for part in walk_components(message(result).components)
        if part["type"] == discord.ComponentType.string_select.value
    ]
