"""The names of things in the Halo services: XUIDs, gamertags, match ids."""

import re
import unicodedata
from typing import NewType, TypeAlias
from uuid import UUID

Xuid = NewType("Xuid", int)
"""An Xbox account's number, up to 63 bits; it stays when the gamertag changes."""

PlayerRef: TypeAlias = Xuid | int | str
"""A player as people and payloads write one: "xuid(1234567890123456)", digits, int or gamertag.

Gamertags begin with a letter, so digits alone are always an XUID.
"""

LONGEST_GAMERTAG = 64
"""Characters. Xbox allows 12, each with a mark of its own, and a suffix of 14."""

_XUID = re.compile(r"(?:xuid\()?(\d{1,20})\)?")
# Written to choose between two shapes of the character before, or to join it to the next one.
_VARIATION = re.compile("[\u034f\ufe00-\ufe0f]")
_SUFFIX_MARK = re.compile(r"\s*#\s*")
_ID = re.compile(r"(?:xuid|bid)\(.*\)")
_BOT = re.compile(r"bid\((\d+(?:\.\d+)?)\)")


def parse_xuid(text: str | int) -> Xuid | None:
    """The XUID in "xuid(123)", "123" or 123, or None where it is none."""
    if isinstance(text, int):
        return Xuid(text) if 0 < text < 2**63 else None
    found = _XUID.fullmatch(text.strip())
    return parse_xuid(int(found[1])) if found else None


def parse_player(player: PlayerRef) -> Xuid | str:
    """Returns the XUID that somebody wrote, or else the gamertag, cleaned."""
    xuid = parse_xuid(player)
    if xuid is not None:
        return xuid
    gamertag = clean_gamertag(str(player))
    # Pasted digits may have brought invisible characters along.
    return parse_xuid(gamertag) or gamertag


def is_bot(player_id: str) -> bool:
    """Whether a player id of a match names a bot: "bid(31.0)"."""
    return _BOT.fullmatch(player_id) is not None


def format_xuid(xuid: Xuid | int) -> str:
    """The XUID as the services write it: "xuid(123)"."""
    return f"xuid({xuid})"


def clean_gamertag(text: str) -> str:
    """Returns a gamertag as the services take it, from what people type or paste.

    Invisible characters are dropped, other forms of a character become the usual one (a full-width
    letter, a letter and its accent), and words are one space apart. Xbox shows a modern gamertag as
    "Name #1234" or "Name#1234"; the services take "Name1234".
    """
    visible = "".join(filter(_is_visible, text))
    words = _SUFFIX_MARK.sub("", " ".join(unicodedata.normalize("NFKC", visible).split()))
    # A mark behind the "#" now stands behind a letter.
    return unicodedata.normalize("NFKC", words)


def fold_gamertag(text: str) -> str:
    """Returns what two spellings of one gamertag have in common: neither case nor spaces count."""
    return "".join(clean_gamertag(text).casefold().split())


def can_be_sent(gamertag: str) -> bool:
    """Whether a cleaned gamertag fits a request at all. Who has it only the service knows."""
    is_path = gamertag in {".", ".."}
    fits = 0 < len(gamertag) <= LONGEST_GAMERTAG
    return fits and not is_path and _ID.fullmatch(gamertag) is None


def _is_visible(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cc":
        # Tabs and line breaks separate words.
        return character.isspace()
    return category not in {"Cf", "Cs"} and not _VARIATION.match(character)


def parse_match_id(text: str) -> str | None:
    """A match id (UUID) in its canonical form, also out of a Halo Waypoint link; None if none."""
    address = re.split("[?#]", text.strip(), maxsplit=1)[0]
    candidate = address.rstrip("/").rsplit("/", 1)[-1]
    try:
        return str(UUID(candidate))
    except ValueError:
        return None
