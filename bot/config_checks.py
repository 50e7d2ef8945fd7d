"""Settings as they come: cleaned of what files and shells leave around them, and checked."""

import base64
import binascii
import ipaddress
import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from urllib.parse import SplitResult, urlsplit

_AROUND = "\ufeff\u200b\u00a0"
_QUOTES = "\"'"
_KEY_BYTES = 32
# How alike two names have to be; TEST_DATABASE_URL is not meant as DATABASE_URL.
_ALIKE = 0.85
_HOST_NAME = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252})")


def cleaned(value: str) -> str:
    """The value without surrounding blanks, line ends, byte order marks and quotes.

    `docker run --env-file` and editors leave these in. Raises ValueError where control characters
    stand inside.
    """
    value = _stripped(value)
    if len(value) > 1 and value[0] == value[-1] and value[0] in _QUOTES:
        value = _stripped(value[1:-1])
    for character in value:
        if unicodedata.category(character) in ("Cc", "Cf"):
            raise ValueError(f"contains {_named(character)}: remove it")
    return value


def one_word(value: str) -> str:
    """The value of a token or an id. Raises ValueError where no such value has its characters."""
    for character in value:
        if character.isspace() or character in _QUOTES or not character.isascii():
            raise ValueError(f"contains {_named(character)}: remove it")
    return value


def web_address(value: str) -> str:
    """The address of a service, or "". Raises ValueError."""
    if value:
        parts = _split(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("has to be an address, as in http://127.0.0.1:8117")
    return value


def proxy_address(value: str) -> str:
    """The address of an HTTP proxy, or "". Raises ValueError."""
    if not value:
        return ""
    whole = value if "://" in value else f"http://{value}"
    try:
        return web_address(whole)
    except ValueError:
        raise ValueError("has to be an HTTP proxy, as in http://proxy:3128") from None


def redirect_address(value: str) -> str:
    """The redirect URI of an application, which may have a scheme of its own. Raises ValueError."""
    parts = _split(value)
    if not parts.scheme or (parts.scheme in ("http", "https") and not parts.hostname):
        raise ValueError("has to be an address, as in http://localhost:8400")
    return value


def listening_host(value: str) -> str:
    """The address to listen at, without the brackets of an IPv6 address. Raises ValueError."""
    bare = value[1:-1] if value.startswith("[") and value.endswith("]") else value
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        # A name in digits and dots is an address with a mistake in it.
        if _HOST_NAME.fullmatch(value) and not re.fullmatch(r"[\d.]+", value):
            return value
    raise ValueError("has to be an address or a host name, as in 127.0.0.1, ::1 or 0.0.0.0")


def token_keys(value: str) -> tuple[str, ...]:
    """The keys in a list separated by commas."""
    return tuple(key for part in value.split(",") if (key := part.strip()))


def check_token_keys(value: str) -> None:
    """Raises ValueError where one of the keys in a list is no key."""
    keys = token_keys(value)
    for position, key in enumerate(keys, start=1):
        try:
            length = len(base64.urlsafe_b64decode(key))
        except (binascii.Error, ValueError):
            length = 0
        if length != _KEY_BYTES:
            which = f": key {position} of {len(keys)} is something else" if len(keys) > 1 else ""
            raise ValueError(
                "has to be a key of 44 characters, or several separated by commas"
                f"{which}; make one: python -m bot keygen"
            )


def near_misses(
    given: Iterable[str], known: Iterable[str], already_set: Iterable[str]
) -> Mapping[str, str]:
    """Names that are no settings, each with the setting that is probably meant.

    One that is set under its right name is never meant: other programs' names may be near to it.
    """
    names = set(known)
    free = sorted(names - set(already_set))
    found = {}
    for name in sorted(given):
        if name.upper() not in names and (near := get_close_matches(name.upper(), free, 1, _ALIKE)):
            found[name] = near[0]
    return found


def _stripped(value: str) -> str:
    while value != (value := value.strip().strip(_AROUND)):
        pass
    return value


def _named(character: str) -> str:
    """What a character is called."""
    special = {
        "\r": "a carriage return", "\n": "a line end", "\t": "a tab", " ": "a space",
        "\ufeff": "a byte order mark", '"': "a quotation mark", "'": "an apostrophe",
    }  # fmt: skip
    return special.get(character) or f"the character U+{ord(character):04X}"


def _split(value: str) -> SplitResult:
    """Raises ValueError with what is wrong."""
    one_word(value)
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise ValueError("has a wrong port or host: a port is a number from 1 to 65535") from None
    if port == 0:
        raise ValueError("has a wrong port: a port is a number from 1 to 65535")
    return parts
