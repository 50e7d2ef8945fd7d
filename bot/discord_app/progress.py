"""Long work: its progress in the reply, and a button that ends it."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import discord

from bot.discord_app.asking import texts_of
from bot.discord_app.progress_card import ProgressView
from bot.discord_app.reply import report_error
from bot.facts.progress import Progress
from bot.halo.clock import Clock

log = logging.getLogger(__name__)
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

    The deferred reply shows how far the work is, as it tells the function it is given. Whatever
    the work raises comes out. `title` is the message that names the work, marked by N_().
    """
    shown_at = clock.monotonic()

    async def progress(done: int, total: int) -> None:
        nonlocal shown_at
        view.advance(done, total)
        if clock.monotonic() - shown_at >= INTERVAL:
            shown_at = clock.monotonic()
            await _show(interaction, view)

    texts = texts_of(interaction)
    task = asyncio.create_task(work(progress), name=title)
    view = ProgressView(interaction.user.id, report_error, texts, title, task.cancel)
    try:
        await _show(interaction, view)
        return await task
    except asyncio.CancelledError:
        if view.cancelled and not _current_task_is_cancelled():
            return None
        raise
    finally:
        view.stop()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _show(interaction: discord.Interaction, view: ProgressView) -> None:
    try:
        view.message = await interaction.edit_original_response(embed=view.embed, view=view)
    except discord.HTTPException as error:
        # The work goes on; its result may still arrive.
        log.info("progress not shown: %s", error.status)


def _current_task_is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
