"""Reading what the bot answered in the simulated Discord."""

import re
from typing import Any

import discord
from simcord.builders import GuildHandle
from simcord.components import walk_components
from simcord.results import InteractionResult, ResponseMessage

# The small print that begins a card made of components: a player's page.
_WHOSE = re.compile(r"^-# \[(?P<name>.+)\]\((?P<url>[^)\s]+)\)\n")
# A title that leads to an address; beside a picture it stands alone.
_TITLE = re.compile(r"^(?:### )?\[(?P<words>.+)\]\((?P<url>[^)\s]+)\)$")


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
    with its heading, the rest of its text, its small print as the footer, and its picture."""
    if not message(result).flags.components_v2:
        (embed,) = message(result).embeds
        return embed
    said = words(result)
    whose = _WHOSE.match(said)
    lines = _WHOSE.sub("", said).split("\n")
    title = next((line for line in lines if line.startswith("### ") or _TITLE.match(line)), "")
    foot = [line.removeprefix("-# ") for line in lines if line.startswith("-# ")]
    body = "\n".join(line for line in lines if line != title and not line.startswith("-# "))
    linked = _TITLE.match(title)
    embed = discord.Embed(
        title=linked["words"] if linked else title.removeprefix("### "),
        url=linked["url"] if linked else None,
        description=body,
    )
    embed.set_footer(text="\n".join(foot) or None)
    for gallery in galleries(result):
        embed.set_image(url=gallery["items"][0]["media"]["url"])
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
    # A press that fails at once is answered by it, any other by a message of its own.
    (private,) = result.followups or [message(result)]
    assert private.ephemeral
    (embed,) = private.embeds
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


def value_of(result: InteractionResult, label: str) -> str:
    """The value of the one choice of that label in all of the answer's menus."""
    (value,) = (
        option["value"]
        for menu in _menus(result)
        for option in menu["options"]
        if option["label"] == label
    )
    return str(value)


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
