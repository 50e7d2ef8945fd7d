"""Suggestions of gamertags while somebody types, for every command that takes one."""

from typing import Any

import discord
from discord import app_commands

from bot.discord_app.asking import people_of

OPTION = "gamertag"
_LONGEST_CHOICE = 100


def suggest_gamertags(tree: app_commands.CommandTree[Any]) -> None:
    """Let every option of the tree's commands that takes a gamertag suggest some.

    The commands' options are shared by all bots of a process, so that the gamertags are found
    through each interaction's own client.
    """
    for command in tree.walk_commands():
        if not isinstance(command, app_commands.Command):
            continue
        for option in command.parameters:
            if option.name.endswith(OPTION):
                command.autocomplete(option.name)(_suggestions)


async def _suggestions(
    interaction: discord.Interaction, typed: str
) -> list[app_commands.Choice[str]]:
    people = people_of(interaction)
    if people is None:
        return []
    people.gamertags.refresh()
    found = people.gamertags.suggest(typed, interaction.user.id, interaction.guild_id)
    return [
        app_commands.Choice(name=each, value=each)
        for each in found
        if 0 < len(each) <= _LONGEST_CHOICE
    ]
