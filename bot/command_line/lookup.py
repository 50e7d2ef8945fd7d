"""Lookups in the terminal: `python -m bot lookup ...`."""

from collections.abc import Mapping
from typing import TypeVar

from rich.console import Console, RenderableType

from bot.app import open_app
from bot.command_line.output import print_json
from bot.config import Settings, SettingsWrong
from bot.facts.results import (
    CsrReport,
    MatchKind,
    MatchReport,
    MedalScope,
    MedalSort,
    MedalsReport,
)
from bot.features.csr.table import csr_table
from bot.features.lookups import Lookups
from bot.features.match.table import match_table
from bot.features.medals.card import medals_card
from bot.look.terminal_card import card_in_terminal
from bot.look.texts import ENGLISH, Catalogue
from bot.records import HOST
from bot.storage.migrate import upgrade

Report = MatchReport | CsrReport | MedalsReport
Choice = TypeVar("Choice", MatchKind, MedalSort, MedalScope)


async def print_lookup(
    settings: Settings, what: str, gamertag: str, options: Mapping[str, str], *, as_json: bool
) -> None:
    """Ask and print: `what` is lastmatch, csr or medals. Raises BotError subclasses."""
    await upgrade(settings.database_url)
    async with open_app(settings, keep_tokens_fresh=False) as app:
        report = await _ask(app.lookups, what, gamertag, options)
    if as_json:
        print_json(report)
    else:
        Console().print(_table(report))


async def _ask(lookups: Lookups, what: str, gamertag: str, options: Mapping[str, str]) -> Report:
    player = await lookups.players.by_gamertag(gamertag, HOST)
    match what:
        case "lastmatch":
            return await lookups.last_match.latest(player, _choice(MatchKind, options["kind"]))
        case "csr":
            return await lookups.csr.standings(player, playlist=options["playlist"])
        case _:
            return await lookups.medals.medals(
                player,
                _choice(MedalScope, options["scope"]),
                _choice(MedalSort, options["sort"]),
            )


def _choice(options: type[Choice], value: str) -> Choice:
    try:
        return options(value)
    except ValueError:
        known = ", ".join(option.value for option in options)
        raise SettingsWrong(hint=f"'{value}' is none of: {known}.") from None


def _table(report: Report) -> RenderableType:
    texts = Catalogue().texts(ENGLISH)
    if isinstance(report, MatchReport):
        return match_table(report, texts)
    if isinstance(report, CsrReport):
        return csr_table(report, texts)
    return card_in_terminal(medals_card(report, texts), texts)
