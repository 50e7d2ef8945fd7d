"""Buttons and menus of an answer, as Discord has them."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import discord
from simcord.components import walk_components

from bot.look import theme

Control: TypeAlias = Mapping[str, Any]
_BUTTON = discord.ComponentType.button.value
_MENU = discord.ComponentType.string_select.value


def live(components: Iterable[Any]) -> dict[str, Control]:
    """What can be pressed, by label; of several with the same label the first one."""
    found = [
        each for each in _all(components) if "url" not in each and not each.get("disabled", False)
    ]
    return {label(each): each for each in reversed(found)}


def is_at_work(components: Iterable[Any]) -> bool:
    """Whether a control says that it was pressed and is not done."""
    return any(label(each) == theme.ELLIPSIS for each in _all(components))


def label(control: Control) -> str:
    """What a control is told from others by."""
    return str(control.get("label") or control.get("placeholder") or control["custom_id"])


def choices(control: Control) -> list[str]:
    """What a menu offers beside what is chosen, unless that is all there is; a button nothing."""
    options = control.get("options", ())
    others = [each["value"] for each in options if not each.get("default", False)]
    return others or [each["value"] for each in options]


def _all(components: Iterable[Any]) -> list[Control]:
    return [each for each in walk_components(list(components)) if each["type"] in {_BUTTON, _MENU}]
