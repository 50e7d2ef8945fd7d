"""What all messages with controls share: who may press, one press at a time, and an end."""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Protocol, TypeAlias, runtime_checkable

import discord
from discord import ui
from discord.ui.view import BaseView

from bot.discord_app.card_ids import LONGEST_ID, ControlsForgotten, KeptId
from bot.errors import BotError, FileRefused, Undelivered
from bot.look import theme
from bot.look.drawing import Drawing, Picture
from bot.look.texts import Texts
from bot.pictures.illustrated import attachment, illustrated
from bot.translatable import N_

ErrorReporter = Callable[[discord.Interaction, Exception], Awaitable[None]]
# Gives the finished picture, or None where the answer is to be in words.
Draw = Callable[[Drawing], Awaitable[Picture | None]]
Control: TypeAlias = ui.Button[Any] | ui.Select[Any]
TIMEOUT = 600.0
NOT_YOURS = N_("Only the one who asked can use these. Run the command yourself to get your own.")

log = logging.getLogger(__name__)


@runtime_checkable
class CountsPresses(Protocol):
    """A client that wants to know of every press before it is answered, or to refuse it."""

    def begin(self, interaction: discord.Interaction, view: BaseView | None = None) -> None:
        """Called in the task that answers the press, with the view it is on; what it raises is
        reported instead."""


def count_in(interaction: discord.Interaction, view: BaseView | None = None) -> None:
    """Tell the client of a press or a filled-in form. Raises what the client refuses it with."""
    if isinstance(interaction.client, CountsPresses):
        interaction.client.begin(interaction, view)


def show_at_work(view: BaseView, pressed: ui.Item[Any] | None = None) -> None:
    """Switch all controls of a view off, the one that was pressed being at work."""
    for item in view.walk_children():
        if isinstance(item, ui.Select) or (isinstance(item, ui.Button) and item.url is None):
            item.disabled = True
    if isinstance(pressed, ui.Select):
        pressed.placeholder = theme.ELLIPSIS
    elif isinstance(pressed, ui.Button):
        pressed.label = theme.ELLIPSIS


def choice_of(interaction: discord.Interaction) -> str:
    """What was chosen in the menu that was used.

    Raises ControlsForgotten for what that did not offer.

    Its `values` do not tell where it was taken over after a restart: discord.py sets them for the
    views it has sent itself. What it offered stands in the message as Discord has it.
    """
    data: Mapping[str, Any] = interaction.data or {}
    chosen = str(next(iter(data.get("values", ())), ""))
    items = components_of(interaction.message).walk_children() if interaction.message else ()
    offered = (
        option.value
        for item in items
        if isinstance(item, ui.Select) and item.custom_id == data.get("custom_id")
        for option in item.options
    )
    if chosen not in offered:
        raise ControlsForgotten(f"not offered: {chosen!r}")
    return chosen


def components_of(message: discord.Message) -> ui.View | ui.LayoutView:
    """What a message is made of, to be sent once more: the controls, or the whole card with them.

    It is stopped, so that discord.py expects no press on it.
    """
    made = ui.LayoutView if message.flags.components_v2 else ui.View
    view = made.from_message(message, timeout=None)
    view.stop()
    for item in view.walk_children():
        if isinstance(item, ui.MediaGallery):
            # Discord tells where it keeps a picture; one that stays attached is sent by its name.
            item.items = [
                _attached(_filename(each.media.url), each.description) for each in item.items
            ]
    return view


class OwnedControls(BaseView, ABC):
    """Controls that only the one who asked can use, until nobody has used them for a while.

    They stand below a card (OwnedView) or in the midst of one (OwnedLayout).

    `report` answers a press that failed; `texts` are in the language of the one who asked. `draw`
    makes the card's picture; without it cards are in words. `message` is the message with the
    controls, set by whoever sent it; it is needed to switch the controls off at the end. `kept`
    are those of the controls that a later process can take over, by name.
    """

    def __init__(
        self,
        owner_id: int,
        report: ErrorReporter,
        texts: Texts,
        draw: Draw | None = None,
        timeout: float = TIMEOUT,
    ) -> None:
        super().__init__(timeout=timeout)
        self._draw = draw
        self._filename = ""
        self._alt = ""
        self.owner_id = owner_id
        self.texts = texts
        self.message: discord.Message | None = None
        self.kept: dict[str, Control] = {}
        self._report = report
        self._working = False

    @property
    @abstractmethod
    def content(self) -> dict[str, Any]:
        """What a message that shows this holds, as discord.py's methods take it by name."""

    @property
    def drawing(self) -> Drawing | None:
        """The picture of the card as it is now, or None where it is in words alone."""
        return None

    async def fetch_artwork(self) -> None:
        """Fetch the game's artwork that the picture of the card as it is now shows; before
        each time it is drawn."""

    async def show(self, interaction: discord.Interaction) -> None:
        """Shows the card in its present state as the answer to the interaction.

        If Discord refuses the picture, the card is in words from then on.
        """
        files = await self._illustrate()
        self._arrange_or_end()
        edit = interaction.edit_original_response
        try:
            self.message = await edit(**self.content, attachments=files)
        except FileRefused as refused:
            log.warning("answered in words: %s", refused)
            self._draw, self._filename, self._alt = None, "", ""
            self._arrange_or_end()
            self.message = await edit(**self.content, attachments=[])

    async def _illustrate(self) -> list[discord.File]:
        """Draw the card as it is now: what to attach to the message that shows it."""
        picture = None
        if self._draw is not None:
            await self.fetch_artwork()
            drawing = self.drawing
            picture = await self._draw(drawing) if drawing is not None else None
        self._filename = picture.filename if picture is not None else ""
        self._alt = picture.alt if picture is not None else ""
        return [attachment(picture)] if picture is not None else []

    @abstractmethod
    def arrange(self) -> None:
        """Give every control the label and state that fit the card as it is now.

        Discord.py takes over what Discord sends back of a message, also late, so that a control
        may hold an earlier state: this is called before each time the controls are sent.
        """

    @abstractmethod
    def adopt(self, message: discord.Message) -> None:
        """Take over the message that a view of an earlier process has sent, as it is."""

    def keep(self, view: str, *state: str, **controls: Control) -> None:
        """Let these controls work after a restart, by what their ids say (see kept.py).

        Called by arrange(), as the state changes with the card. A state too long for an id, such
        as a long text that somebody has typed, leaves the controls as they are.
        """
        self.kept |= controls
        for name, control in controls.items():
            custom_id = str(KeptId(view, name, self.owner_id, state))
            if len(custom_id) <= LONGEST_ID:
                control.custom_id = custom_id

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Refuses strangers privately, and everyone while the client accepts no presses."""
        try:
            count_in(interaction, self)
        except BotError as refusal:
            await self._report(interaction, refusal)
            return False
        if interaction.user.id == self.owner_id:
            return True
        theirs = self.texts.catalogue.texts(interaction.locale.value)
        await interaction.response.send_message(theirs(NOT_YOURS), ephemeral=True)
        return False

    async def turn(self, interaction: discord.Interaction, change: Callable[[], None]) -> None:
        """Answer a press that needs no waiting: change what is shown, and show it."""
        if await self._busy(interaction):
            return
        async with self._pressed():
            if self._draw is not None and not interaction.response.is_done():
                # A picture may take longer than Discord waits for an answer.
                await interaction.response.defer()
            change()
            if interaction.response.is_done():
                await self.show(interaction)
            else:
                self.arrange()
                self._remember(await interaction.response.edit_message(**self.content))

    async def work(
        self,
        interaction: discord.Interaction,
        pressed: Control,
        load: Callable[[], Awaitable[None]],
    ) -> None:
        """Answer a press at once with its control at work, then load, then show the new card.

        `load` changes what the view shows. Whatever it raises ends in on_error().
        """
        if await self._busy(interaction):
            return
        async with self._pressed():
            if not interaction.response.is_done():
                self.arrange()
                show_at_work(self, pressed)
                view: Any = self
                self._remember(await interaction.response.edit_message(view=view))
            await load()
            await self.show(interaction)

    async def on_error(
        self, interaction: discord.Interaction, error: Exception, _item: ui.Item[Any], /
    ) -> None:
        """Report the error to the one who pressed, and make the controls usable again."""
        try:
            await self._report(interaction, error)
        finally:
            await self._update()

    async def on_timeout(self) -> None:
        """Switch the controls off."""
        await self._update()

    @asynccontextmanager
    async def _pressed(self) -> AsyncIterator[None]:
        """While a press is answered, it has the view for itself."""
        self._working = True
        try:
            yield
        except asyncio.CancelledError:
            # The bot ends: the next process may take the controls over.
            await self._update()
            raise
        finally:
            self._working = False

    async def _busy(self, interaction: discord.Interaction) -> bool:
        """Whether an earlier press is still at work; then this one is taken and changes nothing.

        Quick fingers reach a button before Discord has greyed it out.
        """
        if self._working:
            await interaction.response.defer()
        return self._working

    def _remember(self, answer: discord.InteractionCallbackResponse[Any] | None) -> None:
        """Keep the message as this press sees it: only the latest press can edit it for long."""
        if answer is not None and isinstance(answer.resource, discord.InteractionMessage):
            self.message = answer.resource

    def _arrange_or_end(self) -> None:
        self.arrange()
        if self.is_finished():
            show_at_work(self)

    async def _update(self) -> None:
        """Send the card and its controls once more, outside of a press."""
        self._arrange_or_end()
        if self.message is None:
            return
        try:
            await self.message.edit(**self.content)
        except (Undelivered, discord.HTTPException) as error:
            # Deleted, or the answer is too old to be edited: there is nothing to switch.
            log.debug("controls not updated: %s", error)


class OwnedView(OwnedControls, ui.View):
    """A card with controls below it."""

    @property
    @abstractmethod
    def embed(self) -> discord.Embed:
        """The card as it is now."""

    @property
    def shown(self) -> discord.Embed:
        """The card with the picture that illustrate() has drawn for it, if any."""
        return illustrated(self.embed, self._filename) if self._filename else self.embed

    @property
    def content(self) -> dict[str, Any]:
        """The card and its controls."""
        return {"embed": self.shown, "view": self}

    def adopt(self, message: discord.Message) -> None:
        """Take over the message and the picture that was drawn for its card."""
        self.message = message
        if self._draw is not None and message.embeds:
            self._filename = _filename(message.embeds[0].image.url or "")


class OwnedLayout(OwnedControls, ui.LayoutView):
    """A card that is made of components, the controls among them; arrange() lays it out."""

    @property
    def content(self) -> dict[str, Any]:
        """The components are all there is."""
        return {"view": self}

    def adopt(self, message: discord.Message) -> None:
        """Take over the message and the picture among its components."""
        self.message = message
        for item in components_of(message).walk_children():
            if isinstance(item, ui.MediaGallery):
                (picture,) = item.items
                self._filename, self._alt = _filename(picture.media.url), picture.description or ""

    def lay_out(self, *items: ui.Item[Any]) -> None:
        """Show these instead of what was there."""
        self.clear_items()
        for item in items:
            self.add_item(item)

    @property
    def picture(self) -> ui.MediaGallery[Any] | None:
        """The picture that illustrate() has drawn, if any."""
        if not self._filename:
            return None
        return ui.MediaGallery(_attached(self._filename, self._alt))


def _attached(filename: str, alt: str | None) -> discord.MediaGalleryItem:
    """A picture that is attached to the same message."""
    return discord.MediaGalleryItem(f"attachment://{filename}", description=alt)


def _filename(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]
