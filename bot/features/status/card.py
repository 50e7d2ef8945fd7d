"""How the bot is doing, in words."""

import math
from dataclasses import dataclass

import discord

from bot.features.status.lookup import HostState, SignInState, Status
from bot.look import figures, notes, text, theme
from bot.look.advice import SIGN_IN
from bot.look.limits import fit
from bot.look.texts import Texts

_MEGABYTE = 1024 * 1024
_HINT = 600


@dataclass(frozen=True, slots=True)
class Connection:
    """The connection to Discord: `latency` in seconds, not finite where it is not known, and which
    of how many shards it is, by its id as Discord counts them, from 0."""

    latency: float
    shard: int = 0
    shard_count: int = 1


def status_card(status: Status, connection: Connection, texts: Texts) -> discord.Embed:
    """The card for somebody who asks by this connection."""
    healthy = status.database and not any(host.failed_at is not None for host in status.hosts)
    healthy = healthy and not any(sign_in.failing for sign_in in status.sign_ins)
    embed = discord.Embed(
        title=f"{theme.GOOD if healthy else theme.POOR} {texts('Status')}",
        description=notes.lines(
            texts("Everything works." if healthy else "Not everything works right now."),
            texts("Running since {when}", when=figures.ago(status.started_at)),
        ),
        colour=theme.DONE if healthy else theme.LOW,
    )
    discord_mark = theme.GOOD if math.isfinite(connection.latency) else theme.EVEN
    shard = (
        texts(
            "shard {id} of {count}",
            id=str(connection.shard),
            count=str(connection.shard_count),
        )
        if connection.shard_count > 1
        else ""
    )
    database_mark = theme.GOOD if status.database else theme.POOR
    embed.add_field(
        name=texts("Connections"),
        value=notes.lines(
            notes.joined(
                f"{discord_mark} Discord", _milliseconds(connection.latency, texts), shard
            ),
            f"{database_mark} {texts('Database')}",
        ),
    )
    embed.add_field(
        name=texts("Halo services"),
        value=notes.lines(
            *(_host(host, texts) for host in status.hosts), _waiting(status.waiting, texts)
        )
        or texts("Not asked yet."),
    )
    if status.sign_ins:
        signed_in = (_sign_in(each, status.now, texts) for each in status.sign_ins)
        embed.add_field(name=texts("Sign-in"), value=notes.lines(*signed_in))
    embed.add_field(
        name=texts("Cache"),
        value=notes.lines(
            texts(
                "{share} answered without a request",
                share=f"**{texts.percent(100 * status.hit_ratio)}**",
            ),
            texts("{size} in memory", size=_megabytes(status.memory_bytes, texts)),
            texts("{size} stored", size=_megabytes(status.stored_bytes, texts)),
        ),
    )
    return fit(embed)


def _host(host: HostState, texts: Texts) -> str:
    name = text.escape(host.host.partition(".")[0])
    if host.failed_at is not None:
        failed = texts("failed {when}", when=figures.ago(host.failed_at))
        return notes.joined(f"{theme.POOR} {name}", failed)
    return notes.joined(f"{theme.GOOD} {name}", _milliseconds(host.seconds, texts))


def _waiting(count: int, texts: Texts) -> str:
    if count == 0:
        return ""
    return texts.count("{count} request is waiting", "{count} requests are waiting", count)


def _sign_in(sign_in: SignInState, now: float, texts: Texts) -> str:
    name = text.escape(sign_in.account)
    if sign_in.failing:
        fails = notes.joined(f"{theme.POOR} {name}", texts("fails"))
        hint = SIGN_IN if sign_in.refused else sign_in.hint
        return notes.lines(fails, text.escape(texts(hint), _HINT))
    if sign_in.token_ends_at <= now:
        return notes.joined(f"{theme.EVEN} {name}", texts("renewed when needed"))
    until = texts("token ends {when}", when=figures.ago(sign_in.token_ends_at))
    since = ""
    if sign_in.token_issued_at > 0:
        since = texts("renewed {when}", when=figures.ago(sign_in.token_issued_at))
    return notes.joined(f"{theme.GOOD} {name}", until, since)


def _milliseconds(seconds: float | None, texts: Texts) -> str:
    if seconds is None or not math.isfinite(seconds):
        return ""
    return texts("{milliseconds} ms", milliseconds=texts.number(round(1000 * seconds)))


def _megabytes(size: int, texts: Texts) -> str:
    return texts("{megabytes} MB", megabytes=texts.number(size / _MEGABYTE, 1))
