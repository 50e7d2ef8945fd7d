"""`python -m tests.soak`: a soak with its numbers; exits 1 where a rule was broken."""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.soak.outcome import Outcome, Plan
from tests.soak.soak import soak

_MIB = 1024 * 1024
_MOST_GROWTH, _LONGEST_END = 1.2, 10.0


def main() -> int:
    """Carry out what the command line asks for, and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--commands", type=int, default=10_000, help="and presses, measured")
    parser.add_argument("--restarts", type=int, default=20, help="before that, 50 commands each")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--seconds", type=float, default=2_400.0, help="for all of it")
    parser.add_argument("--presses", type=float, default=0.4, help="share of presses instead")
    parser.add_argument("--pictures", type=float, default=0.5, help="share that may have pictures")
    parser.add_argument("--folder", type=Path, help="where the worker's log is to stay")
    given = parser.parse_args()
    plan = Plan(
        restarting=given.restarts * 50,
        restarts=given.restarts,
        steady=given.commands,
        settled=max(1, given.commands // 10),
        seed=given.seed,
        seconds=given.seconds,
        presses=given.presses,
        pictures=given.pictures,
    )
    with tempfile.TemporaryDirectory(prefix="halo-soak-") as folder:
        began = time.monotonic()
        outcome = asyncio.run(soak(plan, given.folder or Path(folder)))
    sys.stdout.write(f"seed {plan.seed}, {time.monotonic() - began:.0f} s\n{_report(outcome)}")
    missed = _growth(outcome) > _MOST_GROWTH or max(outcome.endings) > _LONGEST_END
    return 1 if outcome.hanging or outcome.wrong or missed else 0


def _report(outcome: Outcome) -> str:
    restarts = outcome.restarts
    lines = [
        f"{outcome.asked} commands, {outcome.pressed} presses, {outcome.pictures} pictures, "
        f"{outcome.mischief} strikes of mischief, {restarts['SIGTERM']} SIGTERM, "
        f"{restarts['SIGKILL']} SIGKILL, {restarts['Discord']} ends by Discord",
        f"{outcome.finished_at_the_end} answered at an end, {outcome.cut_off} cut off by a "
        f"SIGKILL, {len(outcome.hanging)} hanging",
        *(f"  {count:6}  {title}" for title, count in outcome.titles.most_common()),
        *(
            f"after {asked:6}: {size.memory / _MIB:.0f} MiB, {size.tasks} tasks, "
            f"{size.files} open files"
            for asked, size in outcome.sizes.items()
        ),
        f"memory grew to {_growth(outcome):.2f} of that (target: {_MOST_GROWTH:.2f} at most)",
        f"To exit: {max(outcome.endings):.1f} s at most (target: {_LONGEST_END:.0f} s); "
        + ", ".join(f"{seconds:.1f}" for seconds in outcome.endings),
        *(f"WRONG: {what}" for what in (*outcome.hanging, *outcome.wrong)),
    ]
    return "\n".join([*lines, ""])


def _growth(outcome: Outcome) -> float:
    first, *_, last = [*outcome.sizes.values()] * 2
    return last.memory / first.memory


if __name__ == "__main__":
    sys.exit(main())
