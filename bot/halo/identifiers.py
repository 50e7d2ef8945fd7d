"""The names of things in the Halo services: XUIDs, gamertags, match ids."""

import re
from typing import NewType, TypeAlias
from uuid import UUID

Xuid = NewType("Xuid", int)
"""An Xbox account's number, up to 63 bits; it stays when the gamertag changes."""

PlayerRef: TypeAlias = Xuid | int | str
"""A player as people and payloads write one: "xuid(1234567890123456)", digits, int or gamertag.

Gamertags begin with a letter, so digits alone are always an XUID.
"""

MAX_GAMERTAG = 15
_XUID = re.compile(r"(?:xuid\()?(\d{1,20})\)?")
_BOT = re.compile(r"bid\((\d+(?:\.\d+)?)\)")


def parse_xuid(text: str | int) -> Xuid | None:
    """The XUID in "xuid(123)", "123" or 123, or None where it is none."""
    if isinstance(text, int):
        return Xuid(text) if 0 < text < 2**63 else None
    found = _XUID.fullmatch(text.strip())
    return parse_xuid(int(found[1])) if found else None


def is_bot(player_id: str) -> bool:
    """Whether a player id of a match names a bot: "bid(31.0)"."""
    return _BOT.fullmatch(player_id) is not None


def format_xuid(xuid: Xuid | int) -> str:
    """The XUID as the services write it: "xuid(123)"."""
    return f"xuid({xuid})"


def clean_gamertag(text: str) -> str:
    """A gamertag as people type it, ready to look up: one space between words, no "#" suffix mark.

    Modern gamertags show as "Name#1234"; the services take "Name1234".
    """
    return " ".join(text.replace("#", "").split())


def plausible_gamertag(gamertag: str) -> bool:
    """Whether a cleaned gamertag could exist at all, so that no request is wasted on it."""
    fits = 0 < len(gamertag) <= MAX_GAMERTAG and gamertag.isprintable()
    # Parentheses are those of ids: "xuid(0)", "bid(31.0)".
    return fits and not set("/()") & set(gamertag)


def parse_match_id(text: str) -> str | None:
    """A match id (UUID) in its canonical form, also out of a Halo Waypoint link; None if none."""
    address = re.split("[?#]", text.strip(), maxsplit=1)[0]
    candidate = address.rstrip("/").rsplit("/", 1)[-1]
    try:
        return str(UUID(candidate))
    except ValueError:
        return None
