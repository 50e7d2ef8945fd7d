import subprocess
import sys

import pytest

from bot.halo.auth.process import described, has_died, new_holder
from tests.support.processes import environment

PRINT = "from bot.halo.auth.process import new_holder; print(new_holder(), flush=True); input()"


def test_a_holder_is_unique_and_alive_while_its_process_is() -> None:
    one, other = new_holder(), new_holder()
    assert one != other
    assert not has_died(one)
    assert described(one).startswith("process ")


def test_a_killed_process_is_known_to_have_died_even_before_its_parent_has_noticed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PRINT],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(),
    ) as process:  # fmt: skip
        assert process.stdout is not None
        holder = process.stdout.readline().strip()
        assert not has_died(holder)
        process.kill()
        # Its end closes the pipe; it is a zombie until it is waited for.
        assert process.stdout.read() == ""
        while not has_died(holder):
            pass
    assert has_died(holder)


def test_a_reused_pid_is_another_process() -> None:
    parts = new_holder().split(" ")
    parts[4] = "1"
    assert has_died(" ".join(parts))


@pytest.mark.parametrize("part", [0, 1, 2])
def test_nobody_can_tell_of_another_machine_boot_or_container(part: int) -> None:
    parts = new_holder().split(" ")
    parts[3], parts[part] = "4194305", "another"
    assert not has_died(" ".join(parts))


@pytest.mark.parametrize("holder", ["", "a", "0123456789abcdef", "? ? ? 4194305 ? x", "a b c d"])
def test_nor_of_a_holder_that_does_not_say(holder: str) -> None:
    assert not has_died(holder)
