"""The signed-in accounts as their operator handles them: sign in, paste, look at, try, remove."""

import logging
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from bot.command_line.account_results import AccountLine, ClearanceCheck, Pasted, SignedIn, Trial
from bot.config import Settings, SettingsWrong
from bot.errors import BotError
from bot.halo.auth import clearance as clearance_hop
from bot.halo.auth import pasted
from bot.halo.auth.chain import Chain, seed_digest
from bot.halo.auth.fixed import PastedTokens
from bot.halo.auth.hops import MARGIN
from bot.halo.auth.lease import Lease, Waiting
from bot.halo.auth.oauth import Application, OAuthTokens
from bot.halo.auth.store import LONGEST_LEASE, PASTED, AccountTokens, Fence, Token
from bot.halo.client import HaloClient
from bot.halo.clock import Clock, SystemClock
from bot.halo.errors import HaloError, PastedTokensEnded, SignInNotFinished, SignInRequired
from bot.halo.models.profile import User
from bot.halo.transport.authenticate import Authenticate, TokenSource
from bot.halo.transport.base import Sender
from bot.halo.transport.stack import Network
from bot.halo.transport.wire import open_session
from bot.storage.crypto import TokenCipher
from bot.storage.engine import Database
from bot.storage.errors import TokenKeyWrong
from bot.storage.migrate import upgrade
from bot.storage.tokens import StoredTokens

log = logging.getLogger(__name__)

DEFAULT_ACCOUNT = "main"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,31}")


class AccountUnknown(BotError):
    """No account has this name."""

    title = "There is no such account"

    def __init__(self, account: str, known: Sequence[str]) -> None:
        super().__init__(
            f"no account {account}",
            hint=f"None is called {account}. Known: {', '.join(known) or 'none'}.",
        )


class AccountInUse(BotError):
    """Pasted tokens would take the place of a sign-in that renews itself."""

    title = "The account is in use"


class Accounts:
    """Everything the operator can do with accounts. Methods may raise the storage's errors.

    Where another process is renewing an account, `on_wait` is told which one. With `force`, trying
    out and removing an account do not wait for it.
    """

    def __init__(
        self,
        settings: Settings,
        store: StoredTokens,
        network: Network,
        clock: Clock,
        *,
        on_wait: Callable[[str], None] | None = None,
        force: bool = False,
    ) -> None:
        self._settings = settings
        self._on_wait = on_wait
        self._force = force
        self._store = store
        self._seed = settings.halo_refresh_token.get_secret_value()
        self.sender: Sender = network.sign_in()
        self.clock = clock
        self.application = application(settings)

    async def sign_in(self, account: str, oauth: OAuthTokens, signed_in_by: str) -> SignedIn:
        """Run the rest of the chain, then store the account in place of any earlier one.

        Raises SignInRequired where the account is refused, and then stores nothing. A passing
        fault does not lose the sign-in: it is stored, and the chain goes on later.
        """
        before = await self._stored(account)
        draft = _Draft(
            AccountTokens(
                account,
                refresh_token=oauth.refresh_token,
                seeded_from=seed_digest(self._seed_of(account)),
                oauth=oauth.access,
                signed_in_by=signed_in_by,
                rotated_at=oauth.received_at,
            )
        )
        chain = Chain(
            self.sender, draft, self.clock, self.application,
            account=account, on_refusal=_said_by_the_command,
        )  # fmt: skip
        fault: HaloError | None = None
        try:
            await chain.ensure(MARGIN)
        except SignInRequired:
            raise
        except HaloError as error:
            fault = error
        tokens = draft.tokens
        await self._replace(tokens)
        another = before is not None and before.xuid not in ("", tokens.xuid)
        return SignedIn(
            account,
            tokens.gamertag,
            tokens.xuid,
            tokens.spartan.expires_at if tokens.spartan else 0.0,
            fault,
            before.gamertag if before is not None and another and tokens.xuid else "",
        )

    async def check_room_for_pasted(self, account: str) -> None:
        """Raises AccountInUse where pasted tokens would take the place of better ones."""
        before = await self._stored(account)
        if before is not None and before.refresh_token and not before.refused:
            raise AccountInUse(
                hint=(
                    f"The account {account} renews itself, pasted tokens do not. Choose another "
                    f"name with --account, or remove it first: "
                    f"python -m bot auth remove {account}"
                )
            )

    async def paste(self, account: str, spartan: str, clearance: str) -> Pasted:
        """Check pasted tokens against the service, then store them.

        The user is asked for with the Spartan token; the clearance is compared with the one in
        force. Raises SignInNotFinished where the Spartan token is refused, and Unavailable.
        """
        known_end = pasted.known_end(spartan)
        end = known_end if known_end is not None else self.clock.now() + pasted.LONGEST_LIFE
        try:
            user = await self._user(PastedTokens(spartan))
        except PastedTokensEnded as error:
            raise SignInNotFinished(
                str(error),
                hint=(
                    "The Halo service refuses this Spartan token: it has ended, or it is not "
                    "whole. Reload the page on halowaypoint.com and copy a new one."
                ),
            ) from None
        token = Token(spartan, end)
        try:
            current = await clearance_hop.obtain(self.sender, token)
        except HaloError as error:
            log.warning("the clearance in force is not known: %s", error)
            current = None
        kept = current or (Token(clearance, end) if clearance else None)
        await self._replace(
            AccountTokens(
                account, spartan=token, clearance=kept, xuid=str(user.xuid),
                gamertag=user.gamertag, signed_in_by=PASTED,
            )
        )  # fmt: skip
        found = current.value if current else ""
        return Pasted(account, user, end, known_end is not None, _compared(clearance, found))

    async def overview(self) -> tuple[AccountLine, ...]:
        """All stored accounts, by name."""
        return tuple([await self._line(name) for name in await self._store.list_names()])

    async def try_out(self, account: str) -> Trial:
        """Run what has expired of the account's chain, then ask the service who it is."""
        chain = Chain(
            self.sender, self._store, self.clock, self.application,
            seed=self._seed_of(account), account=account, on_refusal=_said_by_the_command,
            lease=self._lease(account, force=self._force),
        )  # fmt: skip
        try:
            return await self._trial(account, chain, chain)
        finally:
            await chain.close()

    async def try_configured_tokens(self) -> Trial:
        """The same for the pasted tokens of the configuration."""
        source = PastedTokens(
            self._settings.halo_spartan_token.get_secret_value(),
            self._settings.halo_clearance_token.get_secret_value(),
        )
        return await self._trial("HALO_SPARTAN_TOKEN", source, None)

    async def names(self) -> tuple[str, ...]:
        """The accounts that can be tried: those stored, and the one that the seed would start."""
        stored = await self._store.list_names()
        seeded = (DEFAULT_ACCOUNT,) if self._seed and DEFAULT_ACCOUNT not in stored else ()
        return (*seeded, *stored)

    async def remove(self, account: str) -> bool:
        """Forget an account. Gives whether it was known.

        Raises SignInBusy where another process is renewing it.
        """
        async with self._lease(account, force=self._force).held():
            return await self._store.delete(account)

    async def _replace(self, tokens: AccountTokens) -> None:
        """Store them, but not under a running program that is just renewing the account, unless
        that takes too long: a person's new sign-in is not given up for it."""
        lease = Lease(
            self.sender, self._store, self.clock, tokens.name,
            waiting=Waiting(LONGEST_LEASE, self._on_wait, force=True),
        )  # fmt: skip
        async with lease.held():
            await lease.save(tokens)

    def _lease(self, account: str, *, force: bool) -> Lease:
        waiting = Waiting(0.0 if force else LONGEST_LEASE, self._on_wait, force=force)
        return Lease(self.sender, self._store, self.clock, account, waiting=waiting)

    async def reseal(self) -> int:
        """Seal all accounts with the first key, all or none; gives how many."""
        return await self._store.reseal()

    async def _trial(self, account: str, source: TokenSource, chain: Chain | None) -> Trial:
        try:
            tokens = await source.current()
            user = await self._user(source)
        except BotError as error:
            return Trial(account, error=error)
        end = chain.status().spartan_expires_at if chain is not None else 0.0
        return Trial(account, user, end, bool(tokens.clearance))

    async def _user(self, source: TokenSource) -> User:
        return await HaloClient(Authenticate(self.sender, source)).profile.current_user()

    async def _stored(self, account: str) -> AccountTokens | None:
        try:
            return await self._store.load(account)
        except TokenKeyWrong:
            # Nobody can use it any more: a new sign-in may take its place.
            return None

    async def _line(self, account: str) -> AccountLine:
        try:
            tokens = await self._store.load(account)
        except TokenKeyWrong:
            return AccountLine(account, readable=False)
        if tokens is None:
            return AccountLine(account)
        return AccountLine(
            account,
            gamertag=tokens.gamertag,
            xuid=tokens.xuid,
            signed_in_by=tokens.signed_in_by,
            refresh_token_issued_at=tokens.rotated_at,
            spartan_expires_at=tokens.spartan.expires_at if tokens.spartan else 0.0,
            has_clearance=tokens.clearance is not None,
            refused=tokens.refused,
        )

    def _seed_of(self, account: str) -> str:
        return self._seed if account == DEFAULT_ACCOUNT else ""


@asynccontextmanager
async def open_accounts(
    settings: Settings,
    clock: Clock | None = None,
    *,
    on_wait: Callable[[str], None] | None = None,
    force: bool = False,
) -> AsyncIterator[Accounts]:
    """The accounts in the database, which is brought up to date first.

    `on_wait` and `force` are Accounts'. Raises TokenKeyMissing, TokenKeyWrong and the other errors
    of storage.
    """
    clock = clock or SystemClock()
    cipher = TokenCipher(settings.token_keys)
    await upgrade(settings.database_url)
    database = await Database.open(settings.database_url)
    try:
        async with open_session() as session:
            network = Network(
                session, clock, base_url=settings.halo_base_url, proxies=settings.proxies
            )
            store = StoredTokens(database, cipher, clock)
            yield Accounts(settings, store, network, clock, on_wait=on_wait, force=force)
    finally:
        await database.close()


def application(settings: Settings) -> Application:
    """The registered application that the settings name."""
    return Application(
        settings.halo_client_id,
        settings.halo_client_secret.get_secret_value(),
        settings.halo_redirect_uri,
    )


def check_name(account: str) -> str:
    """The account's name. Raises SettingsWrong where it is none."""
    if not _NAME.fullmatch(account):
        raise SettingsWrong(
            hint="An account's name has up to 32 letters, digits, dots, dashes or underscores."
        )
    return account


class _Draft:
    """A token store that keeps a sign-in until it has shown to work."""

    def __init__(self, tokens: AccountTokens) -> None:
        self.tokens = tokens

    async def load(self, name: str) -> AccountTokens:  # noqa: ARG002 - there is one
        """The sign-in so far."""
        return self.tokens

    async def save(self, tokens: AccountTokens, fence: Fence | None = None) -> bool:  # noqa: ARG002
        """Keep what a hop gave."""
        self.tokens = tokens
        return True

    async def lease(self, name: str, holder: str, seconds: float) -> None:
        """Nobody else knows of it."""

    async def release(self, name: str, holder: str) -> None:
        """Nothing to give back."""


def _said_by_the_command(account: str, error: SignInRequired) -> None:
    """No line in the log: the command prints what came of it."""


def _compared(clearance: str, current: str) -> ClearanceCheck:
    if not current:
        return ClearanceCheck.UNCHECKED if clearance else ClearanceCheck.MISSING
    if not clearance:
        return ClearanceCheck.FETCHED
    return ClearanceCheck.CONFIRMED if clearance == current else ClearanceCheck.REPLACED
