"""The service's numbered kinds. They grow with the game: fields take any number beside these."""

from enum import IntEnum

from bot.translatable import N_


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


class GameplayInteraction(IntEnum):
    """Who fights whom: players each other, all of them the game's own enemies, or both."""

    NONE = 0
    PVP = 1
    PVE = 2
    PVPVE = 3


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
    ModeCategory.SLAYER: N_("Slayer"),
    ModeCategory.ELIMINATION: N_("Elimination"),
    ModeCategory.FIESTA: N_("Fiesta"),
    ModeCategory.STRONGHOLDS: N_("Strongholds"),
    ModeCategory.KING_OF_THE_HILL: N_("King of the Hill"),
    ModeCategory.TOTAL_CONTROL: N_("Total Control"),
    ModeCategory.CAPTURE_THE_FLAG: N_("Capture the Flag"),
    ModeCategory.EXTRACTION: N_("Extraction"),
    ModeCategory.ODDBALL: N_("Oddball"),
    ModeCategory.STOCKPILE: N_("Stockpile"),
    ModeCategory.INFECTION: N_("Infection"),
    ModeCategory.VIP: N_("VIP"),
    ModeCategory.ESCALATION: N_("Escalation"),
    ModeCategory.GRIFBALL: N_("Grifball"),
    ModeCategory.LAND_GRAB: N_("Land Grab"),
    ModeCategory.MINIGAME: N_("Minigame"),
    ModeCategory.FIREFIGHT: N_("Firefight"),
}


def mode_name(category: int) -> str | None:
    """What people call a mode category in English: "Slayer"; None where it is new here."""
    try:
        return _MODE_NAMES[ModeCategory(category)]
    except ValueError:
        return None
