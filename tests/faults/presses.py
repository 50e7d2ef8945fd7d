"""Answers with controls, and presses on all of these in turn."""

import discord
from simcord.results import InteractionResult

from tests.cogs.commands import Ask
from tests.conftest import Server
from tests.support import controls
from tests.support.controls import Control
from tests.support.discord import message


class Pressed:
    """An answer, and which of its controls have had their turn: one of each label."""

    def __init__(self, answer: InteractionResult) -> None:
        self._answer = answer
        self._done: set[str] = set()

    @property
    def controls(self) -> dict[str, Control]:
        """What can be pressed on it as it is now, by label."""
        return controls.live(message(self._answer).components)

    @property
    def is_at_work(self) -> bool:
        """Whether a control still says that it was pressed."""
        return controls.is_at_work(message(self._answer).components)

    def begin_again(self) -> None:
        """Let every control have another turn."""
        self._done.clear()

    def next(self) -> Ask | None:
        """A press on a control that has had no turn yet; None where there is none."""
        left = {label: each for label, each in self.controls.items() if label not in self._done}
        if not left:
            return None
        label, control = left.popitem()
        self._done.add(label)
        return lambda server: self._press(server, control)

    async def _press(self, server: Server, control: Control) -> InteractionResult:
        shown = message(self._answer)
        asked = shown.message.interaction_metadata
        people = (server.player, server.stranger, server.admin)
        (owner,) = (each for each in people if asked is not None and each.id == asked.user.id)
        if offered := controls.choices(control):
            return await owner.select(shown, offered[-1:], custom_id=control["custom_id"])
        return await owner.click(shown, custom_id=control["custom_id"])


def said(result: InteractionResult) -> list[discord.Embed]:
    """All cards that a press has led to, be it on the message pressed on or beside it."""
    shown = [result.response, *result.followups]
    return [embed for each in shown if each is not None for embed in each.embeds]
