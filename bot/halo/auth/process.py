"""Which process holds a lease, and whether that process still runs."""

import os
import platform
from pathlib import Path
from uuid import uuid4

_PROC = Path("/proc")
_FIELDS = 6
# Of what follows the command's name in /proc/PID/stat.
_STATE, _START = 0, 19
_DEAD = ("Z", "X")


def new_holder() -> str:
    """A unique name for a holder: host, boot, PID namespace, PID and start time of this process,
    and a random part. What the system does not tell is "?"."""
    pid = os.getpid()
    stat = _stat(pid)
    parts = (*_machine(), str(pid), stat[_START] if stat else "?", uuid4().hex)
    return " ".join(parts)


def has_died(holder: str) -> bool:
    """Whether the holder's process ran here and does not any more; False where nobody can tell."""
    parts = holder.split(" ")
    here = _machine()
    if len(parts) != _FIELDS or "?" in parts or tuple(parts[:3]) != here:
        return False
    pid = int(parts[3])
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        pass
    stat = _stat(pid)
    # A process of another user may be hidden, but it exists.
    return stat is not None and (stat[_START] != parts[4] or stat[_STATE] in _DEAD)


def described(holder: str) -> str:
    """The holder in words for the operator."""
    parts = holder.split(" ")
    if len(parts) != _FIELDS:
        return "another process"
    return f"process {parts[3]} on {parts[0]}"


def _machine() -> tuple[str, str, str]:
    """The host, its boot, and the namespace in which PIDs are counted (each container has one)."""
    host = platform.node().replace(" ", "-") or "?"
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
        namespace = str((_PROC / "self/ns/pid").stat().st_ino)
    except OSError:
        return host, "?", "?"
    return host, boot, namespace


def _stat(pid: int) -> list[str] | None:
    try:
        return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
