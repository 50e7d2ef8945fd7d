"""The command line of signing in: `python -m bot auth ...`."""

from typing import Annotated

import typer
from rich.console import Console

from bot.command_line.accounts import DEFAULT_ACCOUNT, Accounts, AccountUnknown, check_name
from bot.command_line.auth_report import as_json, list_table, trial_text
from bot.command_line.common import AsJson, exit_code, fail, interruptible, read_settings, require
from bot.command_line.signing_in import (
    paste_tokens,
    sign_in_by_browser,
    sign_in_by_device,
    sign_in_by_pasted_redirect,
    with_accounts,
)
from bot.config import Settings, SettingsWrong
from bot.halo.errors import SignInRequired

auth = typer.Typer(help="Sign in to the Halo service, and look after the accounts.")

Account = Annotated[str, typer.Option(help="The name to keep the sign-in under.")]
NoBrowser = Annotated[
    bool, typer.Option("--no-browser", help="Print the address, and take the pasted redirect.")
]
Device = Annotated[
    bool, typer.Option("--device", help="Print a code to enter on any other device.")
]
Paste = Annotated[
    bool, typer.Option("--paste", help="Take tokens copied from Halo Waypoint: good for hours.")
]  # fmt: skip
Force = Annotated[
    bool, typer.Option("--force", help="Do not wait for a process that is renewing the account.")
]


@auth.callback(invoke_without_command=True)
def sign_in(
    context: typer.Context,
    account: Account = DEFAULT_ACCOUNT,
    no_browser: NoBrowser = False,
    device: Device = False,
    paste: Paste = False,
) -> None:
    """Sign in with a browser on this machine, or in one of the other ways."""
    is_command = context.invoked_subcommand is not None
    try:
        check_name(account)
        if no_browser + device + paste > (0 if is_command else 1):
            raise SettingsWrong(hint="Choose one of --no-browser, --device, --paste or a command.")
    except SettingsWrong as error:
        fail(error)
    if is_command:
        return
    settings = read_settings(context, quiet=True)
    require(settings.missing_for_sign_in(application=not paste))
    with interruptible():
        if paste:
            paste_tokens(settings, account)
        elif device:
            sign_in_by_device(settings, account)
        elif no_browser:
            sign_in_by_pasted_redirect(settings, account)
        else:
            sign_in_by_browser(settings, account)


@auth.command("list")
def list_accounts(context: typer.Context, json: AsJson = False) -> None:
    """The stored accounts: who they are, how they sign in, how old their tokens are."""
    settings = _settings_for_accounts(context)

    async def work(accounts: Accounts) -> None:
        lines = await accounts.overview()
        if json:
            typer.echo(as_json(lines))
        elif lines:
            Console().print(list_table(lines, accounts.clock.now()))
        else:
            typer.echo("No account is stored. Sign in: python -m bot auth")

    with_accounts(settings, work)


@auth.command("remove")
def remove(
    context: typer.Context,
    account: Annotated[str, typer.Argument(help="The account's name.")],
    force: Force = False,
) -> None:
    """Forget an account and its tokens."""
    settings = _settings_for_accounts(context)

    async def work(accounts: Accounts) -> None:
        if not await accounts.remove(account):
            raise AccountUnknown(account, await accounts.names())
        if account in await accounts.names():
            typer.echo(
                f"The account {account} is forgotten, but HALO_REFRESH_TOKEN is still set: a "
                "running bot goes on until the Spartan token ends, and the next start would start "
                "it anew."
            )
        else:
            typer.echo(
                f"The account {account} is forgotten. A running bot stops using it within a minute."
            )

    with_accounts(settings, work, force=force)


@auth.command("test")
def try_out(
    context: typer.Context,
    account: Annotated[str, typer.Argument(help="Only this account.")] = "",
    force: Force = False,
) -> None:
    """Sign in with what is stored and ask the Halo service one question, for each account."""
    settings = _settings_for_accounts(context)

    async def work(accounts: Accounts) -> None:
        known = await accounts.names()
        if account and account not in known:
            raise AccountUnknown(account, known)
        trials = [await accounts.try_out(name) for name in ([account] if account else known)]
        if settings.has_pasted_tokens and not account:
            trials.append(await accounts.try_configured_tokens())
        if not trials:
            raise SignInRequired("no account in the database")
        for trial in trials:
            typer.echo(trial_text(trial, accounts.clock.now()), err=trial.error is not None)
        worst = next((trial.error for trial in trials if trial.error is not None), None)
        if worst is not None:
            raise typer.Exit(exit_code(worst))

    with_accounts(settings, work, force=force)


@auth.command("rotate-key")
def rotate_key(context: typer.Context) -> None:
    """Seal all stored tokens anew with the first key in TOKEN_KEY: all of them, or none."""
    settings = _settings_for_accounts(context)

    async def work(accounts: Accounts) -> None:
        count = await accounts.reseal()
        things = "1 account is" if count == 1 else f"{count} accounts are"
        typer.echo(
            f"{things} sealed with the first key. Restart the bot with this TOKEN_KEY; after that "
            "the other keys can go."
        )

    with_accounts(settings, work)


def _settings_for_accounts(context: typer.Context) -> Settings:
    settings = read_settings(context, quiet=True)
    require(settings.missing_for_sign_in(application=False))
    return settings
