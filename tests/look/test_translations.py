"""The files of translations hold exactly what the program says, complete and usable."""

import importlib
import pkgutil
import re
from collections.abc import Iterable
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message

from bot.errors import BotError
from bot.look.advice import advice_of
from bot.look.texts import LANGUAGES
from tools.texts import extract, path_of, read, translated, write

FILES = sorted(set(LANGUAGES.values()))
Key = tuple[str, object]

every_file = pytest.mark.parametrize("language", FILES)


@pytest.fixture(scope="module")
def program() -> Catalog:
    """What the program says."""
    return extract()


def keys(catalog: Catalog) -> set[Key]:
    return {(each.context or "", each.id) for each in messages(catalog)}


def messages(catalog: Catalog) -> Iterable[Message]:
    return (each for each in catalog if each.id)


def forms(text: str | Iterable[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


@every_file
def test_nothing_is_missing(language: str, program: Catalog) -> None:
    assert keys(program) - keys(read(language)) == set(), "run: make texts"


@every_file
def test_nothing_is_unused(language: str, program: Catalog) -> None:
    catalog = read(language)
    assert keys(catalog) - keys(program) == set(), "run: make texts"
    assert not catalog.obsolete


@every_file
def test_everything_is_translated(language: str) -> None:
    found = messages(read(language))
    assert [each.id for each in found if each.fuzzy or not translated(each)] == []


@every_file
def test_there_is_a_translation_for_every_plural_form(language: str) -> None:
    catalog = read(language)
    plurals = [each for each in messages(catalog) if each.pluralizable]
    assert plurals
    for each in plurals:
        assert len(forms(each.string)) == catalog.num_plurals, each.id


@every_file
def test_the_placeholders_are_those_of_the_english_text(language: str) -> None:
    for each in messages(read(language)):
        one, *_, many = (forms(each.id) * 2)[:2]
        first, *others = forms(each.string)
        # "The last match" needs no count, where a language has a form for one alone.
        allowed = [placeholders(many), placeholders(one)] if others else [placeholders(many)]
        assert placeholders(first) in allowed, each.id
        assert all(placeholders(form) == placeholders(many) for form in others), each.id


@every_file
def test_markdown_is_as_in_the_english_text(language: str) -> None:
    for each in messages(read(language)):
        for form in forms(each.string):
            for mark in ("`", "*", "|", "<", "\n"):
                assert form.count(mark) == forms(each.id)[0].count(mark), each.id


@every_file
def test_commands_are_mentioned_by_the_names_they_have_in_the_language(language: str) -> None:
    catalog = read(language)
    names = {
        str(each.id): str(each.string) for each in messages(catalog) if each.context == "command"
    }
    # The longest first, so that "/links" is not taken for "/link".
    known = "|".join(sorted(names, key=len, reverse=True))
    mention = re.compile(rf"(?<![\w/])/({known})(?: ({known})\b)?(?![\w/])")
    for each in messages(catalog):
        for found in mention.finditer(forms(each.id)[0]):
            expected = " ".join(names[part] for part in found.groups() if part)
            assert all(f"/{expected}" in form for form in forms(each.string)), each.id


@every_file
def test_a_file_is_as_the_tool_writes_it(language: str) -> None:
    before = path_of(language).read_text("utf-8")
    write(language, read(language))
    assert path_of(language).read_text("utf-8") == before


def test_every_error_that_people_see_can_be_translated(program: Catalog) -> None:
    for name in SHOWN:
        for module in pkgutil.walk_packages(importlib.import_module(name).__path__, f"{name}."):
            importlib.import_module(module.name)
    said = {each.id for each in messages(program)}
    shown = [error for error in errors() if error.__module__.startswith(SHOWN)]
    assert len(shown) > 20
    for error in shown:
        if not f"{error.__module__}.{error.__name__}".startswith(ON_THE_COMMAND_LINE):
            shown_instead = set(advice_of(error) or (error.title, error.hint))
            assert {*shown_instead, *(error.offer or ())[1:]} <= said, error


SHOWN = (
    "bot.discord_app",
    "bot.facts",
    "bot.features",
    "bot.halo",
    "bot.look",
    "bot.pictures",
    "bot.storage",
)
# What signing in, starting and moving the database say is for the bot's host, in English.
ON_THE_COMMAND_LINE = (
    "bot.discord_app.errors",
    "bot.halo.auth",
    "bot.storage.copy",
    "bot.storage.errors.SqliteTooOld",
)


def errors(root: type[BotError] = BotError) -> Iterable[type[BotError]]:
    yield root
    for each in root.__subclasses__():
        yield from errors(each)
