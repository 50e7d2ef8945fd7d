"""What the repositories hand out: plain frozen data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks for something, and in which server (None: in a direct message)."""

    user_id: int
    guild_id: int | None = None


HOST = Asker(0)
"""Whoever asks at the bot's own terminal: nobody's id on Discord."""


@dataclass(frozen=True, slots=True)
class Link:
    """A Discord user's gamertag link.

    `guild_id` is None for a link the user made (it holds everywhere), else the server in which
    an admin, `linked_by`, made it (None: one about whom everything was deleted). `gamertag` is the
    newest that is known. `linked_at` is aware, in UTC.
    """

    user_id: int
    xuid: int
    gamertag: str
    guild_id: int | None
    linked_by: int | None
    linked_at: datetime


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What an admin has set for a server. `match_kind` is the default kind of /lastmatch there."""

    guild_id: int
    match_kind: str = "all"


@dataclass(frozen=True, slots=True)
class UserSettings:
    """What a Discord user has set for themself.

    `pictures` is whether answers may be pictures; `time_zone` an IANA name; `match_kind` the
    default kind of /lastmatch, "" for the server's; `playlist` the default of /csr by its id, ""
    for all; `on_leaderboards` whether to be shown there.
    """

    user_id: int
    pictures: bool = True
    time_zone: str = "UTC"
    match_kind: str = ""
    playlist: str = ""
    on_leaderboards: bool = True


@dataclass(frozen=True, slots=True)
class CacheStats:
    """How much is in the stored cache.

    `size` is in bytes as stored. `oldest` is when the least recently used entry was last used, in
    seconds since 1970, or None where there is no entry. `figures` are what running bots counted.
    """

    entries: int
    size: int
    oldest: float | None
    figures: Mapping[str, int] = field(default_factory=dict)
