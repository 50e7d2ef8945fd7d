"""Seasons as service records name them: "Csr/Seasons/CsrSeason9-1.json"."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

_NUMBERED = re.compile(r"(?:Csr)?Season(\d+(?:-\d+)*)")


def season_stem(season_id: str) -> str:
    """What the id calls the season: "CsrSeason9-1"."""
    return PurePosixPath(season_id).stem


def season_number(season_id: str) -> str:
    """The number of a season: "9-1"; "" where it has none."""
    found = _NUMBERED.fullmatch(season_stem(season_id))
    return found[1] if found is not None else ""


def season_words(season_id: str) -> str:
    """What the id calls a season without a number: "Winter Break 22"."""
    stem = season_stem(season_id)
    words = stem.removeprefix("CsrSeason").removeprefix("Season").replace("-", " ")
    return words.strip() or stem


def newest_first(season_ids: Iterable[str]) -> list[str]:
    """The seasons, the newest first; those without a number come last.

    Those of "Csr/" are newer than all the others, whose numbers they began anew.
    """
    return sorted(dict.fromkeys(season_ids), key=_order, reverse=True)


def _order(season_id: str) -> tuple[bool, bool, list[int]]:
    numbers = [int(part) for part in season_number(season_id).split("-") if part]
    return bool(numbers), season_id.casefold().startswith("csr/"), numbers
