"""Several accounts: each request goes to the one with most headroom."""

import asyncio
import logging
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from math import inf

from bot.errors import BotError
from bot.halo.clock import Clock
from bot.halo.endpoints import Auth
from bot.halo.errors import QueueTooLong, RateLimited, SignInRequired
from bot.halo.transport.authenticate import TokenSource
from bot.halo.transport.base import Request, Response, Sender
from bot.halo.transport.headers import retry_after

log = logging.getLogger(__name__)

MAIN = "main"
"""The name of an only account."""
REFUSED = frozenset({401, 403, 429})
# So many refusals in a row, where another account was answered, set an account aside.
MOST_REFUSALS = 3
# Seconds for which it is set aside at first, and at most; an account that cannot sign in costs
# nothing to ask again, and always rests for the first.
FIRST_REST, LONGEST_REST = 60.0, 900.0
# Seconds of rest after a 429 that does not say for how long.
UNSTATED_REST = 1.0
# Users whose limits are remembered; see as_account.py.
MOST_USERS = 200


@dataclass(eq=False, slots=True)
class Account:
    """One signed-in account: its tokens, and senders that sign with them under its own limits."""

    name: str
    tokens: TokenSource
    sender: Sender
    under_way: Counter[str] = field(default_factory=Counter)
    used: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    paused_until: defaultdict[str, float] = field(default_factory=lambda: defaultdict(lambda: -inf))
    refusals: int = 0
    rests: int = 0
    rests_until: float = -inf

    def rests_at(self, now: float, host: str) -> bool:
        """Whether it is set aside, or has been told to leave this host alone for a while."""
        return now < max(self.rests_until, self.paused_until[host])


class Accounts:
    """Stands where Authenticate stands in a stack for one account.

    Most headroom has the account with the fewest requests under way to an endpoint's limiter, and
    of these the one that was used longest ago. One that cannot sign in, or is refused again and
    again what another one gets, is set aside for a minute, then for longer, and comes back; a 429
    that says for how long rests it for that host. A refused request is sent once more by the next
    account. Where all are set aside they are used all the same: one of them may know better.
    """

    def __init__(
        self,
        tokens: Mapping[str, TokenSource],
        lane: Callable[[str, TokenSource | None], Sender],
        clock: Clock,
    ) -> None:
        """`tokens` by account name, the default one first; `lane` makes senders with limits of
        their own, by the account's name, that sign with these tokens or with those that a request
        brings."""
        self._accounts = {
            name: Account(name, source, lane(name, source)) for name, source in tokens.items()
        }
        self._lane = lane
        self._clock = clock
        self._turns = count(1)
        self._users: OrderedDict[str, Sender] = OrderedDict()

    @property
    def default(self) -> str:
        """The account that is asked what is private to an account, where none is named: the first
        one that is not set aside."""
        aside = self.set_aside()
        working = (name for name in self._accounts if name not in aside)
        return next(working, next(iter(self._accounts)))

    def add(self, name: str, tokens: TokenSource) -> None:
        """Have one more account share the work from now on."""
        self._accounts[name] = Account(name, tokens, self._lane(name, tokens))

    def remove(self, name: str) -> None:
        """Give an account no more work; what it has under way may end."""
        del self._accounts[name]

    def set_aside(self) -> tuple[str, ...]:
        """The names of the accounts that are set aside now."""
        now = self._clock.monotonic()
        return tuple(name for name, one in self._accounts.items() if now < one.rests_until)

    async def send(self, request: Request) -> Response:
        """The answer to the signed request.

        Raises what kept the accounts from signing or sending it: SignInRequired, Unavailable,
        RateLimited; SignInRequired also for an account of an unknown name.
        """
        if request.tokens is not None:
            return await self._user(request.account).send(request)
        if request.account:
            account = self._accounts.get(request.account)
            if account is None:
                raise SignInRequired(f"there is no account {request.account}")
            response = await self._attempt(account, request)
            if isinstance(response, BotError):
                raise response
            return response
        return await self._by_any(request)

    async def _by_any(self, request: Request) -> Response:
        refused: list[tuple[Account, Response]] = []
        error: BotError = SignInRequired()
        for account in self._by_headroom(request):
            now = self._clock.monotonic()
            if refused and (len(refused) == 2 or account.rests_at(now, request.endpoint.host)):
                break
            response = await self._attempt(account, request)
            if isinstance(response, BotError):
                # That one may be signed out is of no interest while another is only busy.
                error = response if isinstance(error, SignInRequired) else error
                continue
            if response.status >= 500:
                return response
            if response.status not in REFUSED:
                self._answered(account, [one for one, _ in refused])
                return response
            self._note_pause(account, request, response)
            refused.append((account, response))
        if refused:
            return refused[-1][1]
        raise error

    async def _attempt(self, account: Account, request: Request) -> Response | BotError:
        """The account's answer, or why it could not ask."""
        with self._under_way(account, request):
            if request.endpoint.auth is Auth.SPARTAN:
                try:
                    await account.tokens.current()
                except BotError as error:
                    self._rest(account, type(error).__name__)
                    return error
                except asyncio.CancelledError:
                    # Most likely by the call's deadline: the next one need not wait as long.
                    self._rest(account, "signing in takes too long")
                    raise
            try:
                return await account.sender.send(request)
            except SignInRequired as error:
                self._rest(account, type(error).__name__)
                return error
            except (RateLimited, QueueTooLong) as error:
                return error

    def _by_headroom(self, request: Request) -> list[Account]:
        limiter, now = request.endpoint.limiter, self._clock.monotonic()

        def rank(account: Account) -> tuple[bool, int, int]:
            rests = account.rests_at(now, request.endpoint.host)
            return rests, account.under_way[limiter], account.used[limiter]

        return sorted(self._accounts.values(), key=rank)

    @contextmanager
    def _under_way(self, account: Account, request: Request) -> Iterator[None]:
        limiter = request.endpoint.limiter
        account.used[limiter] = next(self._turns)
        account.under_way[limiter] += 1
        try:
            yield
        finally:
            account.under_way[limiter] -= 1

    def _answered(self, account: Account, refused: list[Account]) -> None:
        account.refusals = account.rests = 0
        for other in refused:
            # What nobody may see says nothing about an account; what another one sees does.
            other.refusals += 1
            if other.refusals >= MOST_REFUSALS:
                self._rest(other, "refused again and again", 2**other.rests)

    def _note_pause(self, account: Account, request: Request, response: Response) -> None:
        if response.status == 429:
            wait = retry_after(response.headers, self._clock.now())
            until = self._clock.monotonic() + (UNSTATED_REST if wait is None else wait)
            account.paused_until[request.endpoint.host] = until

    def _rest(self, account: Account, reason: str, growth: int = 1) -> None:
        now = self._clock.monotonic()
        if now < account.rests_until or len(self._accounts) == 1:
            return
        seconds = min(FIRST_REST * growth, LONGEST_REST)
        level = logging.INFO if account.rests else logging.WARNING
        log.log(level, "account %s is set aside for %.0f s: %s", account.name, seconds, reason)
        account.rests += 1
        account.rests_until = now + seconds

    def _user(self, name: str) -> Sender:
        sender = self._users.pop(name, None) or self._lane(name, None)
        self._users[name] = sender
        if len(self._users) > MOST_USERS:
            self._users.popitem(last=False)
        return sender


class DefaultAccount:
    """Names the account in a request whose answer is private to one, where its caller has not.

    Further out than anything that shares or stores answers, so that these never mix.
    """

    def __init__(self, inner: Sender, accounts: Accounts) -> None:
        self._inner = inner
        self._accounts = accounts

    async def send(self, request: Request) -> Response:
        """The inner sender's answer."""
        rule = request.endpoint.cache
        if rule is not None and rule.private and not request.account:
            request = replace(request, account=self._accounts.default)
        return await self._inner.send(request)
