"""What pictures cost: time off the event loop, what the loop notices of it, and memory."""

import asyncio
import resource
import time
from dataclasses import replace

from bot.facts.results import MatchArtwork
from bot.features.career.picture import career_picture
from bot.features.compare.picture import comparison_picture
from bot.features.csr.picture import csr_picture
from bot.features.leaderboard.picture import leaderboard_picture
from bot.features.match.picture import match_picture
from bot.features.medals.card import medals_card
from bot.features.session.picture import session_picture
from bot.features.stats.picture import service_record_picture
from bot.features.teammates.picture import teammates_picture
from bot.features.trend.picture import csr_trend_picture, form_trend_picture
from bot.features.trend.win_rates import win_rates_picture
from bot.look.drawing import Drawing
from bot.pictures.pictures import Pictures
from tests.benchmarks.measure import AsyncWork, Row, ms, seconds_in_turns
from tests.look.samples import CSR, MATCH, PLAYERS, SESSION, TEAMMATES, medals_report
from tests.pictures import samples
from tests.support.cards import drawing_of
from tests.support.texts import ENGLISH

_ROUNDS = 15
_TARGET = 0.150
_CARDS = 200
_UNHURRIED = 600.0


async def rows() -> list[Row]:
    """One row a picture, one for the loop, and one for memory."""
    pictures = Pictures()
    try:
        drawings = _drawings()
        works = {name: _drawn(pictures, drawing) for name, drawing in drawings.items()}
        await seconds_in_turns(works, 1)  # Loads libvips, the fonts and the templates.
        taken = await seconds_in_turns(works, _ROUNDS)
        found = [
            Row(
                f"picture: {name}",
                ms(seconds),
                "-",
                f"<= {ms(_TARGET)} at the median",
                seconds <= _TARGET,
                f"{len((await pictures.draw(drawings[name], _UNHURRIED)).png) // 1024} kB",
            )
            for name, seconds in taken.items()
        ]
        return [*found, *await _at_work(pictures, drawings["match with artwork"])]
    finally:
        await pictures.close()


def _drawings() -> dict[str, Drawing]:
    crowd = tuple(
        replace(line, name=f"{line.name} {number}", team_id=number % 2)
        for number in range(3)
        for line in PLAYERS
    )
    art = MatchArtwork(
        samples.artwork(1920, 1080, "teal", "JPEG"),
        samples.artwork(256, 256, "teal"),
        {622331684: samples.artwork(128, 128, "teal")},
    )
    return {
        "match": match_picture(MATCH, ENGLISH),
        "match with artwork": match_picture(MATCH, ENGLISH, art),
        "match of 24 players": match_picture(replace(MATCH, players=crowd), ENGLISH),
        "CSR": csr_picture(CSR, ENGLISH),
        "medals": drawing_of(medals_card(medals_report(47), ENGLISH, 0)),
        "service record": service_record_picture(samples.RECORD, ENGLISH),
        "career": career_picture(samples.CAREER, ENGLISH),
        "leaderboard": leaderboard_picture(samples.BOARD, 1, ENGLISH),
        "comparison": comparison_picture(samples.COMPARISON, ENGLISH),
        "session": session_picture(SESSION, ENGLISH),
        "teammates": teammates_picture(TEAMMATES, ENGLISH),
        "CSR over time": csr_trend_picture(samples.CSR_TREND, samples.CSR_MOVE, ENGLISH),
        "form": form_trend_picture(samples.TREND, ENGLISH),
        "win rates": win_rates_picture(samples.WIN_RATES, ENGLISH),
    }


def _drawn(pictures: Pictures, drawing: Drawing) -> AsyncWork:
    async def draw() -> object:
        return await pictures.draw(drawing, _UNHURRIED)

    return draw


async def _at_work(pictures: Pictures, drawing: Drawing) -> list[Row]:
    async def draw(count: int) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(count):
                group.create_task(pictures.draw(drawing, _UNHURRIED))

    await draw(_CARDS)
    before, began = _peak_memory(), time.perf_counter()
    drawing_all = asyncio.create_task(draw(_CARDS))
    longest, last = 0.0, time.perf_counter()
    while not drawing_all.done():
        await asyncio.sleep(0.001)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    await drawing_all
    spent, grown = time.perf_counter() - began, _peak_memory() - before
    return [
        Row(
            f"{_CARDS} match cards at once: pictures a second",
            f"{_CARDS / spent:.0f}",
            "-",
            "none",
            None,
            f"the loop stood still for {ms(longest)} at most",
        ),
        Row(
            "memory that these cards add to what as many before them took",
            f"{grown:.0f} MB",
            "-",
            "<= 32 MB",
            grown <= 32,
            f"peak of the whole process {_peak_memory():.0f} MB",
        ),
    ]


def _peak_memory() -> float:
    """Megabytes; Linux counts in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
