"""Answering an interaction: with a card, or with what went wrong."""

import asyncio
import logging
from collections.abc import Callable, Sequence

import discord
from discord import app_commands

from bot.discord_app.asking import texts_of
from bot.discord_app.card_ids import ControlsForgotten
from bot.discord_app.cards import Draw, OwnedControls, OwnedView
from bot.discord_app.interactions import is_named, note_error, note_undelivered, request_id
from bot.discord_app.live_cards import HoldsCards
from bot.discord_app.preferences import preferences_of
from bot.discord_app.share import ShareView
from bot.errors import FileRefused, Undelivered
from bot.look.drawing import Drawing, Picture
from bot.look.error_card import error_card
from bot.pictures.illustrated import attachment, illustrated
from bot.pictures.pictures import PictureFailed, Pictures

# Seconds that a passing card may take.
_PASSING = 3.0

log = logging.getLogger(__name__)


async def answer(
    interaction: discord.Interaction, embed: discord.Embed, view: OwnedView | None = None
) -> None:
    """Turn the deferred "thinking..." into the card in words, with its buttons."""
    message = await interaction.edit_original_response(embed=embed, view=view)
    if view is not None:
        view.message = message
        _shown(interaction, view)


async def show_meanwhile(
    interaction: discord.Interaction, embed: discord.Embed, view: OwnedView | None = None
) -> discord.InteractionMessage | None:
    """Shows a passing card in the deferred reply, such as progress, until the answer is there.

    Returns the message, or None if Discord did not accept it within three seconds: work must not
    fail because of it. Send the answer only after this has returned.
    """
    try:
        async with asyncio.timeout(_PASSING):
            return await interaction.edit_original_response(embed=embed, view=view)
    except (Undelivered, TimeoutError, discord.HTTPException) as error:
        log.info("progress not shown: %s", error)
        return None


async def answer_privately(interaction: discord.Interaction, embed: discord.Embed) -> None:
    """Turn the private "thinking..." into the card, with a button that shows it to all."""
    view = ShareView(interaction.user.id, report_error, texts_of(interaction), embed)
    await answer(interaction, embed, view)


async def shared_again(interaction: discord.Interaction, _state: Sequence[str]) -> ShareView:
    """The view of answer_privately() after a restart: the card is on the message itself."""
    if interaction.message is None or not interaction.message.embeds:
        raise ControlsForgotten("no card to show")
    card = interaction.message.embeds[0]
    return ShareView(interaction.user.id, report_error, texts_of(interaction), card)


async def answer_with_picture(
    interaction: discord.Interaction,
    embed: discord.Embed,
    drawing: Callable[[], Drawing],
    draw: Draw | None,
) -> None:
    """Turn the deferred "thinking..." into the card: as a picture where it can be drawn.

    `drawing` is only called where it can.
    """
    picture = await draw(drawing()) if draw is not None else None
    if picture is None:
        await answer(interaction, embed)
        return
    framed = illustrated(embed, picture.filename)
    try:
        await interaction.edit_original_response(
            embed=framed, attachments=[attachment(picture)], view=None
        )
    except FileRefused as refused:
        log.warning("answered in words: %s", refused)
        await answer(interaction, embed)


async def answer_with_file(
    interaction: discord.Interaction, embed: discord.Embed, file: discord.File
) -> None:
    """Turn the deferred "thinking..." into the card with a file to download.

    Raises BotMissingPermissions where the bot may not attach files, and FileRefused.
    """
    if not interaction.app_permissions.attach_files:
        raise app_commands.BotMissingPermissions(["attach_files"])
    await interaction.edit_original_response(embed=embed, attachments=[file], view=None)


async def answer_with_view(interaction: discord.Interaction, view: OwnedControls) -> None:
    """Turn the deferred "thinking..." into the view's card, with its buttons and picture."""
    await view.show(interaction)
    _shown(interaction, view)


def _shown(interaction: discord.Interaction, view: OwnedControls) -> None:
    if isinstance(interaction.client, HoldsCards):
        interaction.client.cards.add(view)


def drawing_for(interaction: discord.Interaction, pictures: Pictures | None) -> Draw | None:
    """What draws the answers to this interaction; None where they are to be in words.

    That is where pictures are switched off, by the host or by the asker, and where the bot may not
    attach files.
    """
    if pictures is None or not interaction.app_permissions.attach_files:
        return None

    async def draw(drawing: Drawing) -> Picture | None:
        if not (await preferences_of(interaction)).pictures:
            return None
        try:
            return await pictures.draw(drawing)
        except PictureFailed as failed:
            log.warning("answered in words: %s", failed, exc_info=failed.__cause__)
            return None

    return draw


async def report_error(interaction: discord.Interaction, error: Exception) -> None:
    """Answer with an error card; its reference is the request id of the log.

    The card takes the place of "thinking..." where that was shown; else it comes beside the card
    that the button or menu belongs to, for the one who pressed it. Where an answer could not be
    delivered, neither could a card.
    """
    cause = _cause(error)
    reference = request_id(interaction)
    note_error(interaction, cause)
    if isinstance(cause, Undelivered):
        log.warning("answer not delivered [%s]: %s", reference, cause)
        return
    if is_named(cause):
        log.info("answered with %s: %s [%s]", type(cause).__name__, cause, reference)
    else:
        log.error("unexpected fault [%s]", reference, exc_info=cause)
    embed = error_card(
        cause,
        reference,
        texts_of(interaction),
        now=discord.utils.utcnow().timestamp(),
        options=_options(interaction),
    )
    try:
        await _send(interaction, embed)
    except (Undelivered, discord.HTTPException) as lost:
        note_undelivered(interaction)
        log.warning("error card not delivered [%s]: %s", reference, lost)


def _options(interaction: discord.Interaction) -> frozenset[str]:
    """The options of the command that was used; none of a context menu or a control."""
    command = interaction.command
    if not isinstance(command, app_commands.Command):
        return frozenset()
    return frozenset(parameter.display_name for parameter in command.parameters)


async def _send(interaction: discord.Interaction, embed: discord.Embed) -> None:
    if interaction.type is discord.InteractionType.autocomplete:
        return
    if not interaction.response.is_done():
        await interaction.response.send_message(embed=embed, ephemeral=True)
    elif interaction.response.type is discord.InteractionResponseType.deferred_channel_message:
        await interaction.edit_original_response(embed=embed, view=None, attachments=[])
    else:
        await interaction.followup.send(embed=embed, ephemeral=True)


def _cause(error: Exception) -> Exception:
    if isinstance(error, (app_commands.CommandInvokeError, app_commands.TransformerError)):
        original = error.__cause__ or getattr(error, "original", None)
        if isinstance(original, Exception):
            return original
    return error
