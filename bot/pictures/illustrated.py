"""A card with its picture: the picture says it all, the text keeps what pictures cannot do."""

import io
from copy import deepcopy

import discord

from bot.look.drawing import Picture


def illustrated(embed: discord.Embed, filename: str) -> discord.Embed:
    """The card as the frame of an attached picture of that name.

    What the picture shows is left out of the text: all fields, and the description but for its
    first lines, which hold what only text can: links and times in the reader's own clock.
    """
    # Embed.copy() shares the list of fields, and the card may still be wanted in words.
    framed = deepcopy(embed)
    framed.clear_fields()
    framed.description = (embed.description or "").split("\n\n", 1)[0] or None
    framed.set_image(url=f"attachment://{filename}")
    return framed


def attachment(picture: Picture) -> discord.File:
    """The picture as a file with its alt text. A file can be sent once."""
    return discord.File(io.BytesIO(picture.png), filename=picture.filename, description=picture.alt)
