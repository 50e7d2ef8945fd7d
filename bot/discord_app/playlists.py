"""Playlists that need no request to be found, as somebody types their names."""

from collections.abc import Mapping

from discord import app_commands

from bot.look.texts import Texts


def suggested_playlists(
    known: Mapping[str, str], typed: str, texts: Texts
) -> list[app_commands.Choice[str]]:
    """Those whose name holds what was typed, in the reader's language or in English.

    `known` has the English names by what stands for the playlist: its id.
    """
    wanted = typed.strip().casefold()
    return [
        app_commands.Choice(name=texts(name), value=playlist_id)
        for playlist_id, name in known.items()
        if wanted in texts(name).casefold() or wanted in name.casefold()
    ]


def entered_playlist(known: Mapping[str, str], entered: str, texts: Texts) -> str:
    """What was entered, or the id where that is the whole name of one in the reader's language:
    nobody has to choose what is suggested."""
    wanted = entered.strip().casefold()
    return next((each for each, name in known.items() if texts(name).casefold() == wanted), entered)
