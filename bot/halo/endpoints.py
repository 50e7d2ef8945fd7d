"""One table of every upstream endpoint: where it is and how to behave towards it.

Hosts, paths, retry policies and clearance follow the service's own manifest (endpoints.json);
the other rules are practice, named here so that they can be found and changed in one place.
"""

from dataclasses import dataclass, field
from enum import Enum


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """When and how often a request is repeated. Times are in seconds.

    Repeats follow what the service publishes for its own game client. Where it would give up on
    an answer within 1 or 2.5 seconds, `timeout` is longer: an attempt cut off costs it more.
    """

    name: str
    timeout: float
    max_retries: int
    delay: float = 0.0
    growth: float = 1.0
    jitter: float = 0.0
    retry_not_found: bool = False


LINEAR = RetryPolicy("linearretry", timeout=10, max_retries=1, delay=0.05, jitter=0.01)
LONGER_LINEAR = RetryPolicy("longerlinearretry", timeout=10, max_retries=2, delay=1.0, jitter=0.15)
LINEAR_3X50 = RetryPolicy("linearretry_3x50", timeout=10, max_retries=3, delay=0.05, jitter=0.01)
LINEAR_3 = RetryPolicy("linearretry_3", timeout=10, max_retries=3, delay=1.0, jitter=0.2)
LINEAR_NOT_FOUND = RetryPolicy(
    "linearretry404retry", timeout=10, max_retries=14, delay=2.0, jitter=0.1, retry_not_found=True
)
CDN = RetryPolicy("cdnretry", timeout=10, max_retries=1, delay=0.05, jitter=0.01)


@dataclass(frozen=True, slots=True)
class CacheRule:
    """Our own freshness, in seconds, where the answer's headers leave it open.

    `fresh_for` applies to answers without any freshness of their own; 0 leaves RFC 9111 alone.
    `stale_for` is how long past its freshness an answer may stand in while the service is down.
    `stale_while_revalidate` is how long past its freshness an answer without a window of its own
    is still served at once, while one request renews it. `immutable_for` keeps good answers fresh
    at least that long, also where they say less: for what never changes once it is there.
    `private` answers depend on the signed-in account and are stored for that account only.
    `missing_for` is how long at most it holds that there is no such thing, where that is an answer
    as good as any other; `missing` are the statuses that say so.
    """

    fresh_for: float = 0.0
    stale_for: float = 86_400.0
    stale_while_revalidate: float = 0.0
    immutable_for: float = 0.0
    private: bool = False
    missing_for: float = 0.0
    missing: frozenset[int] = frozenset({404, 410})


# Bytes of a body once unpacked: eight times the largest recorded. Parsing a megabyte can hold the
# whole program up for half a second, even in a thread, and takes a hundred times the memory.
LARGEST_ANSWER = 512 * 1024
# The game's own files: the largest one recorded has 471 kB.
LARGEST_FILE = 2 * 1024 * 1024
LARGEST_PICTURE = 8 * 1024 * 1024


class Auth(Enum):
    """What proves to an endpoint who is asking."""

    NONE = "none"
    SPARTAN = "spartan"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A row of the table. `{names}` in `path` are filled in, URL-quoted, by Request.to().

    A request takes from the rate of its `limiter`, where it names one, and from that of its host.
    `max_body` is how many bytes an answer may have, unpacked.
    """

    name: str
    host: str
    path: str
    clearance: bool = False
    retry: RetryPolicy = LINEAR
    cache: CacheRule | None = None
    auth: Auth = Auth.SPARTAN
    limiter: str = ""
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = field(default=())
    max_body: int = LARGEST_ANSWER

    def __post_init__(self) -> None:
        if not self.limiter:
            object.__setattr__(self, "limiter", self.host)

    @property
    def forbidden_is_missing(self) -> bool:
        """Whether a 403 may mean that there is no such file, as it does on this host where a path
        is not always the same."""
        return self.host == GAMECMS and "{" in self.path


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `requests` in any window of `seconds`."""

    requests: int
    seconds: float = 1.0


STATS = "halostats.svc.halowaypoint.com"
SKILL = "skill.svc.halowaypoint.com"
PROFILE = "profile.svc.halowaypoint.com"
GAMECMS = "gamecms-hacs.svc.halowaypoint.com"
DISCOVERY = "discovery-infiniteugc.svc.halowaypoint.com"
ECONOMY = "economy.svc.halowaypoint.com"
SETTINGS = "settings.svc.halowaypoint.com"
ASSET_FILES = "blobs-infiniteugc.svc.halowaypoint.com"
WAYPOINT = "www.halowaypoint.com"
LIVE_LOGIN = "login.live.com"
MICROSOFT_LOGIN = "login.microsoftonline.com"
XBOX_USER = "user.auth.xboxlive.com"
XBOX_XSTS = "xsts.auth.xboxlive.com"

DEFAULT_RATE = Rate(5)
RATES = {"history": Rate(2)}

_MINUTE, _HOUR, _DAY = 60.0, 3_600.0, 86_400.0
# What was withdrawn, or never was there, is asked for once an hour.
_ASSET = CacheRule(stale_for=30 * _DAY, stale_while_revalidate=_DAY, missing_for=_HOUR)
_FILE = CacheRule(stale_for=30 * _DAY, stale_while_revalidate=_DAY, missing_for=_HOUR)
_PUBLIC_PICTURE = CacheRule(
    fresh_for=_DAY, stale_for=30 * _DAY, stale_while_revalidate=_DAY, missing_for=_HOUR
)
# For what is always there, and for films, which appear after their match.
_FIXED_FILE = CacheRule(stale_for=30 * _DAY, stale_while_revalidate=_DAY)
_XBOX = (("x-xbl-contract-version", "1"), ("accept", "application/json"))

# Sign-in
OAUTH_AUTHORIZE = Endpoint("oauth_authorize", LIVE_LOGIN, "/oauth20_authorize.srf", auth=Auth.NONE)
OAUTH_TOKEN = Endpoint(
    "oauth_token", LIVE_LOGIN, "/oauth20_token.srf", method="POST", auth=Auth.NONE, retry=LINEAR_3
)
DEVICE_CODE = Endpoint(
    "device_code", MICROSOFT_LOGIN, "/consumers/oauth2/v2.0/devicecode",
    method="POST", auth=Auth.NONE, retry=LINEAR_3,
)  # fmt: skip
DEVICE_TOKEN = Endpoint(
    "device_token", MICROSOFT_LOGIN, "/consumers/oauth2/v2.0/token",
    method="POST", auth=Auth.NONE, retry=LINEAR_3,
)  # fmt: skip
XBOX_USER_TOKEN = Endpoint(
    "xbox_user_token", XBOX_USER, "/user/authenticate",
    method="POST", auth=Auth.NONE, retry=LINEAR_3, headers=_XBOX,
)  # fmt: skip
XSTS_TOKEN = Endpoint(
    "xsts_token", XBOX_XSTS, "/xsts/authorize",
    method="POST", auth=Auth.NONE, retry=LINEAR_3, headers=_XBOX,
)  # fmt: skip
SPARTAN_TOKEN = Endpoint(
    "spartan_token", SETTINGS, "/spartan-token", method="POST", auth=Auth.NONE, retry=LINEAR_3
)
CLEARANCE = Endpoint(
    "clearance", SETTINGS, "/oban/flight-configurations/titles/hi/audiences/RETAIL/active",
    auth=Auth.NONE, retry=LINEAR_3,
)  # fmt: skip

# stats
MATCH_HISTORY = Endpoint(
    "match_history", STATS, "/hi/players/{player}/matches",
    cache=CacheRule(fresh_for=20, stale_for=_DAY), limiter="history",
)  # fmt: skip
MATCH_STATS = Endpoint(
    "match_stats", STATS, "/hi/matches/{match_id}/stats",
    retry=LINEAR_NOT_FOUND, cache=CacheRule(stale_for=365 * _DAY, immutable_for=365 * _DAY),
)  # fmt: skip
MATCH_COUNT = Endpoint(
    "match_count", STATS, "/hi/players/{player}/matches/count",
    cache=CacheRule(fresh_for=20, stale_for=_DAY),
)  # fmt: skip
MATCH_PROGRESSION = Endpoint(
    "match_progression", STATS, "/hi/players/{player}/matches/{match_id}/progression",
    retry=LINEAR_NOT_FOUND, cache=CacheRule(fresh_for=_MINUTE, private=True),
)  # fmt: skip
SERVICE_RECORD = Endpoint(
    "service_record", STATS, "/hi/players/{player}/{kind}/servicerecord",
    cache=CacheRule(fresh_for=5 * _MINUTE, stale_for=_DAY),
)  # fmt: skip
MATCH_PRIVACY = Endpoint(
    "match_privacy", STATS, "/hi/players/{player}/matches-privacy",
    retry=LINEAR_3X50, cache=CacheRule(fresh_for=_MINUTE),
)  # fmt: skip
CHALLENGE_DECKS = Endpoint(
    "challenge_decks", STATS, "/hi/players/{player}/decks",
    cache=CacheRule(fresh_for=_MINUTE, private=True),
)  # fmt: skip

# skill
MATCH_SKILL = Endpoint(
    "match_skill", SKILL, "/hi/matches/{match_id}/skill", clearance=True,
    retry=LINEAR_NOT_FOUND,
    cache=CacheRule(fresh_for=_DAY, stale_for=365 * _DAY, stale_while_revalidate=30 * _DAY),
)  # fmt: skip
PLAYLIST_CSR = Endpoint(
    "playlist_csr", SKILL, "/hi/playlist/{playlist_id}/csrs", clearance=True,
    cache=CacheRule(fresh_for=5 * _MINUTE, stale_for=_DAY),
)  # fmt: skip

# profile
CURRENT_USER = Endpoint(
    "current_user", PROFILE, "/users/me", cache=CacheRule(fresh_for=10 * _MINUTE, private=True)
)
USER_BY_GAMERTAG = Endpoint(
    "user_by_gamertag", PROFILE, "/users/gt({gamertag})",
    cache=CacheRule(
        fresh_for=10 * _MINUTE, stale_for=7 * _DAY, stale_while_revalidate=10 * _MINUTE,
        missing_for=_MINUTE, missing=frozenset({400, 404}),
    ),
)  # fmt: skip
USER_BY_XUID = Endpoint(
    "user_by_xuid", PROFILE, "/users/xuid({xuid})",
    cache=CacheRule(fresh_for=60 * _MINUTE, stale_for=7 * _DAY),
)  # fmt: skip
USERS_BY_XUID = Endpoint(
    "users_by_xuid", PROFILE, "/users", cache=CacheRule(fresh_for=_DAY, stale_for=7 * _DAY)
)

# gamecms
_PICTURE = (("accept", "image/*"),)
MEDAL_METADATA = Endpoint(
    "medal_metadata",
    GAMECMS,
    "/hi/Waypoint/file/medals/metadata.json",
    cache=_FIXED_FILE,
    max_body=LARGEST_FILE,
)
PLAYLIST_CONFIGURATION = Endpoint(
    "playlist_configuration", GAMECMS, "/hi/multiplayer/file/playlists/assets/{playlist_id}.json",
    clearance=True, cache=_FILE, max_body=LARGEST_FILE,
)  # fmt: skip
CSR_SEASON_CALENDAR = Endpoint(
    "csr_season_calendar", GAMECMS, "/hi/Progression/file/Csr/Calendars/CsrSeasonCalendar.json",
    clearance=True, retry=LINEAR_3, cache=_FIXED_FILE, max_body=LARGEST_FILE,
)  # fmt: skip
SEASON_CALENDAR = Endpoint(
    "season_calendar", GAMECMS, "/hi/progression/file/calendars/seasons/seasoncalendar.json",
    clearance=True, retry=LINEAR_3, cache=_FIXED_FILE, max_body=LARGEST_FILE,
)  # fmt: skip
CAREER_REWARD_TRACK = Endpoint(
    "career_reward_track", GAMECMS,
    "/hi/Progression/file/RewardTracks/CareerRanks/careerRank1.json",
    clearance=True, retry=LINEAR_3, cache=_FIXED_FILE, max_body=LARGEST_FILE,
)  # fmt: skip
PROGRESSION_FILE = Endpoint(
    "progression_file", GAMECMS, "/hi/Progression/file/{path}",
    clearance=True, retry=LINEAR_3, cache=_FILE, max_body=LARGEST_FILE,
)  # fmt: skip
IMAGE = Endpoint(
    "image", GAMECMS, "/hi/images/file/{path}",
    clearance=True, retry=LINEAR_3, cache=_FILE, headers=_PICTURE, max_body=LARGEST_PICTURE,
)  # fmt: skip
SPRITE_SHEET = Endpoint(
    "sprite_sheet",
    GAMECMS,
    "/hi/Waypoint/file/{path}",
    cache=_FILE,
    headers=_PICTURE,
    max_body=LARGEST_PICTURE,
)
# The game's website draws ranks with these; no service of the game has them.
CSR_IMAGE = Endpoint(
    "csr_image", WAYPOINT, "/images/halo-infinite/csr/{name}.png",
    auth=Auth.NONE, retry=CDN, cache=_PUBLIC_PICTURE, headers=_PICTURE,
    max_body=LARGEST_PICTURE,
)  # fmt: skip

# discovery_ugc
MAP = Endpoint("map", DISCOVERY, "/hi/maps/{asset_id}/versions/{version_id}", cache=_ASSET)
MAP_LATEST = Endpoint("map_latest", DISCOVERY, "/hi/maps/{asset_id}", cache=_ASSET)
GAME_VARIANT = Endpoint(
    "game_variant", DISCOVERY, "/hi/ugcGameVariants/{asset_id}/versions/{version_id}", cache=_ASSET
)
GAME_VARIANT_LATEST = Endpoint(
    "game_variant_latest", DISCOVERY, "/hi/ugcGameVariants/{asset_id}", cache=_ASSET
)
PLAYLIST = Endpoint(
    "playlist", DISCOVERY, "/hi/playlists/{asset_id}/versions/{version_id}",
    clearance=True, cache=_ASSET,
)  # fmt: skip
PLAYLIST_LATEST = Endpoint("playlist_latest", DISCOVERY, "/hi/playlists/{asset_id}", cache=_ASSET)
MAP_MODE_PAIR = Endpoint(
    "map_mode_pair", DISCOVERY, "/hi/mapModePairs/{asset_id}/versions/{version_id}",
    clearance=True, cache=_ASSET,
)  # fmt: skip
MAP_MODE_PAIR_LATEST = Endpoint(
    "map_mode_pair_latest", DISCOVERY, "/hi/mapModePairs/{asset_id}", cache=_ASSET
)
SEARCH = Endpoint("search", DISCOVERY, "/hi/search", cache=CacheRule(fresh_for=_MINUTE))
# What an asset's `files` name: public, on a host of its own.
ASSET_IMAGE = Endpoint(
    "asset_image", ASSET_FILES, "/{path}",
    auth=Auth.NONE, retry=CDN, cache=_PUBLIC_PICTURE, headers=_PICTURE,
    max_body=LARGEST_PICTURE,
)  # fmt: skip
FILM = Endpoint("film", DISCOVERY, "/hi/films/matches/{match_id}/spectate", cache=_FIXED_FILE)

# economy
CUSTOMIZATION = Endpoint(
    "customization", ECONOMY, "/hi/players/{player}/customization",
    clearance=True, retry=LONGER_LINEAR, cache=CacheRule(fresh_for=10 * _MINUTE),
)  # fmt: skip
CAREER_RANK = Endpoint(
    "career_rank", ECONOMY, "/hi/players/{player}/rewardtracks/careerranks/careerrank1",
    clearance=True, cache=CacheRule(fresh_for=_MINUTE),
)  # fmt: skip
OPERATIONS = Endpoint(
    "operations", ECONOMY, "/hi/players/{player}/rewardtracks/operations",
    clearance=True, retry=LONGER_LINEAR, cache=CacheRule(fresh_for=_MINUTE),
)  # fmt: skip
