"""The medals of the sandbox: real ids and names, our own words for what they are earned with."""

from dataclasses import dataclass

from bot.sandbox.wire import Json

DIFFICULTIES = ("normal", "heroic", "legendary", "mythic")
TYPES = ("spree", "mode", "multikill", "proficiency", "skill", "style")
LANGUAGES = ("de-DE", "fr-FR", "es-ES", "pt-BR", "ja-JP")

UNKNOWN_MEDAL = 4_000_000_077
"""A medal that a match of the world awards and the metadata does not know."""


@dataclass(frozen=True, slots=True)
class Medal:
    """A row of the metadata. `difficulty` and `type` are places in the lists above."""

    name_id: int
    name: str
    description: str
    sprite: int
    weight: int
    difficulty: int
    type: int
    score: int

    def json(self) -> Json:
        """The medal as the metadata file writes it."""
        translated = zip(LANGUAGES, _TRANSLATIONS.get(self.name_id, ()), strict=False)
        return {
            "name": {"value": self.name, "translations": dict(translated)},
            "description": {"value": self.description, "translations": {}},
            "spriteIndex": self.sprite,
            "sortingWeight": self.weight,
            "difficultyIndex": self.difficulty,
            "typeIndex": self.type,
            "personalScore": self.score,
            "nameId": self.name_id,
        }


# Which medals only a certain mode awards, by its stats block.
MODE_MEDALS = {
    "CaptureTheFlagStats": (3488248720, 976049027, 3227840152),
    "OddballStats": (781229683,),
    "ZonesStats": (1472686630, 3630529364, 580478179, 1090931685),
    "EliminationStats": (4247875860, 2623698509, 521420212),
    "InfectionStats": (557309779, 1447057920, 88914608),
}
TEAM_SWEEPS = (865763896, 1680000231, 1169390319, 4100966367)


def metadata() -> Json:
    """The whole of medals/metadata.json."""
    sheet = "medals/images/medal_sheet_{}.png"
    return {
        "difficulties": list(DIFFICULTIES),
        "types": list(TYPES),
        "sprites": {
            "small": {"path": sheet.format("sm"), "columns": 16, "size": 72},
            "medium": {"path": sheet.format("med"), "columns": 16, "size": 128},
            "extra-large": {"path": sheet.format("xl"), "columns": 16, "size": 256},
        },
        "medals": [medal.json() for medal in MEDALS],
    }


MEDALS = tuple(
    Medal(*row)
    for row in (
        (622331684, "Double Kill", "Two kills in a row", 64, 100, 1, 2, 50),
        (2063152177, "Triple Kill", "Three kills in a row", 65, 150, 2, 2, 100),
        (835814121, "Overkill", "Four kills in a row", 66, 220, 3, 2, 150),
        (2137071619, "Killtacular", "Five kills in a row", 67, 225, 3, 2, 200),
        (1430343434, "Killtrocity", "Six kills in a row", 68, 230, 3, 2, 250),
        (2780740615, "Killing Spree", "Five kills in one life", 1, 100, 1, 0, 100),
        (4261842076, "Killing Frenzy", "Ten kills in one life", 2, 150, 2, 0, 200),
        (418532952, "Running Riot", "Fifteen kills in one life", 3, 205, 3, 0, 300),
        (1486797009, "Rampage", "Twenty kills in one life", 4, 210, 3, 0, 400),
        (710323196, "Nightmare", "Twenty-five kills in one life", 5, 220, 3, 0, 500),
        (865763896, "Perfection", "A whole match without a death", 11, 200, 3, 1, 0),
        (1680000231, "Flawless Victory", "A round won without a loss", 10, 150, 2, 1, 0),
        (1169390319, "Steaktacular", "A win by a wide margin", 9, 150, 2, 1, 0),
        (4100966367, "Extermination", "The whole other team at once", 23, 200, 3, 1, 0),
        (521420212, "Ace", "Every opponent of a round", 21, 150, 2, 1, 0),
        (3233952928, "Killjoy", "The end of another's spree", 0, 50, 0, 0, 5),
        (3488248720, "Stopped Short", "A carrier stopped near home", 15, 50, 0, 1, 0),
        (976049027, "Flag Joust", "A kill with a flag in hand", 16, 50, 0, 1, 0),
        (3227840152, "Goal Line Stand", "A flag saved at the last step", 17, 100, 1, 1, 0),
        (4247875860, "Duelist", "The last two standing, and won", 18, 50, 0, 1, 0),
        (2623698509, "Lone Wolf", "Last of the team, still fighting", 19, 100, 1, 1, 0),
        (781229683, "Straight Balling", "The skull held for long", 48, 150, 2, 1, 0),
        (1472686630, "Always Rotating", "Zone after zone", 61, 50, 0, 1, 0),
        (3630529364, "Clock Stop", "Their scoring halted", 63, 100, 1, 1, 0),
        (580478179, "Hill Guardian", "Defended the hill", 62, 100, 1, 1, 0),
        (1090931685, "Monopoly", "All of the zones", 159, 100, 1, 1, 0),
        (2852571933, "Rifleman", "Practice with rifles", 81, 50, 0, 3, 0),
        (2648272972, "Grenadier", "Practice with grenades", 83, 50, 0, 3, 0),
        (269174970, "Boxer", "Practice with fists", 85, 50, 0, 3, 0),
        (1172766553, "Gunslinger", "Practice with pistols", 87, 50, 0, 3, 0),
        (2758320809, "Marksman", "Practice at long range", 91, 50, 0, 3, 0),
        (2926348688, "Wheelman", "Good driving for the gunner", 77, 50, 0, 3, 0),
        (555849395, "Bodyguard", "Kept a teammate alive", 93, 50, 0, 3, 0),
        (548533137, "Back Smack", "A blow from behind", 100, 50, 0, 4, 5),
        (3085856613, "Ninja", "Over their head, then from behind", 133, 200, 3, 4, 0),
        (3655682764, "Stick", "A grenade that sticks", 98, 50, 0, 4, 10),
        (2123530881, "Reversal", "Shot first, and still lost", 102, 50, 0, 4, 10),
        (4229934157, "Snipe", "A head shot from afar", 103, 50, 0, 4, 10),
        (1512363953, "Perfect", "Not one shot wasted", 113, 100, 1, 4, 5),
        (2602963073, "No Scope", "A sniper's kill from the hip", 119, 100, 1, 4, 10),
        (265478668, "Nade Shot", "A grenade, then one bullet", 112, 100, 1, 4, 0),
        (3334154676, "Guardian Angel", "A teammate saved from afar", 104, 50, 0, 4, 10),
        (3114137341, "Bulltrue", "A lunge stopped in the air", 110, 100, 1, 4, 5),
        (3876426273, "Pancake", "Flattened by a heavy thing", 109, 100, 1, 4, 0),
        (221693153, "Splatter", "Run over", 101, 50, 0, 4, 5),
        (1427176344, "360", "A full turn, then the shot", 153, 150, 2, 5, 0),
        (2625820422, "From the Grave", "A kill after one's own death", 137, 50, 0, 5, 10),
        (2861418269, "Quick Draw", "Weapon out, and fired", 139, 50, 0, 5, 0),
        (557309779, "Zombie Slayer", "Five infected in one life", 29, 100, 1, 1, 0),
        (1447057920, "Undead Hunter", "Ten infected in one life", 32, 150, 2, 1, 0),
        (88914608, "Blight", "Five survivors infected", 28, 100, 1, 1, 0),
    )
)

_TRANSLATIONS = {
    622331684: ("Doppelter Abschuss", "Double frag", "Doble muerte", "Abate Duplo", "ダブル キル"),
    2063152177: (
        "Dreifacher Abschuss", "Triple frag", "Triple muerte", "Abate Triplo", "トリプル キル",
    ),
    2780740615: ("Massaker", "Folie meurtrière", "Matanza", "Matança", "キリング スプリー"),
    3233952928: ("Spielverderber", "Abats, joie", "Aguafiestas", "Mata-Prazeres", "キルジョイ"),
    1512363953: ("Perfekt", "Parfait", "Perfecto", "Perfeito", "パーフェクト"),
    3085856613: ("Ninja", "Ninja", "Ninja", "Ninja", "ニンジャ"),
    2602963073: ("Ohne Zielfernrohr", "Tir au jugé", "Sin mira", "Sem Mira", "ノー スコープ"),
    2123530881: ("Umkehrung", "Revirement", "Reacción", "Reviravolta", "リバーサル"),
    1169390319: (
        "Steaktakulär", "À table", "Espetectacular", "Garfantástico", "スティークタキュラー",
    ),
    548533137: (
        "Hinterrücks erledigt", "Par derrière", "Colleja", "Ataque Pelas Costas", "バック スマック",
    ),
    4229934157: ("Scharf geschossen", "Sniper", "Francotirador", "Na Cabeça", "スナイプ"),
    976049027: (
        "Flaggenturnier", "Bataille de drapeaux", "Justa por la bandera", "Justa com Bandeira",
        "フラッグ ジョスト",
    ),
    269174970: ("Boxer", "Boxeur", "Luchador", "Boxeador", "ボクサー"),
    2648272972: ("Grenadier", "Grenadier", "Granadero", "Granadeiro", "グレネーディア"),
    580478179: (
        "Hügel-Wächter", "Garde de colline", "Guardián de la colina", "Guardião da Colina",
        "ヒル ガーディアン",
    ),
}  # fmt: skip
