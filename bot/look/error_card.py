"""The error card: what happened, what to do, and a reference for the log. Never more."""

from collections.abc import Collection, Iterable

import discord
from discord import app_commands

from bot.errors import BotError
from bot.facts.errors import NoRecord
from bot.halo.errors import PlayerNotFound
from bot.look import figures, notes, text, theme
from bot.look.advice import advice_of
from bot.look.limits import fit
from bot.look.texts import Texts
from bot.translatable import N_

_HINT = 600
_NEAR = 5
# What the service asks for beyond a week, in seconds, is no time to tell anybody.
_LONGEST_WAIT = 7 * 86_400
_PERMISSIONS = {"manage_guild": N_("Manage Server")}


def error_card(
    error: Exception, reference: str, texts: Texts, *, now: float, options: Collection[str] = ()
) -> discord.Embed:
    """What the user may know of an error; its own text stays in the log.

    `reference` is what the log knows it by; `now` is Unix time, for when to try again. `options`
    are the names of the options that the command has: no others are offered as a way out.
    """
    title, hint, retry_after = _explanation(error, options, texts)
    again = ""
    if retry_after is not None and 0 < retry_after <= _LONGEST_WAIT:
        again = texts("Try again {when}.", when=figures.ago(now + retry_after))
    embed = discord.Embed(
        title=f"{theme.WARNING} {title}",
        description=notes.lines(
            text.escape(hint, _HINT), _did_you_mean(error, texts), _who(error, texts), again
        ),
        colour=theme.ERROR,
    )
    embed.set_footer(text=texts("Reference {reference}", reference=reference))
    return fit(embed)


def _explanation(
    error: Exception, options: Collection[str], texts: Texts
) -> tuple[str, str, float | None]:
    """Title, hint and the seconds to wait, where they are known."""
    if isinstance(error, BotError):
        title, hint = advice_of(type(error)) or (error.title, error.hint)
        words = (hint, *error.offered(options))
        return texts(title), " ".join(map(texts, words)), error.retry_after
    if isinstance(error, app_commands.CommandOnCooldown):
        hint = texts.count(
            "This command is free again in {count} second.",
            "This command is free again in {count} seconds.",
            max(1, round(error.retry_after)),
        )
        return texts("Not so fast"), hint, error.retry_after
    return *_refusal(error, texts), None


def _refusal(error: Exception, texts: Texts) -> tuple[str, str]:
    """Title and hint of what discord.py refuses, and of what nobody has thought of."""
    match error:
        case app_commands.MissingPermissions():
            needed = _permissions(error.missing_permissions, texts)
            return texts("You may not do this"), texts("You need: {needed}.", needed=needed)
        case app_commands.BotMissingPermissions():
            needed = _permissions(error.missing_permissions, texts)
            return texts("The bot may not do this here"), texts(
                "It needs: {needed}.", needed=needed
            )
        case app_commands.NoPrivateMessage():
            return texts("This works in servers only"), texts("Use the command in a server.")
        case app_commands.CheckFailure():
            return texts("You may not do this"), texts("This command is not open to you here.")
        case app_commands.TransformerError():
            return (
                texts("This option does not fit"),
                texts("Check what you entered in the command."),
            )
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return texts("This command has changed"), texts("Reload Discord and try it again.")
        case _:
            return (
                texts("Something went wrong on our side"),
                texts(
                    "Try again in a moment. If it stays, tell the bot's host the reference below."
                ),
            )


def _did_you_mean(error: Exception, texts: Texts) -> str:
    if not isinstance(error, PlayerNotFound) or not error.near:
        return ""
    names = [f"**{text.escape(gamertag)}**" for gamertag in error.near[:_NEAR]]
    return texts("Did you mean {names}?", names=texts.listed(names))


def _who(error: Exception, texts: Texts) -> str:
    """Which of several players has no service record."""
    if not isinstance(error, NoRecord) or not error.gamertag:
        return ""
    gamertag = f"**{text.escape(error.gamertag)}**"
    return texts("{gamertag} has not finished a matchmade match yet.", gamertag=gamertag)


def _permissions(names: Iterable[str], texts: Texts) -> str:
    """The permissions as Discord's settings call them: "Manage Server"."""
    return ", ".join(
        texts(_PERMISSIONS.get(name, name.replace("_", " ").title())) for name in names
    )
