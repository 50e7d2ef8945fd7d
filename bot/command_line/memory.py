"""How the C library keeps the memory that threads have used."""

import ctypes
import sys

# From glibc's malloc.h.
_M_ARENA_MAX = -8
_ARENAS = 2


def share_arenas() -> None:
    """Let all threads take their memory from two places; before the first of them begins.

    Without it glibc gives each thread a place of its own, up to eight for each processor, and what
    was needed for a moment stays there: after a thousand cards a third of all memory. Harmless
    where there is no glibc.
    """
    if not sys.platform.startswith("linux"):
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, _ARENAS)
