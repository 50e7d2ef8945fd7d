"""What holds for every command: deferred first, acceptable, traceable, without a secret."""

import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import event, text

from bot.app import App
from bot.config import Settings
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.service import SandboxService
from bot.storage.crypto import TokenCipher
from bot.storage.tokens import StoredTokens
from bot.telemetry.logs import Redaction
from tests.cogs.commands import COMMANDS, EVERYTHING, Ask
from tests.conftest import Server
from tests.look.checks import assert_acceptable, text_of
from tests.support.clock import FakeClock
from tests.support.discord import card, message
from tests.support.faults import DOWN

CALLBACK = "/interactions/*/callback"


@pytest.fixture
async def statements(app: App) -> AsyncIterator[list[str]]:
    """Every SQL statement that the program sends, as it sends them."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    engine = app.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


async def test_every_command_is_walked(server: Server) -> None:
    walked = {key.split(" by ")[0].split(" of ")[0] for key in COMMANDS}
    assert set(server.admin.available_commands(server.channel)) == walked


@pytest.mark.parametrize("ask", EVERYTHING.values(), ids=EVERYTHING.keys())
async def test_nothing_is_asked_of_anybody_before_the_deferral(
    server: Server, sandbox: SandboxService, statements: list[str], ask: Ask
) -> None:
    asked = sandbox.count()
    statements.clear()
    # Where Discord refuses the deferral, whatever came before it has still been asked for.
    server.env.inject_error("POST", CALLBACK, status=404, code=10062)
    refused = await ask(server)
    assert not refused.acknowledged
    assert (sandbox.count() - asked, statements) == (0, [])
    assert_acceptable(card(await ask(server)))
    assert statements or sandbox.count() > asked or ask is COMMANDS["help"]


@pytest.mark.parametrize("command", ["lastmatch", "csr", "medals"])
async def test_an_errors_reference_is_on_the_card_and_in_the_log(
    server: Server, sandbox: SandboxService, caplog: pytest.LogCaptureFixture, command: str
) -> None:
    caplog.set_level(logging.INFO)
    sandbox.fail("*", DOWN)
    embed = card(await server.player.slash(server.channel, command))
    kind, _, reference = (embed.footer.text or "").partition(" ")
    assert (kind, len(reference)) == ("Reference", 8)
    (line,) = (each for each in caplog.messages if reference in each)
    assert "answered with Unavailable" in line


async def test_a_broken_database_is_answered_too(
    server: Server, app: App, caplog: pytest.LogCaptureFixture
) -> None:
    async with app.database.begin() as session:
        await session.execute(text("DROP TABLE own_links"))
    caplog.set_level(logging.INFO)
    result = await server.player.slash(server.channel, "whois")
    assert message(result).ephemeral
    assert card(result).title == "⚠️ The bot's database is not answering"
    assert "own_links" not in text_of(card(result))
    assert (card(result).footer.text or "").partition(" ")[2] in caplog.text


async def test_no_secret_is_logged_or_shown(
    server: Server, sandbox: SandboxService, app: App, settings: Settings, clock: FakeClock,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    shown = []
    for fault in (None, DOWN, Fault(FaultKind.STATUS, 401), Fault(FaultKind.HTML)):
        sandbox.heal()
        if fault is not None:
            sandbox.fail("*", fault)
        for command in ("lastmatch", "csr", "medals"):
            clock.advance(6 * 3_600)
            shown.append(text_of(card(await server.player.slash(server.channel, command))))
    store = StoredTokens(app.database, TokenCipher(settings.token_keys), clock)
    tokens = await store.load("main")
    assert tokens is not None
    kept = (tokens.oauth, tokens.user, tokens.xsts_xbox, tokens.xsts_halo, tokens.spartan)
    secrets = {token.value for token in kept if token is not None} | {tokens.refresh_token}
    sent = {seen.headers.get("x-343-authorization-spartan", "") for seen in sandbox.seen} - {""}
    assert len(secrets) == 6
    assert len(sent) > 1
    told = "\n".join([*caplog.messages, *shown])
    # What the program logs of itself holds none of them, before anything is redacted.
    assert Redaction(secrets | sent | {*settings.secrets()}).clean(told) == told
