"""The invented players of the sandbox, and who among them is special."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from bot.sandbox import assets
from bot.sandbox.csr import UNPLAYED, Standing
from bot.sandbox.wire import Json

FIRST_XUID = 2_533_274_790_000_000

CAST = (
    ("MapleLeaf 117", "the main player: a long history with every kind of match, ranked Onyx in "
     "Arena, Diamond in Slayer, Platinum in Snipers and Squad Battle, in placement in Doubles, "
     "unranked in FFA with an Onyx all-time peak"),
    ("Quiet Comet", "Gold in Arena, often beside MapleLeaf 117"),
    ("Ember Fox", "Diamond in Arena and Doubles, often beside MapleLeaf 117"),
    ("Private Pike", "hides the match history: the history is empty, privacy answers 2"),
    ("New Nova", "never played anything: empty history, empty service record"),
    ("Custom Casper", "plays only custom games, one of them on a local network"),
    ("Solo Sable", "plays only social matches and was never ranked"),
    ("Gone Ghost", "the history names matches whose stats answer 404"),
    ("*Star_Lord*", "a name full of Discord markup"),
    ("__x__", "a name full of Discord markup"),
    ("FifteenLettersX", "a name of 15 characters, the longest a classic one can be"),
    ("Drifter1234", "shown in the game as Drifter#1234"),
    ("Северный Ветер", "a Cyrillic name"),
    ("月夜の狐", "a Japanese name"),
    ("青龙战士", "a Chinese name"),
    ("은하수여행자", "a Korean name"),
    ("صقر الليل", "an Arabic name, written from right to left"),
)  # fmt: skip
"""Gamertag and what is special about the player; their XUIDs count up from FIRST_XUID."""

MODERN = (
    ("MapleLeafFan117", "MapleLeafFan #117"),
    ("MapleLeafFan11734", "MapleLeafFan #11734"),
)
"""Gamertags with a suffix, and how Xbox shows them. The players have never played."""

HERMITS = (
    ("Undead Uma", "plays against the computer only: Survive the Undead, and custom games alone "
     "against seven bots"),
)  # fmt: skip
"""The same as CAST, of players who are in no match of anybody else's."""

MAIN = CAST[0][0]
_RESERVED = frozenset({"New Nova", "Custom Casper", "Solo Sable", "Gone Ghost"})
_OTHERS = (
    "Copper Kestrel", "Silent Otter", "Vapor Lynx", "Night Heron", "Glass Anvil", "Tundra Wolf",
    "Polar Beacon", "Pixel Badger", "Cedar Hawk", "Orbit Nomad", "Frost Lantern", "Echo Marlin",
    "Dune Ranger", "Azure Finch", "Hollow Pine", "Lunar Stoat", "Mossy Golem", "Quartz Viper",
    "Ünïcode Ølaf", "Красный Дракон", "星屑メモリー", "푸른번개", "~~Wavy~~",
)  # fmt: skip
_SIZES = {
    "small": "&w=64&h=64", "medium": "&w=208&h=208", "large": "&w=424&h=424", "xlarge": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Player:
    """An invented player.

    `rating` drives how well they play and is near their CSR. `career` is how many times longer
    their service record is than the history kept here. A `reserved` player takes part only in
    the matches made for them.
    """

    xuid: int
    gamertag: str
    rating: int
    career: int = 1
    private: bool = False
    reserved: bool = False
    standings: Mapping[str, Standing] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The gamertag as it is compared: neither case nor spaces matter."""
        return gamertag_key(self.gamertag)

    def standing(self, playlist_id: str) -> Standing:
        """What the player holds in a ranked playlist."""
        return self.standings.get(playlist_id, UNPLAYED)

    def json(self) -> Json:
        """The player as the profile service answers."""
        return user_json(self.xuid, self.gamertag)


def user_json(xuid: int, gamertag: str) -> Json:
    """A user as the profile service answers."""
    picture = f"https://images-eds-ssl.xboxlive.com/image?url=sandbox-{xuid}&format=png"
    return {
        "xuid": str(xuid),
        "gamertag": gamertag,
        "gamerpic": {size: picture + suffix for size, suffix in _SIZES.items()},
    }


def gamertag_key(gamertag: str) -> str:
    """A gamertag as it is compared: neither case nor spaces matter."""
    return gamertag.replace(" ", "").casefold()


def make_players(rng: Random) -> tuple[Player, ...]:
    """Everybody, the cast first; the same for the same random numbers."""
    names = [name for name, _ in CAST] + list(_OTHERS)
    played = [_player(rng, place, name) for place, name in enumerate(names)]
    modern = [
        Player(FIRST_XUID + place, name, rating=0, reserved=True)
        for place, (name, _) in enumerate(MODERN, start=len(played))
    ]
    hermits = [
        Player(FIRST_XUID + place, name, rating=1_100, reserved=True)
        for place, (name, _) in enumerate(HERMITS, start=len(played) + len(modern))
    ]
    return (*played, *modern, *hermits)


def _player(rng: Random, place: int, name: str) -> Player:
    rating = rng.randrange(350, 1700)
    career = rng.randrange(1, 30)
    known = _KNOWN_STANDINGS.get(name)
    if known is not None:
        rating, standings = known
    elif name in _RESERVED:
        standings = {}
    else:
        standings = _random_standings(rng, rating)
    return Player(
        xuid=FIRST_XUID + place,
        gamertag=name,
        rating=rating,
        career=28 if name == MAIN else career,
        private=name == "Private Pike",
        reserved=name in _RESERVED,
        standings=standings,
    )


def _random_standings(rng: Random, rating: int) -> dict[str, Standing]:
    standings = {}
    for playlist in assets.PLAYLISTS:
        if not playlist.has_csr:
            continue
        if rng.random() < 0.15:
            standings[playlist.asset_id] = Standing(remaining=rng.randrange(1, 5))
        else:
            current = max(0, rating + rng.randrange(-120, 120))
            peak = current + rng.randrange(90)
            standings[playlist.asset_id] = Standing.ranked(current, peak, peak + rng.randrange(90))
    return standings


_KNOWN_STANDINGS: dict[str, tuple[int, dict[str, Standing]]] = {
    MAIN: (
        1540,
        {
            assets.ARENA.asset_id: Standing.ranked(1562, 1584, 1620),
            assets.RANKED_SLAYER_LIST.asset_id: Standing.ranked(1387, 1402, 1455),
            assets.DOUBLES.asset_id: Standing(remaining=3, all_time_peak=1211),
            assets.SNIPERS.asset_id: Standing.ranked(1022, 1049, 1049),
            assets.SQUAD_BATTLE.asset_id: Standing.ranked(1144),
            assets.FFA.asset_id: Standing(remaining=5, all_time_peak=1549),
        },
    ),
    "Quiet Comet": (760, {assets.ARENA.asset_id: Standing.ranked(742, 801, 911)}),
    "Ember Fox": (
        1330,
        {
            assets.ARENA.asset_id: Standing.ranked(1318, 1344, 1391),
            assets.DOUBLES.asset_id: Standing.ranked(1260, 1301, 1301),
        },
    ),
}
