"""Tokens that somebody copied from the browser on Halo Waypoint: how they look, and their end."""

import base64
import binascii
import json

from bot.halo.errors import SignInNotFinished

LONGEST_LIFE = 4 * 3600.0
_VERSION = "v4="
_FAR_FUTURE = 1e11


def read(pasted: str, header: str) -> str:
    """The token in what was pasted: its value, or the whole header line. "" where nothing was.

    Raises SignInNotFinished where it cannot be one.
    """
    text = pasted.strip()
    name, colon, value = text.partition(":")
    if colon and name.strip().lower() == header:
        text = value.strip()
    text = text.strip("\"'")
    if not text.isascii() or any(not character.isprintable() or character == " "
                                 for character in text):  # fmt: skip
        raise SignInNotFinished(
            f"not a value of {header}",
            hint=f"This is no token. Copy the value of the header {header}, and nothing else.",
        )
    return text


def known_end(spartan: str) -> float | None:
    """When a Spartan token ends, in seconds since 1970, where it says so itself; else None.

    Only a token that is a signed JSON Web Token can be read; most are encrypted.
    """
    parts = spartan.removeprefix(_VERSION).split(".")
    if len(parts) != 3:
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (binascii.Error, ValueError):
        return None
    end = claims.get("exp") if isinstance(claims, dict) else None
    if isinstance(end, bool) or not isinstance(end, int | float) or not 0 < end < _FAR_FUTURE:
        return None
    return float(end)
