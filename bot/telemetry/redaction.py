"""Taking secrets out of what leaves the process: by value, by type and by look."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from pydantic import SecretBytes, SecretStr
from structlog.typing import EventDict, WrappedLogger

HIDDEN = "[secret]"
_SHORTEST = 6
_LOOKS = (
    r"v4=[\w+/=.-]{20,}",  # Spartan tokens
    r"eyJ[\w-]{10,}[\w.-]*",  # JSON Web Tokens
    r"XBL3\.0 x=\S+",  # Xbox Live's authorization header
    r"\bM\.[A-Z]\w{1,8}[._][\w.!*$-]{20,}",  # Microsoft's refresh tokens and codes
    r"\b[\w-]{23,28}\.[\w-]{6}\.[\w-]{27,}",  # Discord's bot tokens
    r"(?i:\b(?:bearer|bot)\s+[\w.~+/=-]{20,})",  # other authorization headers
    r"(?i:\b(?:refresh_token|access_token|client_secret|password)[\"']?\s*[=:]\s*[\"']?[^\s&\"']+)",
    r"/(?:webhooks|interactions)/\d+/[\w-]{20,}",  # what answers an interaction for 15 minutes
    r"(?<=://)[^/\s:@]*:[^/\s@]+(?=@)",  # user and password of a URL
)
_PLAIN = (int, float, bool, datetime, type(None))


class Redaction:
    """A log processor that takes secrets out of every value.

    `secrets` are the values that are known; anything that looks like one is taken out as well, and
    so is whatever pydantic keeps as a secret.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        known = sorted({s for s in secrets if len(s) >= _SHORTEST}, key=len, reverse=True)
        self._pattern = re.compile("|".join([*(re.escape(secret) for secret in known), *_LOOKS]))

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict, /) -> EventDict:
        """The event without secrets."""
        return {self.clean(key): self.deep(value) for key, value in event.items()}

    def clean(self, text: str) -> str:
        """The text without secrets."""
        return self._pattern.sub(HIDDEN, text)

    def deep(self, value: object) -> object:
        """The value without secrets at any depth; what is neither text, number nor a collection
        becomes its repr."""
        if isinstance(value, str):
            return self.clean(value)
        if isinstance(value, _PLAIN):
            return value
        if isinstance(value, (SecretStr, SecretBytes)):
            return HIDDEN
        if isinstance(value, Mapping):
            return {self.clean(str(key)): self.deep(item) for key, item in value.items()}
        if isinstance(value, (list, tuple, set, frozenset)):
            return [self.deep(item) for item in value]
        return self.clean(repr(value))
