"""What `python -m bot auth` prints about accounts: text, a table, JSON. Never a secret."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from rich.table import Table
from rich.text import Text

from bot.command_line.account_results import AccountLine, ClearanceCheck, Pasted, SignedIn, Trial
from bot.command_line.common import advice
from bot.halo import endpoints
from bot.halo.errors import HaloError

_HOPS = {
    endpoints.OAUTH_TOKEN.name: "the OAuth token",
    endpoints.DEVICE_TOKEN.name: "the OAuth token",
    endpoints.XBOX_USER_TOKEN.name: "the Xbox user token",
    endpoints.XSTS_TOKEN.name: "the XSTS token",
    endpoints.SPARTAN_TOKEN.name: "the Spartan token",
    endpoints.CURRENT_USER.name: "the request with the finished tokens",
}
_HOSTS = {row.name: row.host for row in vars(endpoints).values()
          if isinstance(row, endpoints.Endpoint)}  # fmt: skip
_CLEARANCES = {
    ClearanceCheck.CONFIRMED: "The clearance is the one in force.",
    ClearanceCheck.REPLACED: "The pasted clearance is not in force; the one that is was stored.",
    ClearanceCheck.FETCHED: "The clearance in force was stored with it.",
    ClearanceCheck.UNCHECKED: "The clearance could not be checked now; it was stored as pasted.",
    ClearanceCheck.MISSING: "No clearance could be had now; the bot asks again when it runs.",
}
_STORED = (
    "Stored, encrypted, as account {account}. A running bot takes up a new account within a "
    "minute; restart it where this one stands in for a sign-in that works."
)


def signed_in_text(result: SignedIn, now: float) -> str:
    """What a sign-in came to."""
    stored = _STORED.format(account=result.account)
    if result.fault is not None:
        return (
            f"Signed in. {stored}\nThe rest of the way failed for now; try it later with: "
            f"python -m bot auth test {result.account}"
        )
    lines = [
        f"Signed in as {result.gamertag} (XUID {result.xuid}). {stored}",
        f"Its Spartan token holds until {moment(result.spartan_expires_at, now)} "
        "and renews itself.",
    ]
    if result.replaced:
        lines.append(f"The account {result.account} was {result.replaced} before.")
    return "\n".join(lines)


def pasted_text(result: Pasted, now: float) -> str:
    """Whose tokens were pasted, and until when they hold."""
    end = moment(result.expires_at, now)
    return "\n".join((
        f"The tokens are those of {result.user.gamertag} (XUID {result.user.xuid}). "
        f"{_STORED.format(account=result.account)}",
        f"They hold until {end}." if result.end_is_known else
        f"They hold until {end} at the latest: four hours from when the browser got them, which "
        "they do not tell.",
        _CLEARANCES[result.clearance],
    ))  # fmt: skip


def trial_text(trial: Trial, now: float) -> str:
    """How an account did, and where it failed."""
    error = trial.error
    if error is None:
        assert trial.user is not None
        end = trial.spartan_expires_at
        until = f"; the Spartan token holds until {moment(end, now)}" if end else ""
        warning = "" if trial.has_clearance else "\nIt has no clearance: ranks may fail to load."
        user = trial.user
        return f"{trial.account}: works, as {user.gamertag} (XUID {user.xuid}){until}.{warning}"
    name = error.endpoint if isinstance(error, HaloError) else ""
    where = f" at {_HOPS.get(name, name)} ({_HOSTS[name]})" if name in _HOSTS else ""
    # The status, and what the service calls the error.
    _, _, why = str(error).partition(f"{name}: ")
    what = f": {why}" if where and why else ""
    return f"{trial.account}: fails{where}{what}. {advice(error)}"


def list_table(lines: Sequence[AccountLine], now: float) -> Table:
    """The accounts, one a row."""
    table = Table(box=None, pad_edge=False)
    for heading in ("Account", "Gamertag", "XUID", "Signs in by", "Refresh token", "Spartan token"):
        table.add_column(heading, overflow="fold")
    table.add_column("State", overflow="fold")
    for line in lines:
        issued = line.refresh_token_issued_at
        cells = (
            line.account,
            line.gamertag or "unknown",
            line.xuid or "unknown",
            _way(line) if line.readable else "unknown",
            f"{span(now - issued)} old" if issued else "none" if line.way_is_pasted else "unknown",
            _spartan(line, now),
            _state(line, now),
        )
        table.add_row(*(Text(cell) for cell in cells))
    return table


def as_json(lines: Sequence[AccountLine]) -> str:
    """The accounts for programs. Times are ISO 8601, null where unknown."""
    return json.dumps(
        [
            {
                "account": line.account,
                "readable": line.readable,
                "gamertag": line.gamertag or None,
                "xuid": line.xuid or None,
                "signed_in_by": _way(line) if line.readable else None,
                "refresh_token_issued_at": _iso(line.refresh_token_issued_at),
                "spartan_expires_at": _iso(line.spartan_expires_at),
                "has_clearance": line.has_clearance,
                "refused": line.refused or None,
            }
            for line in lines
        ],
        ensure_ascii=False,
        indent=2,
    )


def moment(timestamp: float, now: float) -> str:
    """A moment with its distance: "2026-05-04 20:15 UTC (in 3 h 59 min)"."""
    text = f"{datetime.fromtimestamp(timestamp, UTC):%Y-%m-%d %H:%M} UTC"
    ahead = timestamp - now
    return f"{text} (in {span(ahead)})" if ahead > 0 else f"{text} ({span(-ahead)} ago)"


def span(seconds: float) -> str:
    """A length of time in its two largest units."""
    minutes = max(0, int(seconds // 60))
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _way(line: AccountLine) -> str:
    return line.signed_in_by or "HALO_REFRESH_TOKEN"


def _spartan(line: AccountLine, now: float) -> str:
    end = line.spartan_expires_at
    if not end:
        return "none"
    return f"{span(end - now)} left" if end > now else f"ended {span(now - end)} ago"


def _state(line: AccountLine, now: float) -> str:
    if not line.readable:
        return "no key in TOKEN_KEY opens it"
    if line.refused:
        return "refused: sign in again"
    if line.way_is_pasted and line.spartan_expires_at <= now:
        return "ended: paste again"
    return "fine"


def _iso(timestamp: float) -> str | None:
    return datetime.fromtimestamp(timestamp, UTC).isoformat() if timestamp else None
