"""Long work: its progress in the reply, and a button that ends it."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any, TypeVar

import discord

from bot.discord_app.asking import texts_of
from bot.discord_app.progress_card import ProgressView
from bot.discord_app.reply import report_error, show_meanwhile
from bot.facts.progress import Progress
from bot.halo.clock import Clock
from bot.halo.transport.ticket import Asker, Lane, asking, current_asker

T = TypeVar("T")

INTERVAL = 2.0
"""Seconds between two changes of the card: Discord takes no more than a few in a row."""


async def with_progress(
    interaction: discord.Interaction,
    clock: Clock,
    title: str,
    work: Callable[[Progress], Coroutine[Any, Any, T]],
) -> T | None:
    """The result of the work, or None where its user has ended it: then nothing is left to answer.

    The deferred reply shows how far the work is, as it tells the function it is given. Its requests
    let those of people who wait for a single answer go first. Whatever the work raises comes out.
    `title` is the message that names the work, marked by N_().
    """
    texts = texts_of(interaction)
    view = ProgressView(interaction.user.id, report_error, texts, title, lambda: task.cancel())

    async def show() -> None:
        view.message = await show_meanwhile(interaction, view.embed, view) or view.message

    shows = asyncio.create_task(show(), name="progress")
    shown_at = clock.monotonic()

    async def progress(done: int, total: int) -> None:
        nonlocal shown_at, shows
        view.advance(done, total)
        if shows.done() and clock.monotonic() - shown_at >= INTERVAL:
            shows, shown_at = asyncio.create_task(show(), name="progress"), clock.monotonic()

    asker = replace(current_asker() or Asker(), lane=Lane.BULK, on_wait=None)
    with asking(asker):
        task = asyncio.create_task(work(progress), name=title)
    try:
        done = await task
        await shows
    except asyncio.CancelledError:
        if not view.cancelled or _current_task_is_cancelled():
            raise
        if not shows.done():
            # The progress card being sent may replace the one that says so.
            await shows
            await show()
        return None
    else:
        return done
    finally:
        view.stop()
        task.cancel()
        if _current_task_is_cancelled():
            shows.cancel()
        # A progress card must not arrive after the answer.
        await asyncio.gather(task, shows, return_exceptions=True)


def _current_task_is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
