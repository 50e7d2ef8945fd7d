"""What the players of the sandbox have: looks, a career, operations, challenges."""

from bot.sandbox.files import CHALLENGE_PATHS, OPERATION_PATHS, career_rank_xp
from bot.sandbox.players import Player
from bot.sandbox.wire import Json

_DATE = {"ISO8601Date": "2024-03-26T00:52:03.434Z"}
_EQUIPPED: Json = {"IsEquipped": True, "IsDefault": True}
_DATED: Json = {"FirstModifiedDateUtc": _DATE, "LastModifiedDateUtc": _DATE, **_EQUIPPED}
_LAST_RANK = 271


def customization(player: Player) -> Json:
    """How a player looks; the service tag is the beginning of the gamertag."""
    tag = "".join(letter for letter in player.gamertag if letter.isalnum())[:4].upper()
    return {
        "ArmorCores": {"ArmorCores": [_armor_core()]},
        "SpartanBody": {
            "LastModifiedDateUtc": _DATE,
            "LeftArm": "None",
            "RightArm": "None",
            "LeftLeg": "None",
            "RightLeg": "None",
            "BodyType": "Medium",
            "VoicePath": "Inventory/Spartan/Voices/sandbox.json",
        },
        "Appearance": {
            "LastModifiedDateUtc": _DATE,
            "ActionPosePath": "Inventory/Spartan/ActionPoses/sandbox.json",
            "BackdropImagePath": "Inventory/Spartan/BackdropImages/sandbox.json",
            "Emblem": {
                "EmblemPath": "Inventory/Spartan/Emblems/sandbox.json",
                "ConfigurationId": player.xuid % 1_000_000_007,
            },
            "ServiceTag": tag,
            "IntroEmotePath": None,
            "PlayerTitlePath": None,
        },
        "WeaponCores": {"WeaponCores": [_weapon_core()]},
        "AiCores": {"AiCores": [_ai_core()]},
        "VehicleCores": {"VehicleCores": [_vehicle_core()]},
    }


def career_progress(player: Player, matches: int) -> Json:
    """How far the career is: so many XP for each match."""
    xp, rank = matches * player.career * 1500, 0
    while rank < _LAST_RANK and xp >= career_rank_xp(rank + 1):
        xp -= career_rank_xp(rank + 1)
        rank += 1
    done = rank == _LAST_RANK
    return {
        "CurrentProgress": {
            "Rank": rank,
            "PartialProgress": 0 if done else xp,
            "HasReachedMaxRank": done,
        },
        "SpartanId": f"sandbox-{player.xuid}",
    }


def operations_progress(player: Player, matches: int) -> Json:
    """How far a player is on each operation's track: the earlier ones are further."""
    tracks = []
    for place, path in enumerate(OPERATION_PATHS):
        rank, partial = divmod(matches * 250, 1000 * (place + 1))
        tracks.append(
            {
                "RewardTrackPath": path,
                "IsOwned": player.career > 5 * place,
                "CurrentProgress": {
                    "Rank": min(rank, 20),
                    "PartialProgress": 0 if rank >= 20 else min(partial, 999),
                    "HasReachedMaxRank": rank >= 20,
                },
            }
        )
    return {"ActiveOperationRewardTrackPath": OPERATION_PATHS[-1], "OperationRewardTracks": tracks}


def challenge_decks(matches: int, clearance_id: str) -> Json:
    """The weekly deck: one challenge under way, one to come, and one that matches have done."""
    first, second, third = CHALLENGE_PATHS
    upcoming = {
        "Difficulty": "Normal",
        "TypeIconPath": "progression/challenges/sandbox.png",
        "IsUserEvent": False,
        **_challenge(second, 0),
    }
    return {
        "AssignedDecks": [
            {
                "Id": "sandbox-weekly",
                "Path": "ChallengeContent/ClientChallengeDeckDefinitions/SandboxWeekly.json",
                "ActiveChallenges": [_challenge(first, matches % 5)],
                "UpcomingChallenges": [upcoming],
                "CompletedChallenges": [_challenge(third, 1)] if matches else [],
                "Expiration": {"ISO8601Date": "2027-01-05T18:00:00Z"},
            }
        ],
        "ClearanceId": clearance_id,
    }


def match_progression(match_id: str, clearance_id: str) -> Json:
    """What a match did to the weekly challenges."""
    reward = f"Challenges-{match_id}"
    return {
        "ClearanceId": clearance_id,
        "RewardId": reward,
        "RewardIds": [reward],
        "ChallengeProgressState": [
            {
                "Path": CHALLENGE_PATHS[0],
                "Id": "sandbox-challenge-1",
                "PreviousProgress": 1,
                "Progress": 2,
            }
        ],
    }


def _challenge(path: str, progress: int) -> Json:
    number = CHALLENGE_PATHS.index(path) + 1
    return {
        "Path": path,
        "Progress": progress,
        "Id": f"sandbox-challenge-{number}",
        "CanReroll": True,
    }


def _core(kind: str, theme: Json) -> Json:
    return {
        "CorePath": f"Cores/{kind}/sandbox.json",
        "Themes": [{**_DATED, "ThemePath": f"Inventory/{kind}/Themes/sandbox.json", **theme}],
        "CoreId": f"sandbox-{kind.lower()}",
        "CoreType": kind,
    }


def _armor_core() -> Json:
    slots = (
        "HelmetAttachmentPath", "ChestAttachmentPath", "KneePadPath", "LeftShoulderPadPath",
        "RightShoulderPadPath", "ArmorFxPath", "MythicFxPath", "HipAttachmentPath",
        "WristAttachmentPath",
    )  # fmt: skip
    theme: Json = {
        "CoatingPath": "Inventory/Armor/Coatings/sandbox.json",
        "GlovePath": "Inventory/Armor/Gloves/sandbox.json",
        "HelmetPath": "Inventory/Armor/Helmets/sandbox.json",
        "VisorPath": "Inventory/Armor/Visors/sandbox.json",
        "Emblems": [],
        "ArmorFxPaths": None,
        **dict.fromkeys(slots, ""),
    }
    return {**_core("Armor", theme), "IsEquipped": True}


def _weapon_core() -> Json:
    slots = (
        "DeathFxPath", "AmmoCounterColorPath", "StatTrackerPath", "WeaponCharmPath",
        "AlternateGeometryRegionPath",
    )  # fmt: skip
    emblem = {
        "Path": "Inventory/Weapon/Emblems/sandbox.json",
        "LocationId": -1_140_904_703,
        "ConfigurationId": -117,
    }
    theme = {"CoatingPath": "Inventory/Weapon/Coatings/sandbox.json", "Emblems": [emblem]}
    return _core("Weapon", {**theme, **dict.fromkeys(slots, "")})


def _ai_core() -> Json:
    theme = {
        "ModelPath": "Inventory/Ai/Models/sandbox.json",
        "ColorPath": "Inventory/Ai/Colors/sandbox.json",
    }
    return {**_core("Ai", theme), "IsEquipped": True}


def _vehicle_core() -> Json:
    slots = ("HornPath", "VehicleFxPath", "VehicleCharmPath", "AlternateGeometryRegionPath")
    theme = {"CoatingPath": "Inventory/Vehicle/Coatings/sandbox.json", "Emblems": []}
    return _core("Vehicle", {**theme, **dict.fromkeys(slots, "")})
