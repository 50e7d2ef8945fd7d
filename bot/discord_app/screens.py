"""The one way in which cards are shown and their controls are answered.

A screen loads a report for a state and shows it as a card. Commands open it; every control of the
card names the state it leads to in its id. Whoever presses, before or after a restart and in
whichever worker, the same code loads, shows and edits.
"""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Generic, TypeVar

import discord
from discord import ui

from bot.discord_app.asker import Asker, asker_of
from bot.discord_app.asking import texts_of
from bot.discord_app.card_ids import ControlsForgotten
from bot.discord_app.cards import NOT_YOURS, choice_of, components_of, show_at_work
from bot.discord_app.states import ANYBODY, ControlId, fitting, read, write
from bot.errors import FileRefused, Undelivered
from bot.look.card import Card
from bot.look.components import layout
from bot.look.drawing import Picture
from bot.pictures.illustrated import attachment
from bot.pictures.pictures import PictureFailed, Pictures

State = TypeVar("State")
Report = TypeVar("Report")

SOON = 0.25
"""Seconds. A press that is answered within them never shows its control at work."""

log = logging.getLogger(__name__)


class Screen(ABC, Generic[State, Report]):
    """Something people look at. `name` stands in the ids of its controls, `state` is their type."""

    name: ClassVar[str]
    state: ClassVar[type[Any]]

    @abstractmethod
    async def load(self, asker: Asker, state: State) -> Report:
        """Asks for what the state shows. Raises named errors."""

    @abstractmethod
    def show(self, report: Report, state: State, asker: Asker) -> Card:
        """Returns the card with its controls. Pure."""


@dataclass(frozen=True, slots=True)
class _Ids:
    """Writes the ids of a screen's controls for their owner."""

    screen: str
    owner_id: int

    def custom_id(self, name: str, state: object | None) -> str:
        written = write(state) if state is not None else ""
        return str(ControlId(self.screen, name, self.owner_id, written))

    def value(self, state: object) -> str:
        return fitting(write(state))


@dataclass(frozen=True, slots=True)
class _Message:
    """What a message is to show. `in_words` makes the same card without its picture."""

    view: ui.LayoutView
    files: Sequence[discord.File]
    in_words: Callable[[], ui.LayoutView]


class Screens:
    """Opens screens and answers presses on them. Nothing is kept of a message.

    Without `pictures` all cards are in words. `emojis` are the application's, by name.
    """

    def __init__(
        self,
        screens: Iterable[Screen[Any, Any]],
        pictures: Pictures | None = None,
        emojis: Mapping[str, str] | None = None,
    ) -> None:
        self._screens = {screen.name: screen for screen in screens}
        self._pictures = pictures
        self._emojis = emojis or {}
        self._under_way: set[int] = set()

    def knows(self, interaction: discord.Interaction) -> bool:
        """Whether the control that was pressed is on one of these screens."""
        return _custom_id(interaction).partition(":")[0] in self._screens

    async def open(self, interaction: discord.Interaction, name: str, state: object) -> None:
        """Answers the deferred command with a screen. Raises what its load() raises."""
        message = await self._message(await asker_of(interaction), self._screens[name], state)
        await _send(interaction.edit_original_response, message)

    async def press(self, interaction: discord.Interaction) -> None:
        """Answers a press on a control.

        Raises ControlsForgotten for an id that leads nowhere, and what load() raises; the card
        then stays as it was.
        """
        data: Mapping[str, Any] = interaction.data or {}
        custom_id = _custom_id(interaction)
        control, message = ControlId.parse(custom_id), interaction.message
        screen = self._screens.get(control.screen)
        if screen is None or message is None:
            raise ControlsForgotten(f"no screen: {custom_id}")
        if control.owner_id not in (interaction.user.id, ANYBODY):
            refusal = texts_of(interaction)(NOT_YOURS)
            await interaction.response.send_message(refusal, ephemeral=True)
            return
        if message.id in self._under_way:
            # Quick fingers reach a control before Discord has greyed it out.
            await interaction.response.defer()
            return
        written = choice_of(interaction) if "values" in data else control.state
        state = read(screen.state, written)
        self._under_way.add(message.id)
        try:
            # Before anything else is waited for, such as the user's settings.
            await interaction.response.defer()
            making = self._message(await asker_of(interaction), screen, state)
            await self._turn(interaction, message, custom_id, making)
        finally:
            self._under_way.discard(message.id)

    async def _turn(
        self,
        interaction: discord.Interaction,
        message: discord.Message,
        custom_id: str,
        making: Awaitable[_Message],
    ) -> None:
        """Shows the new card; the control at work until then, where it takes longer than SOON."""
        task = asyncio.ensure_future(making)
        at_work = False
        try:
            await asyncio.wait({task}, timeout=SOON)
            if not task.done():
                at_work = True
                with suppress(Undelivered):
                    await interaction.edit_original_response(view=_at_work(message, custom_id))
            made = await task
        except BaseException:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            if at_work:
                # Also where the bot ends: the next process answers the next press.
                with suppress(Undelivered):
                    await interaction.edit_original_response(view=components_of(message))
            raise
        await _send(interaction.edit_original_response, made)

    async def _message(self, asker: Asker, screen: Screen[State, Report], state: State) -> _Message:
        asker = replace(asker, may_attach=asker.may_attach and self._pictures is not None)
        card = screen.show(await screen.load(asker, state), state, asker)
        picture = await self._draw(card) if asker.sees_pictures else None
        ids = _Ids(screen.name, asker.user_id)

        def in_words() -> ui.LayoutView:
            return layout(card, ids, self._emojis)

        if picture is None:
            return _Message(in_words(), (), in_words)
        shown = discord.MediaGalleryItem(
            f"attachment://{picture.filename}", description=picture.alt
        )
        pictured = layout(card, ids, self._emojis, shown)
        return _Message(pictured, (attachment(picture),), in_words)

    async def _draw(self, card: Card) -> Picture | None:
        if self._pictures is None or card.picture is None:
            return None
        try:
            return await self._pictures.draw(card.picture(card))
        except PictureFailed as failed:
            log.warning("answered in words: %s", failed, exc_info=failed.__cause__)
            return None


async def _send(edit: Callable[..., Awaitable[object]], message: _Message) -> None:
    """Shows the message, in words if Discord refuses its picture."""
    try:
        await edit(view=message.view, attachments=message.files)
    except FileRefused as refused:
        log.warning("answered in words: %s", refused)
        await edit(view=message.in_words(), attachments=())


def _custom_id(interaction: discord.Interaction) -> str:
    data: Mapping[str, object] = interaction.data or {}
    return str(data.get("custom_id", ""))


def _at_work(message: discord.Message, custom_id: str) -> ui.View | ui.LayoutView:
    view = components_of(message)
    pressed = {getattr(item, "custom_id", ""): item for item in view.walk_children()}
    show_at_work(view, pressed.get(custom_id))
    return view
