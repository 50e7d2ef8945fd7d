"""The service's numbered kinds. They grow with the game: fields take any number beside these."""

from enum import IntEnum


class Outcome(IntEnum):
    """How a match ended for a player or a team."""

    TIE = 1
    WIN = 2
    LOSS = 3
    DID_NOT_FINISH = 4
    DID_NOT_START = 5


class LifecycleMode(IntEnum):
    """Where a match was played: a custom game, matchmaking, or a local network."""

    CUSTOM = 1
    MATCHMADE = 3
    LAN = 7


class PlayerType(IntEnum):
    """Who a participant is."""

    HUMAN = 1
    BOT = 2


class ModeCategory(IntEnum):
    """The kind of game variant (GameVariantCategory), as sent since the game's release."""

    SLAYER = 6
    ELIMINATION = 8
    FIESTA = 9
    STRONGHOLDS = 11
    KING_OF_THE_HILL = 12
    TOTAL_CONTROL = 14
    CAPTURE_THE_FLAG = 15
    EXTRACTION = 17
    ODDBALL = 18
    STOCKPILE = 19
    INFECTION = 22
    VIP = 23
    ESCALATION = 24
    GRIFBALL = 25
    LAND_GRAB = 39
    MINIGAME = 41
    FIREFIGHT = 42


class AssetKind(IntEnum):
    """The kind of a user-generated or built-in asset."""

    FILM = 1
    MAP = 2
    PLAYLIST = 3
    PREFAB = 4
    TEST_ASSET = 5
    UGC_GAME_VARIANT = 6
    MAP_MODE_PAIR = 7
    PROJECT = 8
    MANIFEST = 9
    ENGINE_GAME_VARIANT = 10


class PlaylistExperience(IntEnum):
    """The family of a matchmaking playlist. PVE_BOTS is against bots, PVE is Firefight."""

    NONE = 0
    UNTRACKED = 1
    ARENA = 2
    BIG_TEAM_BATTLE = 3
    PVE_BOTS = 4
    FEATURED = 5
    PVE = 6


class ResultCode(IntEnum):
    """Whether the skill service could answer for one player."""

    OK = 0
    NOT_FOUND = 1
    SERVICE_FAILURE = 2
    SERVICE_UNAVAILABLE = 3
    FORBIDDEN = 4


class Privacy(IntEnum):
    """Whether a player shows matches of one kind to others."""

    SHOW = 1
    HIDE = 2


_MODE_NAMES = {
    ModeCategory.CAPTURE_THE_FLAG: "Capture the Flag",
    ModeCategory.KING_OF_THE_HILL: "King of the Hill",
    ModeCategory.VIP: "VIP",
}
_TEAM_NAMES = (
    "Eagle", "Cobra", "Hades", "Valkyrie", "Rampart", "Cutlass", "Valor", "Hazard", "Observer",
)  # fmt: skip


def mode_name(category: int) -> str | None:
    """What people call a mode category: "Slayer"; None where it is new to this program."""
    try:
        mode = ModeCategory(category)
    except ValueError:
        return None
    return _MODE_NAMES.get(mode) or mode.name.replace("_", " ").title()


def team_name(team_id: int) -> str:
    """The game's name of a team: "Eagle"; "Team 9" where it has none."""
    if 0 <= team_id < len(_TEAM_NAMES):
        return _TEAM_NAMES[team_id]
    return f"Team {team_id}"
