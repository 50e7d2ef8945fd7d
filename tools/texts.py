"""Bringing the translations up to date with the code: `make texts`.

What is new is added without a translation, what is gone is dropped; a test names both. A message is
the first argument of `N_(...)` and of a `texts(...)`, also in the templates of pictures; both of
`texts.count(...)`; and what the commands, their options and choices and the
entries of context menus are called and described as.
"""

import ast
import importlib
import io
import pkgutil
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location
from discord.ext import commands

import cogs
from bot.discord_app.translator import CONTEXTS, MENU
from bot.look.texts import LANGUAGES, LOCALES
from cogs.user_menus import MENUS

ROOT = Path(__file__).parent.parent
# In these packages are the messages; in the others everything is for the command line.
PACKAGES = (
    "bot/discord_app", "bot/facts", "bot/features", "bot/halo", "bot/look", "bot/pictures",
    "bot/storage", "cogs",
)  # fmt: skip
MODULES = ("bot/errors.py",)
# `self` is how `Texts` asks itself.
_MARKS = frozenset({"N_", "texts", "_texts", "self"})
_IN_TEMPLATES = re.compile(r'texts\("([^"]+)"\)')
# They would change with every run and say nothing.
_NO_HEADERS = (
    "POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team", "Generated-By",
    "Report-Msgid-Bugs-To", "Project-Id-Version",
)  # fmt: skip


def extract() -> Catalog:
    """All messages of the program, without translations."""
    found = Catalog(project="halo-stats-bot", fuzzy=False)
    paths = [ROOT / module for module in MODULES]
    for package in PACKAGES:
        paths += sorted((ROOT / package).rglob("*.py"))
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for message in _messages(node):
                found.add(message)
    for path in sorted((ROOT / "bot").rglob("*.svg")):
        for message in _IN_TEMPLATES.findall(path.read_text("utf-8")):
            found.add(message)
    for context, name in _command_texts():
        found.add(name, context=context or None)
    return found


def path_of(language: str) -> Path:
    """The file of a language by its name: "pt_BR"."""
    return LOCALES / f"{language}.po"


def read(language: str) -> Catalog:
    """A language's translations as they stand; empty where there is no file yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, project="halo-stats-bot", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(language: str, catalog: Catalog) -> None:
    """Write a language's file: sorted, so that changes made side by side seldom meet."""
    written = io.BytesIO()
    write_po(written, catalog, width=100, no_location=True, sort_output=True, ignore_obsolete=True)
    lines = written.getvalue().decode("utf-8").splitlines(keepends=True)
    # The comment before the first message names years and people that nobody keeps up to date.
    lines = lines[lines.index('msgid ""\n') :]
    kept = [line for line in lines if not line.startswith(tuple(f'"{h}' for h in _NO_HEADERS))]
    path_of(language).write_text("".join(kept), "utf-8")


def update() -> dict[str, list[str]]:
    """Bring every language's file up to date; gives what each still has to translate."""
    template = extract()
    missing = {}
    for language in dict.fromkeys(LANGUAGES.values()):
        catalog = read(language)
        catalog.update(template, no_fuzzy_matching=True)
        write(language, catalog)
        missing[language] = [str(each.id) for each in catalog if each.id and not translated(each)]
    return missing


def translated(message: Message) -> bool:
    """Whether there is a translation in every form."""
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def _messages(node: ast.AST) -> Iterator[str | tuple[str, str]]:
    if not isinstance(node, ast.Call) or not node.args:
        return
    called = node.func
    name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
    if name in _MARKS:
        yield from _literals(node.args[0])
    elif name == "count" and len(node.args) > 2:
        yield from zip(_literals(node.args[0]), _literals(node.args[1]), strict=True)


def _literals(argument: ast.expr) -> Iterator[str]:
    match argument:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp():
            yield from _literals(argument.body)
            yield from _literals(argument.orelse)


def _command_texts() -> Iterator[tuple[str, str]]:
    """The context and the English text of all that Discord shows of the commands."""
    yield from ((MENU, name) for name in MENUS)
    for module in pkgutil.iter_modules(cogs.__path__, "cogs."):
        for cog in vars(importlib.import_module(module.name)).values():
            if not (isinstance(cog, type) and issubclass(cog, commands.Cog)):
                continue
            if issubclass(cog, commands.GroupCog) and cog is not commands.GroupCog:
                yield CONTEXTS[Location.group_name], str(cog.__cog_group_name__)
                yield "", str(cog.__cog_group_description__)
            for command in cog.__cog_app_commands__:
                yield from _texts_of(command)


def _texts_of(
    command: app_commands.Command[commands.Cog, ..., object] | app_commands.Group,
) -> Iterator[tuple[str, str]]:
    yield CONTEXTS[Location.command_name], command.name
    yield "", command.description
    if isinstance(command, app_commands.Group):
        for each in command.commands:
            yield from _texts_of(each)
        return
    for option in command.parameters:
        yield CONTEXTS[Location.parameter_name], option.display_name
        yield "", str(option.description)
        for choice in option.choices:
            yield CONTEXTS[Location.choice_name], choice.name


if __name__ == "__main__":
    for language, untranslated in update().items():
        for text in untranslated:
            sys.stderr.write(f"{language}: not translated: {text}\n")
