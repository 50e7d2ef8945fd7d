"""Database URLs: what they may say, and how the driver is told."""

import ssl
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.storage.errors import DatabaseUrlWrong

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
_LARGEST_PORT = 65_535
# SQLAlchemy itself reads these.
_HOSTS = frozenset({"host", "port"})
# Options that the driver takes, with its names for them.
_PASSED = {
    "user": "user", "password": "password", "dbname": "database", "database": "database",
    "passfile": "passfile", "krbsrvname": "krbsrvname", "gsslib": "gsslib",
    "target_session_attrs": "target_session_attrs",
}  # fmt: skip
# The value of `ssl` in other libraries' URLs, as sslmode has it.
_SSL = {"true": "require", "1": "require", "false": "disable", "0": "disable"}
# The driver reads these from a connection string of its own only.
_TLS = frozenset(
    {"sslmode", "sslcert", "sslkey", "sslpassword", "sslrootcert", "sslcrl", "sslnegotiation",
     "ssl_min_protocol_version", "ssl_max_protocol_version"}
)  # fmt: skip
_SERVER = frozenset({"application_name", "options", "search_path", "timezone", "statement_timeout"})
# Options of libpq, poolers and other libraries that have no meaning here.
_IGNORED = frozenset(
    {"channel_binding", "client_encoding", "fallback_application_name", "gssdelegation",
     "gssencmode", "hostaddr", "keepalives", "keepalives_count", "keepalives_idle",
     "keepalives_interval", "load_balance_hosts", "replication", "require_auth", "requirepeer",
     "requiressl", "sslcertmode", "sslcompression", "sslcrldir", "sslsni", "tcp_user_timeout",
     "pgbouncer", "connection_limit", "pool_timeout", "pool_mode", "schema", "sslaccept",
     "uselibpqcompat", "prepared_statement_cache_size", "statement_cache_size",
     "prepared_statements", "supa", "workaround"}
)  # fmt: skip
_CHOICES = {
    "sslmode": ("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
    "target_session_attrs": (
        "any", "primary", "standby", "read-write", "read-only", "prefer-standby",
    ),
}  # fmt: skip
_SQLITE = frozenset(
    {"cache", "cached_statements", "check_same_thread", "detect_types", "immutable",
     "isolation_level", "mode", "nolock", "psow", "timeout", "uri", "vfs"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DriverOptions:
    """How asyncpg is told: the URL without options, and the arguments of its `connect`."""

    url: URL
    arguments: Mapping[str, Any]


def parse_url(url: str) -> URL:
    """The database URL with the driver this program uses; options keep the names they have.

    Takes sqlite:///path, postgres://... and postgresql://..., with or without the driver's name.
    Raises DatabaseUrlWrong.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise DatabaseUrlWrong("the database URL cannot be parsed") from None
    driver = _DRIVERS.get(parsed.drivername)
    if driver is None:
        raise DatabaseUrlWrong(f"no support for databases of kind {parsed.drivername!r}")
    if driver.startswith("sqlite"):
        _check_sqlite(parsed)
    else:
        _check_postgresql(parsed)
    return parsed.set(drivername=driver)


def driver_options(url: URL) -> DriverOptions:
    """A parsed PostgreSQL URL as the driver takes it.

    asyncpg does not know libpq's names; what has no meaning to it is left out.
    """
    given = _options(url)
    arguments: dict[str, Any] = {
        _PASSED[name]: value for name, value in given.items() if name in _PASSED
    }
    # libpq: zero and negative numbers are no limit of the URL's own.
    if (seconds := float(given.get("connect_timeout", 0))) > 0:
        arguments["timeout"] = seconds
    if settings := {name: value for name, value in given.items() if name in _SERVER}:
        arguments["server_settings"] = settings
    tls = {name: value for name, value in given.items() if name in _TLS}
    if tls.get("sslrootcert") == "system":
        arguments["ssl"] = ssl.create_default_context()
    elif tls:
        arguments["dsn"] = f"postgresql://?{urlencode(tls)}"
    hosts = {name: value for name, value in url.query.items() if name in _HOSTS}
    return DriverOptions(url.set(query=hosts), arguments)


def ignored_options(url: str) -> tuple[str, ...]:
    """The options in a database URL that have no effect. Raises DatabaseUrlWrong."""
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        return ()
    return tuple(name for name in _options(parsed) if name in _IGNORED)


def place(url: URL) -> str:
    """Where the database is, without user, password and options."""
    bare = URL.create(url.drivername, host=url.host, port=url.port, database=url.database)
    return bare.render_as_string()


def _options(url: URL) -> dict[str, str]:
    """The options by libpq's names; of one that is there twice, the last."""
    given = {
        name: value if isinstance(value, str) else value[-1] for name, value in url.query.items()
    }
    if "ssl" in given:
        given.setdefault("sslmode", _SSL.get(given["ssl"].lower(), given["ssl"]))
        del given["ssl"]
    return given


def _check_sqlite(url: URL) -> None:
    if url.host or url.port or url.username:
        raise DatabaseUrlWrong(
            "two slashes before the file",
            hint="An SQLite file stands behind three slashes, sqlite:///halo.db, or behind four "
            "with its whole path: sqlite:////data/halo.db.",
        )
    _check_names(url.query, _SQLITE)


def _check_postgresql(url: URL) -> None:
    if url.port is not None and not 0 < url.port <= _LARGEST_PORT:
        raise _wrong(f"The port has to be from 1 to {_LARGEST_PORT}.")
    given = _options(url)
    allowed = _HOSTS | _PASSED.keys() | _TLS | _SERVER | {"connect_timeout"}
    _check_names({name: "" for name in given if name not in _IGNORED}, allowed)
    for name, choices in _CHOICES.items():
        if given.get(name, choices[0]) not in choices:
            raise _wrong(f"The option {name} has to be one of: {', '.join(choices)}.")
    try:
        float(given.get("connect_timeout", 0))
        ports = [int(port) for port in given.get("port", "1").split(",") if port]
    except ValueError:
        raise _wrong("The options connect_timeout and port have to be numbers.") from None
    if not all(0 < port <= _LARGEST_PORT for port in ports):
        raise _wrong(f"The option port has to be from 1 to {_LARGEST_PORT}.")


def _check_names(given: Mapping[str, Any], allowed: AbstractSet[str]) -> None:
    if unknown := sorted(given.keys() - allowed):
        # An unescaped password may have got in here.
        shown = ", ".join(name for name in unknown if name.isidentifier()) or "with odd characters"
        raise _wrong(f"Unknown option {shown}. Known are: {', '.join(sorted(allowed))}.")


def _wrong(hint: str) -> DatabaseUrlWrong:
    return DatabaseUrlWrong("an option of the database URL is wrong", hint=hint)
