"""What arrival times at a server say of a limiter."""

from collections.abc import Iterable

from tests.support.upstream import Seen


def most_in_any_window(seen: Iterable[Seen], seconds: float) -> int:
    """The most requests that arrived in any window of that length."""
    return most_at_once((one.at for one in seen), seconds)


def most_at_once(times: Iterable[float], seconds: float) -> int:
    """The most of these times in any window of that length, 0 without any."""
    ordered = sorted(times)
    return max(
        (sum(begin <= at < begin + seconds for at in ordered) for begin in ordered), default=0
    )
