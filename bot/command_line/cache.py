"""The command line of the stored answers: `python -m bot cache ...`."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from bot.command_line.common import AsJson, execute, read_settings
from bot.config import Settings
from bot.halo import endpoints
from bot.halo.clock import Clock, SystemClock
from bot.halo.endpoints import CacheRule, Endpoint
from bot.halo.transport.freshness import freshness
from bot.halo.transport.store import CacheEntry
from bot.records import CacheStats
from bot.storage.cache_database import CacheDatabase, cache_url

Days = Annotated[float, typer.Option(min=0, help="Only what was not used for so many days.")]
DAY = 86_400.0
_FIGURES = ("hits", "misses", "revalidations", "stale", "coalesced", "evicted", "memory_evictions")


cache = typer.Typer(help="Look into the stored answers.", no_args_is_help=True)


@cache.command()
def stats(context: typer.Context, as_json: AsJson = False) -> None:
    """How much is stored, and what it has saved so far."""
    execute(_print_stats(read_settings(context), as_json=as_json))


@cache.command()
def purge(context: typer.Context, unused_for: Days = 0) -> None:
    """Delete what is stored; a running bot goes on with what it holds in memory."""
    execute(_purge(read_settings(context), unused_for * DAY))


@cache.command()
def show(context: typer.Context, url: str) -> None:
    """What is stored for a URL of the service: headers, age, and until when it is fresh."""
    execute(_show(read_settings(context), url, SystemClock()))


def stats_lines(stats: CacheStats, limit: int) -> list[str]:
    """The statistics for people; `limit` is how many bytes may be stored."""
    counted = dict.fromkeys(_FIGURES, 0) | dict(stats.figures)
    hits = counted.get("hits", 0)
    calls = sum(counted.get(name, 0) for name in ("hits", "misses", "revalidations", "stale"))
    oldest = "-" if stats.oldest is None else _time(stats.oldest)
    return [
        f"answers stored    {stats.entries:,}",
        f"bytes             {stats.size:,} of {limit:,}",
        f"oldest use        {oldest}",
        f"hit ratio         {hits / calls:.1%} of {calls:,} calls"
        if calls
        else "hit ratio         no calls yet",
        *(f"{name.replace('_', ' '):<17} {value:,}" for name, value in counted.items()),
    ]


def entry_lines(entry: CacheEntry, rule: CacheRule, now: float) -> list[str]:
    """A stored answer for people."""
    account, language, url = entry.key.split("|", 2)
    known = freshness(entry, rule)
    left = known.left(now)
    state = "asked again each time" if not known.reusable else f"stale for {-left:.0f} s"
    if known.reusable and left > 0:
        state = f"fresh for {left:.0f} s more"
    whose = f", for the account {account}" if account else ""
    return [
        f"{entry.status} {url}",
        f"  {state}; age {known.age(now):.0f} s, {len(entry.body):,} bytes{whose}"
        + (f", in {language}" if language else ""),
        *(f"  varies by {name}{value}" for name, value in entry.vary),
        *(f"  {name}: {value}" for name, value in entry.headers),
    ]


def endpoint_of(url: str) -> Endpoint | None:
    """The row of the endpoint table that a URL belongs to."""
    for endpoint in vars(endpoints).values():
        if isinstance(endpoint, Endpoint):
            path = "[^/?]+".join(re.escape(part) for part in re.split(r"{\w+}", endpoint.path))
            if re.fullmatch(rf"https://{re.escape(endpoint.host)}(:\d+)?{path}(\?.*)?", url):
                return endpoint
    return None


async def _print_stats(settings: Settings, *, as_json: bool) -> None:
    async with _open(settings) as database:
        stats = await database.stats()
    limit = settings.cache_megabytes * 1024 * 1024
    if as_json:
        data: dict[str, Any] = {
            "entries": stats.entries, "bytes": stats.size, "limit": limit,
            "oldest": stats.oldest, **stats.figures,
        }  # fmt: skip
        typer.echo(json.dumps(data, indent=2))
    else:
        typer.echo("\n".join(stats_lines(stats, limit)))


async def _purge(settings: Settings, unused_for: float) -> None:
    since = SystemClock().now() - unused_for if unused_for else None
    gone = 0
    async with _open(settings) as database:
        while rows := (await database.evict(since))[0]:
            gone += rows
    typer.echo(f"{gone:,} answers deleted.")


async def _show(settings: Settings, url: str, clock: Clock) -> None:
    endpoint = endpoint_of(url)
    rule = endpoint.cache if endpoint is not None else None
    async with _open(settings) as database:
        entries = await database.find(url)
    if not entries:
        typer.echo("Nothing is stored for this URL.")
    for entry in entries:
        typer.echo("\n".join(entry_lines(entry, rule or CacheRule(), clock.now())))


@asynccontextmanager
async def _open(settings: Settings) -> AsyncIterator[CacheDatabase]:
    database = CacheDatabase(cache_url(settings.database_url, settings.cache_database_url))
    try:
        await database.open()
        yield database
    finally:
        await database.close()


def _time(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M UTC")
