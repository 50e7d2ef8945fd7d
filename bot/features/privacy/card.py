"""What is stored about somebody, in words."""

from collections.abc import Sequence

import discord

from bot.features.privacy.lookup import Stored
from bot.look import notes, theme
from bot.look.limits import fit
from bot.look.texts import Texts
from bot.translatable import N_

PLACES = {
    ("own_links", "user_id"): N_("your link to a gamertag"),
    ("server_links", "user_id"): N_("links that admins have made for you, by server"),
    ("server_links", "linked_by"): N_("links of others that name you as the admin who made them"),
    ("user_settings", "user_id"): N_("your settings"),
    ("asked_players", "user_id"): N_(
        "players you looked up by gamertag, kept for 90 days and suggested only to you"
    ),
}
"""What the rows of a table are to the user whom one of its columns names."""
_NOT_ABOUT_YOU = N_(
    "For a while the bot also keeps what the game publishes about players who were looked up. It "
    "does not say who they are on Discord, or who asked."
)


def stored_card(stored: Sequence[Stored], texts: Texts) -> discord.Embed:
    """What is stored, and what can be done about it."""
    what, after = texts("Nothing is stored about you."), ""
    if stored:
        what = _lines(stored, texts)
        after = texts("`/privacy export` gives you all of it, `/privacy delete` deletes it.")
    return _card(
        texts("What is stored about you"), notes.paragraphs(what, after, texts(_NOT_ABOUT_YOU))
    )


def exported_card(stored: Sequence[Stored], texts: Texts) -> discord.Embed:
    """What the attached file holds."""
    what = texts("Nothing is stored about you.")
    if stored:
        what = notes.lines(texts("The file holds:"), _lines(stored, texts))
    return _card(texts("Your data"), what)


def deletion_card(stored: Sequence[Stored], texts: Texts) -> discord.Embed:
    """What is about to be deleted."""
    title = texts("Delete your data")
    if not stored:
        return _card(title, texts("Nothing is stored about you."))
    return _card(
        title,
        notes.paragraphs(
            notes.lines(
                texts("This deletes, in every server and for good:"), _lines(stored, texts)
            ),
            texts("Links that you have made for others stay, without your name."),
        ),
        theme.ERROR,
    )


def deleted_card(texts: Texts) -> discord.Embed:
    """All of it is gone."""
    return _card(texts("Deleted"), texts("Nothing is stored about you any more."), theme.DONE)


def _lines(stored: Sequence[Stored], texts: Texts) -> str:
    return notes.lines(*(f"- {_line(each, texts)}" for each in stored))


def _line(stored: Stored, texts: Texts) -> str:
    place = PLACES.get((stored.table, stored.column), stored.table)
    return f"{texts.number(stored.rows)} × {texts(place)}"


def _card(title: str, description: str, colour: int = theme.NEUTRAL) -> discord.Embed:
    return fit(
        discord.Embed(title=f"{theme.PRIVACY} {title}", description=description, colour=colour)
    )
