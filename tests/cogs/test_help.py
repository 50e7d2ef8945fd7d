"""/help: every command, ready to be clicked."""

import asyncio
import re

import pytest
from simcord.actors import MemberActor

from bot.app import App
from bot.look.texts import LANGUAGES
from tests.cogs.conftest import Speak
from tests.conftest import Server
from tests.look.checks import assert_acceptable, text_of
from tests.support.discord import card, message


async def mentioned(server: Server, asker: MemberActor) -> dict[str, int]:
    """The commands that the asker is told of, with their ids."""
    result = await asker.slash(server.channel, "help")
    assert message(result).ephemeral
    assert_acceptable(card(result))
    found = re.findall(r"</([a-z ]+):(\d+)> \S", text_of(card(result)))
    return {name: int(command_id) for name, command_id in found}


async def test_it_names_what_one_can_use(server: Server) -> None:
    for asker in (server.player, server.admin):
        told = await mentioned(server, asker)
        assert set(told) == set(asker.available_commands(server.channel))
    assert not any(name.startswith("admin") for name in await mentioned(server, server.player))


async def test_the_ids_are_those_of_discord(server: Server) -> None:
    published = {
        name: int(command["id"]) for (name, kind), command in
        server.env.backend.commands[None].items() if kind == 1
    }  # fmt: skip
    told = await mentioned(server, server.admin)
    assert {name.partition(" ")[0]: held for name, held in told.items()} == published


async def test_it_names_the_context_menu(server: Server) -> None:
    said = text_of(card(await server.player.user.slash("help")))
    assert "**Last match**, **CSR**, **Link**" in said
    assert "</admin" not in said


async def test_it_names_commands_as_they_are_called_in_german(server: Server, speak: Speak) -> None:
    speak("de")
    embed = card(await server.admin.slash(server.channel, "help"))
    assert_acceptable(embed)
    said = text_of(embed)
    assert re.search(r"</link:\d+> \*\*/verknüpfen\*\* \w", said)
    assert re.search(r"</admin unlink:\d+> \*\*/admin \w+\*\* ", said)
    assert re.search(r"</csr:\d+> [^*]", said)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_nothing_is_cut_off(server: Server, speak: Speak, language: str) -> None:
    speak(language)
    embed = card(await server.admin.slash(server.channel, "help"))
    told = re.findall(r"</([a-z ]+):", text_of(embed))
    assert set(told) == set(server.admin.available_commands(server.channel))
    assert not any((field.value or "").endswith("…") for field in embed.fields)


async def test_a_frozen_database_is_waited_for_once(
    server: Server, app: App, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked = 0

    async def hang(_user_id: int) -> None:
        nonlocal asked
        asked += 1
        await asyncio.Event().wait()

    monkeypatch.setattr(app.lookups.user_settings, "get", hang)
    for _ in range(3):
        assert "lastmatch" in text_of(card(await server.player.slash(server.channel, "help")))
    assert asked == 1
    assert caplog.text.count("settings cannot be read") == 1
