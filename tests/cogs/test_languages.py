"""What Discord is told of the commands, and what the commands answer, in every language."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest

from bot.look.texts import LANGUAGES
from cogs.user_menus import MENUS
from tests.cogs.commands import COMMANDS, Ask
from tests.cogs.conftest import Speak
from tests.conftest import Server
from tests.look.checks import assert_acceptable, text_of
from tests.support.discord import card, controls, message

Payload = dict[str, Any]
# Discord's rule for the names of commands and options, as far as these languages go.
NAME = re.compile(r"[-_\w]{1,32}")
SLASH = 1
every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def published(server: Server) -> list[Payload]:
    """The commands as they were sent to Discord, which keeps no translations in this simulation."""
    sent = [each.json for each in server.env.http_requests if each.method == "PUT"]
    (payload,) = (body for body in sent if isinstance(body, list))
    return payload


def walked(parts: list[Payload]) -> Iterator[Payload]:
    """The commands, groups and options, each before what is in it."""
    for part in parts:
        yield part
        yield from walked(part.get("options") or [])


def slash(published: list[Payload]) -> list[Payload]:
    return [command for command in published if command["type"] == SLASH]


def choices(parts: list[Payload]) -> list[Payload]:
    return [choice for part in walked(parts) for choice in part.get("choices") or []]


@every_language
def test_names_are_as_discord_wants_them(published: list[Payload], language: str) -> None:
    for part in walked(slash(published)):
        name = part["name_localizations"][language]
        assert NAME.fullmatch(name), name
        assert name == name.lower()
        assert unicodedata.normalize("NFC", name) == name
        assert 1 <= len(part["description_localizations"][language]) <= 100


@every_language
def test_no_two_names_beside_each_other_are_the_same(
    published: list[Payload], language: str
) -> None:
    groups = [published, *(part["options"] for part in walked(published) if part.get("options"))]
    assert len(groups) > 5
    for parts in groups:
        names = [part["name_localizations"][language] for part in parts]
        assert len(set(names)) == len(names)


@every_language
def test_context_menus_are_translated(published: list[Payload], language: str) -> None:
    menus = [command for command in published if command["type"] != SLASH]
    assert {menu["name"] for menu in menus} == set(MENUS)
    for menu in menus:
        assert 1 <= len(menu["name_localizations"][language]) <= 32


@every_language
def test_choices_are_translated(published: list[Payload], language: str) -> None:
    found = choices(published)
    assert found
    for choice in found:
        assert 1 <= len(choice["name_localizations"][language]) <= 100


def test_only_languages_that_are_spoken_are_told(published: list[Payload]) -> None:
    for part in walked(published):
        assert set(part["name_localizations"]) == set(LANGUAGES)


@every_language
def test_a_command_is_not_too_long_altogether(published: list[Payload], language: str) -> None:
    for command in slash(published):
        parts = list(walked([command]))
        length = sum(
            len(part["name_localizations"][language])
            + len(part["description_localizations"][language])
            for part in parts
        ) + sum(
            len(choice["name_localizations"][language]) + len(str(choice["value"]))
            for choice in choices([command])
        )
        assert length <= 8_000


@pytest.mark.parametrize("ask", COMMANDS.values(), ids=COMMANDS.keys())
@every_language
async def test_every_command_answers_acceptably(
    server: Server, speak: Speak, language: str, ask: Ask
) -> None:
    english = text_of(card(await ask(server)))
    speak(language)
    embed = card(await ask(server))
    assert_acceptable(embed)
    assert text_of(embed) != english


async def test_a_match_in_german(server: Server, speak: Speak) -> None:
    speak("de")
    result = await server.player.slash(server.channel, "lastmatch")
    assert {"Älter", "Neuer", "Punktetafel", "Aktualisieren"} == set(controls(result))
    assert "Genauigkeit" in [field.name for field in card(result).fields]


async def test_an_error_in_japanese(server: Server, speak: Speak) -> None:
    speak("ja")
    embed = card(await server.stranger.slash(server.channel, "csr"))
    assert embed.title == "⚠️ ゲーマータグが連携されていません"
    assert "/連携" in (embed.description or "")


async def test_a_stranger_is_refused_in_the_strangers_language(
    server: Server, speak: Speak
) -> None:
    speak("de")
    result = await server.player.slash(server.channel, "lastmatch")
    speak("fr")
    refused = await server.stranger.click(message(result), label="Punktetafel")
    assert refused.response is not None
    assert (refused.response.content or "").startswith("Seule la personne")


async def test_languages_that_nobody_has_translated_are_answered_in_english(
    server: Server, speak: Speak
) -> None:
    speak("fi")
    assert card(await server.player.slash(server.channel, "csr")).title == "Ranks"
