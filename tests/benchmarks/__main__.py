"""`make bench`: every row of the table, in one run.

    HALO_PAYLOADS=folder python -m tests.benchmarks [last_match calls parsing ...]

Takes about a quarter of an hour. A group of rows that fails, or takes longer than it may, is a line
of the table like any other. Ends with 0 also where a target is missed: the table says so plainly.
"""

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks import (
    cache_shared,
    cache_warm,
    cache_workload,
    calls,
    crowd,
    fairness,
    imports,
    last_match,
    limits,
    odd_answers,
    parsing,
    pictures,
    suggestions,
    worker,
)
from tests.benchmarks.measure import Row
from tests.benchmarks.upstream import running_upstream

# Seconds that a group of rows may take.
_LONGEST = 180.0


def main() -> None:
    """Measure, and print the table."""
    console = Console(width=max(Console().width, 140))
    folder = os.environ.get("HALO_PAYLOADS", "")
    if not folder:
        console.print("HALO_PAYLOADS has to name a folder of recorded answers.")
        sys.exit(2)
    rows = asyncio.run(_measured(Path(folder), sys.argv[1:], console))
    console.print(_table(rows))
    met = sum(row.met is True for row in rows)
    missed = [row.what for row in rows if row.met is False]
    console.print(f"{met} targets met, {len(missed)} missed{':' if missed else '.'}")
    for what in missed:
        console.print(f"  missed: {what}")


async def _measured(folder: Path, wanted: list[str], console: Console) -> list[Row]:
    found: list[Row] = []
    with running_upstream(folder) as upstream:
        groups: dict[str, Callable[[], Awaitable[list[Row]]]] = {
            "calls": lambda: calls.rows(upstream),
            "parsing": lambda: parsing.rows(folder),
            "limits": lambda: limits.rows(upstream),
            "last_match": lambda: last_match.rows(upstream),
            "odd_answers": lambda: odd_answers.rows(upstream),
            "imports": imports.rows,
            "pictures": pictures.rows,
            "cache_warm": lambda: cache_warm.rows(upstream),
            "cache_shared": lambda: cache_shared.rows(upstream),
            "cache_workload": lambda: cache_workload.rows(upstream),
            "worker": worker.rows,
            "fairness": fairness.rows,
            "crowd": crowd.rows,
            "slow_crowds": crowd.slow_rows,
            "suggestions": suggestions.rows,
        }
        for name, measure in groups.items():
            if not wanted or name in wanted:
                console.print(f"measuring {name} ...", style="dim")
                began = time.perf_counter()
                found.extend(await _bounded(name, measure))
                console.print(f"  {time.perf_counter() - began:.0f} s", style="dim")
    return found


async def _bounded(name: str, measure: Callable[[], Awaitable[list[Row]]]) -> list[Row]:
    deadline = asyncio.timeout(_LONGEST)
    try:
        async with deadline:
            return await measure()
    except Exception as error:  # noqa: BLE001 - the other groups are measured all the same
        what = f"at most {_LONGEST:.0f} s" if deadline.expired() else "to be measured"
        return [Row(name, "failed", "", what, False, f"{type(error).__name__}: {error}"[:200])]


def _table(rows: list[Row]) -> Table:
    table = Table(title="This core beside SPNKr with aiohttp-client-cache")
    for heading in ("what", "SPNKr", "ours", "ratio", "target", "", "note"):
        table.add_column(heading)
    verdicts = {True: "met", False: "MISSED", None: ""}
    for row in rows:
        verdict = verdicts[row.met]
        table.add_row(row.what, row.peer, row.ours, row.ratio, row.target, verdict, row.note)
    return table


if __name__ == "__main__":
    main()
