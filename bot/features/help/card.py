"""What the bot can do: every command, ready to be clicked."""

from collections.abc import Iterable, Iterator

import discord
from discord import app_commands

from bot.look import notes, text, theme
from bot.look.limits import fit
from bot.look.texts import Texts
from bot.translatable import N_

_DESCRIPTION = 100
# What belongs together, the most wanted first. Discord takes about six commands a field.
_GROUPS = (
    (N_("Matches"), ("lastmatch", "match", "history", "session", "export")),
    (N_("Ranks and records"), ("csr", "stats", "medals", "career", "trend")),
    (N_("Players"), ("compare", "teammates", "leaderboard", "whois")),
    (N_("The game"), ("playlist", "map", "mode")),
    (N_("You"), ("link", "unlink", "settings", "privacy")),
    (N_("The bot"), ("help", "status")),
    (N_("For admins"), ("admin",)),
)


def help_card(
    commands: Iterable[app_commands.AppCommand], permissions: discord.Permissions, texts: Texts
) -> discord.Embed:
    """The commands as Discord has them, those that need more than these permissions left out."""
    offered = [each for each in commands if _is_open(each, permissions)]
    slash = [each for each in offered if each.type is discord.AppCommandType.chat_input]
    menus = [
        texts.named("menu", each.name)
        for each in offered
        if each.type is discord.AppCommandType.user
    ]
    apps = ", ".join(f"**{text.escape(name)}**" for name in menus)
    embed = discord.Embed(
        title=f"{theme.HELP} {texts('What you can ask for')}",
        description=notes.lines(
            texts("Name nobody and you are meant, once you have linked your gamertag."),
            texts("In the menu of a member, under Apps: {apps}.", apps=apps) if apps else "",
        ),
        colour=theme.NEUTRAL,
    )
    by_name = {each.name: each for each in slash}
    for heading, names in _GROUPS:
        lines = [line for name in names if name in by_name for line in _lines(by_name[name], texts)]
        embed.add_field(name=texts(heading), value=notes.lines(*lines), inline=False)
    return fit(embed)


def _is_open(command: app_commands.AppCommand, permissions: discord.Permissions) -> bool:
    needed = command.default_member_permissions
    return needed is None or needed <= permissions


def _lines(command: app_commands.AppCommand, texts: Texts) -> Iterator[str]:
    groups = [each for each in command.options if isinstance(each, app_commands.AppCommandGroup)]
    entries: list[app_commands.AppCommand | app_commands.AppCommandGroup] = [*groups]
    for each in entries or [command]:
        description = text.escape(texts(each.description), _DESCRIPTION)
        yield f"{each.mention}{_own_name(each, texts)} {description}"


def _own_name(command: app_commands.AppCommand | app_commands.AppCommandGroup, texts: Texts) -> str:
    """What the command is called in the reader's language, where that is not its English name.

    Discord shows a mention as it was written, and takes clicks on those in English alone.
    """
    english = command.mention[2:].partition(":")[0]
    own = " ".join(texts.named("command", part) for part in english.split())
    return "" if own == english else f" **/{text.escape(own)}**"
