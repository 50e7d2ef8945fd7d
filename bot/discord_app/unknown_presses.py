"""Presses on controls that no view of this process knows: after a restart, or after their end."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Protocol, TypeAlias, runtime_checkable
from weakref import WeakValueDictionary

import discord
from discord.ui.view import BaseView

from bot.discord_app.asking import texts_of
from bot.discord_app.card_ids import ControlsForgotten, KeptId
from bot.discord_app.cards import NOT_YOURS, OwnedControls, components_of, show_at_work
from bot.discord_app.live_cards import HoldsCards
from bot.discord_app.preferences import preferences_of
from bot.errors import Undelivered

Restore: TypeAlias = Callable[[discord.Interaction, Sequence[str]], Awaitable[OwnedControls]]
"""Puts a view together again by the state that its controls' ids have kept. Raises
ControlsForgotten, and what the lookups raise."""


@runtime_checkable
class Restores(Protocol):
    """A cog whose views can be put together again, each by the name in its controls' ids."""

    restores: Mapping[str, Restore]


class UnknownPresses:
    """Lets a view take over its controls again, or says that they are too old.

    `live` are views that were pressed on, by message: whoever adds to it keeps a message from
    getting a second view.
    """

    def __init__(self, restores: Mapping[str, Restore]) -> None:
        self.live: WeakValueDictionary[int, BaseView] = WeakValueDictionary()
        self._restores = dict(restores)
        self._messages: set[int] = set()

    async def answer(self, interaction: discord.Interaction) -> None:
        """Answer such a press, or a form that nobody waits for any more.

        The press is answered at once with its control at work; then the view is put together and
        does what it would have done. Raises ControlsForgotten where that cannot be, and what
        the view's own lookups raise.
        """
        data: Mapping[str, object] = interaction.data or {}
        custom_id = str(data.get("custom_id", ""))
        kept = KeptId.parse(custom_id)
        restore, message = self._restores.get(kept.view), interaction.message
        if restore is None or message is None:
            raise ControlsForgotten(f"nothing restores {custom_id!r}")
        if interaction.user.id != kept.owner_id:
            texts = texts_of(interaction)
            await interaction.response.send_message(texts(NOT_YOURS), ephemeral=True)
        elif message.id in self._messages or self._is_live(message):
            # Quick fingers: an earlier press is still at work, or has just changed the card.
            await interaction.response.defer()
        else:
            self._messages.add(message.id)
            try:
                await self._take_over(interaction, message, custom_id, kept, restore)
            finally:
                self._messages.discard(message.id)

    def _is_live(self, message: discord.Message) -> bool:
        view = self.live.get(message.id)
        return view is not None and not view.is_finished()

    async def _take_over(
        self,
        interaction: discord.Interaction,
        message: discord.Message,
        custom_id: str,
        kept: KeptId,
        restore: Restore,
    ) -> None:
        before: Any = components_of(message)
        at_work: Any = components_of(message)
        ids = {getattr(item, "custom_id", ""): item for item in at_work.walk_children()}
        show_at_work(at_work, ids.get(custom_id))
        shown = await interaction.response.edit_message(view=at_work)
        try:
            # Held from now on: texts_of() tells times in the asker's time zone.
            await preferences_of(interaction)
            view = await restore(interaction, kept.state)
            control = view.kept.get(kept.control)
            if control is None:
                raise ControlsForgotten(f"no control of that name: {custom_id!r}")
        except BaseException:
            # Also where the bot ends: the next process may take the controls over.
            with suppress(Undelivered):
                await interaction.edit_original_response(view=before)
            raise
        if shown is not None and isinstance(shown.resource, discord.InteractionMessage):
            view.adopt(shown.resource)
        self.live[message.id] = view
        if isinstance(interaction.client, HoldsCards):
            interaction.client.cards.add(view)
        try:
            await control.callback(interaction)
        except Exception as error:  # noqa: BLE001 - as discord.py hands it to a view
            await view.on_error(interaction, error, control)
