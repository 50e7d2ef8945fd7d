"""Seasons as service records name them: "Csr/Seasons/CsrSeason9-1.json"."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

_NUMBERED = re.compile(r"(?:Csr)?Season(\d+(?:-\d+)*)")


def season_name(season_id: str) -> str:
    """What people call a season: "Season 9-1", "Winter Break 22"."""
    stem = PurePosixPath(season_id).stem
    if (found := _NUMBERED.fullmatch(stem)) is not None:
        return f"Season {found[1]}"
    words = stem.removeprefix("CsrSeason").removeprefix("Season").replace("-", " ")
    return words.strip() or stem


def newest_first(season_ids: Iterable[str]) -> list[str]:
    """The seasons, the newest first; those without a number come last.

    Those of "Csr/" are newer than all the others, whose numbers they began anew.
    """
    return sorted(dict.fromkeys(season_ids), key=_order, reverse=True)


def _order(season_id: str) -> tuple[bool, bool, list[int]]:
    found = _NUMBERED.fullmatch(PurePosixPath(season_id).stem)
    numbers = [int(part) for part in found[1].split("-")] if found is not None else []
    return bool(numbers), season_id.casefold().startswith("csr/"), numbers
