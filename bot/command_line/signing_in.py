"""Signing in from a terminal: with a browser, a pasted redirect, a device code, pasted tokens."""

import codecs
import getpass
import sys
import threading
import webbrowser
from collections.abc import Awaitable, Callable
from dataclasses import replace

import typer

from bot.command_line.accounts import DEFAULT_ACCOUNT, Accounts, application, open_accounts
from bot.command_line.auth_report import pasted_text, signed_in_text
from bot.command_line.common import complain, execute_whole, fail
from bot.config import Settings
from bot.halo.auth import device_code, oauth, pasted
from bot.halo.auth.authorization import Authorization
from bot.halo.auth.oauth import OAuthTokens
from bot.halo.auth.store import BROWSER, DEVICE
from bot.halo.errors import SignInNotFinished, SignInRequired
from bot.halo.transport.authenticate import CLEARANCE_HEADER, SPARTAN_HEADER


def sign_in_by_browser(settings: Settings, account: str) -> None:
    """Open the authorization page; take its redirect here, or pasted where it goes elsewhere."""
    from bot.halo.auth.loopback import can_listen  # noqa: PLC0415 - brings a web server along

    if can_listen(settings.halo_redirect_uri):
        _sign_in(settings, account, BROWSER, _by_listener)
    else:
        sign_in_by_pasted_redirect(settings, account, open_browser=True)


def sign_in_by_device(settings: Settings, account: str) -> None:
    """Print a code to enter on any other device, and wait for that."""
    _sign_in(settings, account, DEVICE, _by_device)


def with_accounts(
    settings: Settings, work: Callable[[Accounts], Awaitable[None]], *, force: bool = False
) -> None:
    """Do something with the accounts in the database, to its end.

    With `force`, other processes that are renewing an account are not waited for.
    """

    async def whole() -> None:
        async with open_accounts(settings, on_wait=_say_for_whom, force=force) as accounts:
            await work(accounts)

    execute_whole(whole())


def _sign_in(
    settings: Settings,
    account: str,
    signed_in_by: str,
    obtain: Callable[[Settings, Accounts], Awaitable[OAuthTokens]],
) -> None:
    """Obtain tokens in one way, then store what the rest of the chain makes of them."""

    async def work(accounts: Accounts) -> None:
        tokens = await obtain(settings, accounts)
        result = await accounts.sign_in(account, tokens, signed_in_by)
        typer.echo(signed_in_text(result, accounts.clock.now()))
        if result.fault is not None:
            complain(result.fault)

    with_accounts(settings, work)


async def _by_listener(settings: Settings, accounts: Accounts) -> OAuthTokens:
    from bot.halo.auth.loopback import LoopbackListener  # noqa: PLC0415 - as above

    async with LoopbackListener(settings.halo_redirect_uri) as listener:
        app = replace(accounts.application, redirect_uri=listener.redirect_uri)
        authorization = Authorization.begin(app)
        listener.expect(authorization)
        url = _reachable(settings, authorization)
        typer.echo(
            "Sign in to Xbox in the browser that opens, or open this in one on the same machine "
            f"(without one, start again with --no-browser):\n\n{url}\n"
        )
        _open_browser(url)
        code = await listener.code()
    typer.echo("The browser is back; finishing the sign-in.")
    return await oauth.exchange(accounts.sender, app, code, authorization.verifier)


async def _by_device(settings: Settings, accounts: Accounts) -> OAuthTokens:  # noqa: ARG001
    code = await device_code.begin(accounts.sender, accounts.application)
    minutes = (code.expires_at - accounts.clock.now()) / 60
    typer.echo(f"On any device, open {code.verification_uri} and enter the code {code.user_code}")
    typer.echo(f"Waiting; the code holds for {minutes:.0f} minutes. Ctrl-C gives up.")
    return await device_code.wait(accounts.sender, accounts.application, code, accounts.clock)


def sign_in_by_pasted_redirect(
    settings: Settings, account: str, *, open_browser: bool = False
) -> None:
    """Print the address of the authorization page, and take what is pasted from its end."""
    # What is wrong with the database or the key is said before anybody signs in.
    with_accounts(settings, _nothing)
    app = application(settings)
    authorization = Authorization.begin(app)
    url = _reachable(settings, authorization)
    typer.echo(f"Open this in a browser, on any machine, and sign in to Xbox:\n\n{url}\n")
    typer.echo(
        f"The browser then ends at an address that begins with {app.redirect_uri} and may show an "
        "error: that is as it should be."
    )
    if open_browser:
        _open_browser(url)
    try:
        code = authorization.code_in(_ask("Paste that address, or the code in it: "))
    except SignInRequired as error:
        fail(error)

    async def obtain(_settings: Settings, accounts: Accounts) -> OAuthTokens:
        return await oauth.exchange(accounts.sender, app, code, authorization.verifier)

    _sign_in(settings, account, BROWSER, obtain)


def paste_tokens(settings: Settings, account: str) -> None:
    """Ask for tokens from Halo Waypoint, check them and store them."""

    async def check(accounts: Accounts) -> None:
        await accounts.check_room_for_pasted(account)

    with_accounts(settings, check)
    typer.echo(
        "Sign in at https://www.halowaypoint.com, open the browser's developer tools (F12), and "
        "under Network pick any request to svc.halowaypoint.com: its request headers have both."
    )
    try:
        spartan = pasted.read(_ask(f"{SPARTAN_HEADER}: ", hidden=True), SPARTAN_HEADER)
        if not spartan:
            raise SignInNotFinished("nothing was pasted", hint="No Spartan token was pasted.")
        question = f"{CLEARANCE_HEADER} (or nothing): "
        clearance = pasted.read(_ask(question, hidden=True), CLEARANCE_HEADER)
    except SignInNotFinished as error:
        fail(error)

    async def work(accounts: Accounts) -> None:
        result = await accounts.paste(account, spartan, clearance)
        typer.echo(pasted_text(result, accounts.clock.now()))
        if account == DEFAULT_ACCOUNT and settings.halo_refresh_token.get_secret_value():
            typer.echo("HALO_REFRESH_TOKEN is set, and goes first as long as it is not refused.")

    with_accounts(settings, work)


def _say_for_whom(holder: str) -> None:
    typer.echo(f"Waiting for {holder}, which is renewing this account.", err=True)


async def _nothing(_accounts: Accounts) -> None:
    """Opening the accounts is all."""


def _ask(question: str, *, hidden: bool = False) -> str:
    """A line from the terminal, or from whatever standard input is; "" at its end."""
    try:
        if not sys.stdin.isatty():
            typer.echo(question)
            return _decoded(sys.stdin.buffer.readline())
        # The terminal shows nothing of a hidden line, so that it is in no scrollback either.
        return getpass.getpass(question) if hidden else input(question)
    except EOFError:
        return ""


def _decoded(line: bytes) -> str:
    """A line of ASCII in UTF-8 or UTF-16, as the shells of Windows pipe it, with or without a byte
    order mark. Lines in UTF-16 are split within a character here."""
    for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        line = line.removeprefix(mark)
    return line.replace(b"\0", b"").decode("utf-8-sig", "replace")


def _open_browser(url: str) -> None:
    """Open it without waiting: some browsers only return when they are closed."""
    threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()


def _reachable(settings: Settings, authorization: Authorization) -> str:
    """The address to open: of the real page, or of the simulated one at HALO_BASE_URL."""
    base = settings.halo_base_url.rstrip("/")
    url = authorization.url
    return f"{base}/{url.removeprefix('https://')}" if base else url
