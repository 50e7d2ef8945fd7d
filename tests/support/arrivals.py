"""What arrival times at a server say of a limiter."""

from collections.abc import Iterable

from tests.support.upstream import Seen


def most_in_any_window(seen: Iterable[Seen], seconds: float) -> int:
    """The most requests that arrived in any window of that length."""
    times = sorted(one.at for one in seen)
    return max(sum(begin <= at < begin + seconds for at in times) for begin in times)
