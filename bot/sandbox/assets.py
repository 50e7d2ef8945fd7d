"""Maps, game variants and playlists: the game's public names under invented versions.

Some have been withdrawn, as the real service does: a map, a mode, a known ranked playlist and
another one, and of one map only the version that matches name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from uuid import NAMESPACE_DNS, uuid5

from bot.halo.ranks import RANKED_PLAYLISTS
from bot.sandbox.wire import Json

BLOBS = "https://blobs-infiniteugc.svc.halowaypoint.com"
_IMAGES = ["images/hero.png", "images/screenshot1.png", "images/thumbnail.png"]


class AssetKind(Enum):
    """Which shelf of discovery_ugc an asset stands on; the value is the folder of its files."""

    MAP = "map"
    GAME_VARIANT = "ugcgamevariant"
    PLAYLIST = "playlist"
    MAP_MODE_PAIR = "mapmodepair"

    @property
    def number(self) -> int:
        """The kind as matches write it."""
        return _NUMBERS[self]


_NUMBERS = {
    AssetKind.MAP: 2,
    AssetKind.PLAYLIST: 3,
    AssetKind.GAME_VARIANT: 6,
    AssetKind.MAP_MODE_PAIR: 7,
}


def invented_id(*words: str) -> str:
    """An id that is always the same for the same words."""
    return str(uuid5(NAMESPACE_DNS, "/".join(("halo-sandbox", *words))))


@dataclass(frozen=True, slots=True)
class Asset:
    """One map, game variant or playlist.

    `translations` is by language ("de"). `experience` and `has_csr` matter for playlists only;
    an asset that is not `published` is named by matches and answers 404, of one that is
    `reissued` they name a version that does.
    """

    kind: AssetKind
    name: str
    description: str = ""
    translations: Mapping[str, str] = field(default_factory=dict, hash=False)
    asset_id: str = ""
    has_csr: bool = False
    experience: int = 5
    published: bool = True
    reissued: bool = False

    def __post_init__(self) -> None:
        if not self.asset_id:
            object.__setattr__(self, "asset_id", invented_id(self.kind.value, self.name))

    @property
    def version_id(self) -> str:
        """The one version there is by now."""
        return invented_id(self.kind.value, self.name, "version")

    def reference(self) -> Json:
        """The asset as a match names it."""
        withdrawn = invented_id(self.kind.value, self.name, "withdrawn version")
        return {
            "AssetKind": self.kind.number,
            "AssetId": self.asset_id,
            "VersionId": withdrawn if self.reissued else self.version_id,
        }

    def json(self, language: str = "") -> Json:
        """The asset as discovery_ugc answers it, its name in a language ("de") where there is one.

        The key order is the real service's: what is the kind's own comes first.
        """
        return {
            **_own_part(self, language),
            **common_part(self),
            "PublicName": self.name_in(language),
        }

    def name_in(self, language: str) -> str:
        """The name in a language ("de"), or in English where there is none."""
        return self.translations.get(language, self.name)


def common_part(asset: Asset, files: bool = True) -> Json:
    """What the answers of all kinds of assets have."""
    path = f"/ugcstorage/{asset.kind.value}/{asset.asset_id}/{asset.version_id}/"
    return {
        "AssetId": asset.asset_id,
        "VersionId": asset.version_id,
        "PublicName": asset.name,
        "Description": asset.description,
        "Files": {
            "Prefix": f"{BLOBS}{path}",
            "FileRelativePaths": list(_IMAGES) if files else [],
            "PrefixEndpoint": {
                "AuthorityId": "iUgcFiles",
                "Path": path,
                "QueryString": None,
                "RetryPolicyId": "linearretry",
                "TopicName": "",
                "AcknowledgementTypeId": 0,
                "AuthenticationLifetimeExtensionSupported": False,
                "ClearanceAware": False,
            },
        },
        "Contributors": [],
        "AssetHome": 1,
        "AssetStats": {
            "PlaysRecent": 117,
            "PlaysAllTime": 11_700,
            "Favorites": 17,
            "Likes": 0,
            "Bookmarks": 0,
            "ParentAssetCount": 3,
            "AverageRating": 4.1,
            "NumberOfRatings": 71,
        },
        "InspectionResult": 50,
        "CloneBehavior": 0,
        "Order": 0,
    }


def _own_part(asset: Asset, language: str) -> Json:
    if asset.kind is AssetKind.MAP:
        custom: Json = {
            "NumOfObjectsOnMap": 64,
            "TagLevelId": -117_000_117,
            "IsBaked": True,
            "HasNodeGraph": False,
        }
        return {"CustomData": custom, "Tags": ["343i"], "PrefabLinks": []}
    if asset.kind is AssetKind.GAME_VARIANT:
        engine = Asset(AssetKind.GAME_VARIANT, f"{asset.name}-Engine")
        return {
            "CustomData": {"KeyValues": {}},
            "Tags": ["343i"],
            "EngineGameVariantLink": common_part(engine, files=False),
        }
    rotation = _rotation(asset)
    return {
        "CustomData": {
            "PlaylistEntries": [
                {"MapModePairAssetId": pair.asset_id, "Metadata": {"Weight": weight}}
                for pair, weight in rotation
            ],
            "Strategy": 0,
            "MinTeams": 2,
            "MinTeamSize": 4,
            "MaxTeams": 2,
            "MaxTeamSize": 4,
            "MaxTeamImbalance": 0,
            "MaxSplitscreenPlayersAllowed": 4,
            "AllowFriendJoinInProgress": False,
            "AllowMatchmakingJoinInProgress": not asset.has_csr,
            "AllowBotJoinInProgress": False,
            "ExitExperienceDurationSec": 30,
            "FireteamLeaderKickAllowed": False,
            "DisableMidgameChat": False,
            "AllowedDeviceInputs": [0],
            "BotDifficulty": 0,
            "MinFireteamSize": 1,
            "MaxFireteamSize": 4,
        },
        "Tags": [],
        "RotationEntries": [
            {
                "Metadata": {"Weight": weight},
                **common_part(pair, files=False),
                "PublicName": pair.name_in(language),
            }
            for pair, weight in rotation
        ],
    }


def _rotation(playlist: Asset) -> list[tuple[Asset, float]]:
    """The pairs that may come up in a playlist, each with its weight."""
    ranked = (RANKED_SLAYER, RANKED_ODDBALL, RANKED_STRONGHOLDS, RANKED_CTF, RANKED_KOTH)
    modes = ranked if playlist.has_csr else (SLAYER, CTF, KOTH)
    maps = (LIVE_FIRE, RECHARGE, STREETS, AQUARIUS, SOLITUDE)
    pairs = [
        (_pair(mode, place), 50.0 + 5 * number)
        for number, mode in enumerate(modes)
        for place in maps[number % 3 :]
    ]
    # A pair of before the modes were renamed is listed beside the new one.
    return pairs if playlist.has_csr else [*pairs, (_pair(OLD_SLAYER, AQUARIUS), 5.0)]


def _pair(mode: Asset, place: Asset) -> Asset:
    """A mode on a map, translated where the mode is."""
    names = {
        language: f"{mode.name_in(language)} {on} {place.name_in(language)}"
        for language, on in (("de", "auf"), ("fr", "sur"))
        if language in mode.translations
    }
    return Asset(AssetKind.MAP_MODE_PAIR, f"{mode.name} on {place.name}", "", names)


def playlist_configuration(playlist: Asset) -> Json:
    """The playlist's file in gamecms: what matchmaking goes by."""
    hint = playlist.name.lower().replace(" ", "_")
    return {
        "NameHint": hint,
        "UgcPlaylistVersion": playlist.version_id,
        "PlatformMatchmakingHopperId": f"GA-RETAIL_{hint}",
        "GameStartRulesId": "sandboxRules",
        "ThunderheadContentConfiguration": "NonCampaign",
        "ThunderheadVmSize": "Medium",
        "TrueMatchSettings": "sandboxPlay.json",
        "HasCsr": playlist.has_csr,
        "PlaylistExperience": "Arena",
        "MatchmakingDelaySec": 0,
    }


def _map(
    name: str,
    description: str = "",
    *,
    published: bool = True,
    reissued: bool = False,
    **names: str,
) -> Asset:
    return Asset(AssetKind.MAP, name, description, names, published=published, reissued=reissued)


def _variant(name: str, *, published: bool = True, **names: str) -> Asset:
    return Asset(AssetKind.GAME_VARIANT, name, "", names, published=published)


def _playlist(
    name: str,
    asset_id: str = "",
    *,
    has_csr: bool = False,
    experience: int = 5,
    published: bool = True,
    **names: str,
) -> Asset:
    described = "Ranked matches." if has_csr else "Come as you are."
    kind = AssetKind.PLAYLIST
    return Asset(kind, name, described, names, asset_id, has_csr, experience, published)


def _ranked(name: str, *, published: bool = True, **names: str) -> Asset:
    asset_id = next(key for key, known in RANKED_PLAYLISTS.items() if known == name)
    return _playlist(name, asset_id, has_csr=True, experience=2, published=published, **names)


LIVE_FIRE = _map(
    "Live Fire", "A training ground.", de="Scharfer Schuss", fr="Tir réel", ja="ライブ ファイア"
)
RECHARGE = _map("Recharge", "A power plant.", de="Aufladung", fr="Recharge", ja="リチャージ")
STREETS = _map("Streets", "A city at night.", de="Straßen", fr="Ruelles", ja="ストリート")
AQUARIUS = _map("Aquarius", "A garden under glass.")
BAZAAR = _map("Bazaar", "A market square.")
CATALYST = _map("Catalyst", "A light bridge.")
SOLITUDE = _map("Solitude", "A quiet installation.")
FRAGMENTATION = _map("Fragmentation", "A canyon.", de="Fragmentierung", fr="Fragmentation")
DEADLOCK = _map("Deadlock", "A dam by night.")
HIGHPOWER = _map("Highpower", "A power station.")
BEHEMOTH = _map("Behemoth", "A desert.", reissued=True)
LAUNCH_SITE = _map("Launch Site", "A rocket base.")
UNLISTED = _map("Unlisted", "Withdrawn by its author.", published=False)
MAPS = (
    LIVE_FIRE, RECHARGE, STREETS, AQUARIUS, BAZAAR, CATALYST, SOLITUDE, FRAGMENTATION, DEADLOCK,
    HIGHPOWER, BEHEMOTH, LAUNCH_SITE, UNLISTED,
)  # fmt: skip

RANKED_SLAYER = _variant("Ranked:Slayer", de="Rangliste:Slayer", fr="Classé:Assassin")
RANKED_ODDBALL = _variant("Ranked:Oddball", de="Rangliste:Oddball", fr="Classé:Boule de nerfs")
RANKED_STRONGHOLDS = _variant("Ranked:Strongholds", de="Rangliste:Festungen")
RANKED_CTF = _variant("Ranked:CTF 3 Captures")
RANKED_KOTH = _variant("Ranked:King of the Hill")
RANKED_FFA = _variant("Ranked:FFA Slayer")
RANKED_SNIPERS = _variant("Ranked:Shotty Snipes Slayer")
# Since November 2025 the mode comes first. Those above keep the order of before.
SLAYER = _variant("Slayer:Arena", de="Slayer:Arena", fr="Assassin:Arène", ja="スレイヤー:アリーナ")
OLD_SLAYER = _variant("Arena:Slayer", de="Arena:Slayer", fr="Arène:Assassin")
FFA_SLAYER = _variant("FFA:Slayer")
CTF = _variant("CTF:Arena Neutral Flag")
STRONGHOLDS = _variant("Strongholds:Arena")
KOTH = _variant("King of the Hill:Arena")
ODDBALL = _variant("Oddball:Arena")
FIESTA = _variant("Slayer:Arena Super Fiesta")
ELIMINATION = _variant("Elimination:Arena")
EXTRACTION = _variant("Extraction:Arena", published=False)
STOCKPILE = _variant("BTB:Stockpile")
TOTAL_CONTROL = _variant("BTB:Total Control", de="BTB:Totale Kontrolle")
BTB_CTF = _variant("CTF:BTB")
FIREFIGHT = _variant("Firefight:King of the Hill", de="Feuergefecht:King of the Hill")
INFECTION = _variant("Infection", de="Infektion")
BOOTCAMP = _variant("Bot Slayer:Arena")
CUSTOM_SLAYER = _variant("Slayer")
STARFALL = _variant("Event:Starfall")
UNDEAD = _variant("Survive the Undead")
VARIANTS = (
    RANKED_SLAYER, RANKED_ODDBALL, RANKED_STRONGHOLDS, RANKED_CTF, RANKED_KOTH, RANKED_FFA,
    RANKED_SNIPERS, SLAYER, FFA_SLAYER, CTF, STRONGHOLDS, KOTH, ODDBALL, FIESTA, ELIMINATION,
    EXTRACTION, STOCKPILE, TOTAL_CONTROL, BTB_CTF, FIREFIGHT, INFECTION, BOOTCAMP, CUSTOM_SLAYER,
    STARFALL, OLD_SLAYER, UNDEAD,
)  # fmt: skip

ARENA = _ranked("Ranked Arena", de="Rangliste: Arena", fr="Arène classée", ja="ランク アリーナ")
RANKED_SLAYER_LIST = _ranked("Ranked Slayer", de="Rangliste: Slayer")
DOUBLES = _ranked("Ranked Doubles", de="Rangliste: Doppel")
SNIPERS = _ranked("Ranked Snipers")
FFA = _ranked("Ranked FFA", published=False)
SQUAD_BATTLE = _ranked("Ranked Squad Battle")
TACTICAL = _ranked("Ranked Tactical")
QUICK_PLAY = _playlist("Quick Play", "bdceefb3-1c52-4848-a6b7-d49acd13109d", de="Schnelles Spiel")
BIG_TEAM_BATTLE = _playlist("Big Team Battle", "a446725e-b281-414c-a21e-31b8700e95a1", experience=3)
RUMBLE_PIT = _playlist("Rumble Pit")
SQUAD_SOCIAL = _playlist("Squad Battle")
FIREFIGHT_LIST = _playlist("Firefight: King of the Hill", experience=6)
INFECTION_LIST = _playlist("Infection", de="Infektion")
BOT_BOOTCAMP = _playlist("Bot Bootcamp", experience=4, published=False)
EVENT = _playlist("Starfall Event", experience=77)
UNDEAD_LIST = _playlist("Survive the Undead", experience=5)
PLAYLISTS = (
    ARENA, RANKED_SLAYER_LIST, DOUBLES, SNIPERS, FFA, SQUAD_BATTLE, TACTICAL, QUICK_PLAY,
    BIG_TEAM_BATTLE, RUMBLE_PIT, SQUAD_SOCIAL, FIREFIGHT_LIST, INFECTION_LIST, BOT_BOOTCAMP, EVENT,
    UNDEAD_LIST,
)  # fmt: skip
