"""The gamecms files of the sandbox: calendars, reward tracks, pictures; all of it invented."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from bot.sandbox import pictures
from bot.sandbox.medals import metadata
from bot.sandbox.plans import LAST_SEASON, SEASON
from bot.sandbox.wire import Json, instant

CAREER_TRACK = "RewardTracks/CareerRanks/careerRank1.json"
CSR_CALENDAR = "Csr/Calendars/CsrSeasonCalendar.json"
SEASON_CALENDAR = "calendars/seasons/seasoncalendar.json"
OPERATION_NAMES = ("First Light", "Long Shadows", "Afterglow")
OPERATION_PATHS = tuple(
    f"RewardTracks/Operations/Sandbox{name.replace(' ', '')}.json" for name in OPERATION_NAMES
)
CHALLENGE_PATHS = tuple(
    f"ChallengeContent/ClientChallengeDefinitions/Sandbox/{name}.json"
    for name in ("Finish", "Win", "Begin")
)
EVENT_PATH = "RewardTracks/Events/Rituals/SandboxStarfall.json"
WRONG_ICON = "career_rank/ProgressWidget/219_Cadet_Onyx_III.png"
"""A path that the career's track names and that does not exist, as on the real service."""

_SEASON_BEGAN = datetime(2025, 1, 7, 18, tzinfo=UTC)
_SEASON_LENGTH = timedelta(days=730)
_RANKS = ("Cadet", "Private", "Corporal", "Sergeant", "Lieutenant", "Captain", "Major", "General")
_TIERS = ("Bronze", "Silver", "Gold", "Platinum", "Diamond", "Onyx")
_GRADES = ("I", "II", "III")
_CAREER_RANKS = 272
_OPERATION_RANKS = 20


def progression_file(path: str) -> Json | None:
    """A file of /hi/Progression/file/{path}; the case of the path does not matter."""
    make = _FILES.get(path.lower())
    return make() if make is not None else None


def image(path: str) -> bytes | None:
    """A picture of /hi/images/file/{path}: any PNG but the one whose path is wrong."""
    if not path.lower().endswith(".png") or path == WRONG_ICON:
        return None
    return pictures.image(path)


def sprite_sheet(path: str) -> bytes | None:
    """A medal sheet of /hi/Waypoint/file/{path}."""
    for sprites in metadata()["sprites"].values():
        if sprites["path"] == path:
            return pictures.sprite_sheet(sprites["columns"], sprites["size"])
    return None


def career_rank_xp(rank: int) -> int:
    """The XP that a rank (from 1) takes; the last one, Hero, is reached and takes next to none."""
    return 1 if rank == _CAREER_RANKS else 100 * rank


def _text(value: str, **translations: str) -> Json:
    return {"status": "Published", "value": value, "translations": translations}


def _dates(start: datetime, end: datetime) -> Json:
    return {
        "StartDate": {"ISO8601Date": instant(start)},
        "EndDate": {"ISO8601Date": instant(end)},
    }


def _csr_calendar() -> Json:
    spans = (
        (LAST_SEASON, _SEASON_BEGAN - timedelta(days=180), _SEASON_BEGAN),
        (SEASON, _SEASON_BEGAN, _SEASON_BEGAN + _SEASON_LENGTH),
    )
    return {
        "Seasons": [
            {"CsrSeasonFilePath": f"Csr/Seasons/{season}.json", **_dates(start, end)}
            for season, start, end in spans
        ]
    }


def _season_calendar() -> Json:
    part = _SEASON_LENGTH / len(OPERATION_PATHS)
    return {
        "Seasons": [
            {
                "CsrSeasonFilePath": f"Csr/Seasons/{SEASON}.json",
                "OperationTrackPath": path,
                "SeasonMetadata": f"Seasons/Sandbox-Op{place + 1}.json",
                **_dates(_SEASON_BEGAN + part * place, _SEASON_BEGAN + part * (place + 1)),
            }
            for place, path in enumerate(OPERATION_PATHS)
        ],
        "Events": [
            {
                "RewardTrackPath": EVENT_PATH,
                **_dates(_SEASON_BEGAN, _SEASON_BEGAN + timedelta(days=14)),
            }
        ],
        "CareerRank": {"RewardTrackPath": CAREER_TRACK},
    }


def _rewards(paths: tuple[str, ...] = (), boosts: int = 0) -> Json:
    boost = {"CurrencyPath": "Currency/xpboost.json", "Amount": boosts}
    return {
        "InventoryRewards": [
            {"InventoryItemPath": path, "Amount": 0, "Type": "ArmorHelmet"} for path in paths
        ],
        "CurrencyRewards": [boost] if boosts else [],
    }


def _career_rank(rank: int) -> Json:
    title, tier, grade = "Recruit", "", ""
    if rank == _CAREER_RANKS:
        title = "Hero"
    elif rank > 1:
        step, place = divmod(rank - 2, len(_GRADES))
        grade = _GRADES[place]
        tier = _TIERS[step * len(_TIERS) // 90]
        title = _RANKS[step % 15 * len(_RANKS) // 15]
    parts = [str(rank), title.replace(" ", "_"), tier, grade]
    name = "_".join(part for part in parts if part) + ".png"
    icon = WRONG_ICON if rank == 19 else f"career_rank/ProgressWidget/{name}"
    return {
        "Rank": rank,
        "FreeRewards": _rewards(),
        "PaidRewards": _rewards(),
        "XpRequiredForRank": career_rank_xp(rank),
        "RankTitle": _text(title),
        "RankSubTitle": _text(tier),
        "RankTier": _text(str(_GRADES.index(grade) + 1) if grade else ""),
        "RankIcon": icon,
        "RankLargeIcon": f"career_rank/CelebrationMoment/{name}",
        "RankAdornmentIcon": f"career_rank/NameplateAdornment/{name}" if tier else "",
        "TierType": tier or "Bronze",
        "RankGrade": _GRADES.index(grade) + 1 if grade else 0,
    }


def _career_track() -> Json:
    return {
        "TrackId": "careerRank1",
        "Ranks": [_career_rank(rank) for rank in range(1, _CAREER_RANKS + 1)],
        "Name": _text("Career Rank", **{"de-DE": "Karriererang"}),
        "Description": _text("Play to advance."),
        "OperationNumber": 1,
        "DateRange": _text(""),
        "IsRitual": False,
        "SummaryImagePath": "",
        "WeekNumber": None,
        "XpPerRank": 1000,
    }


def _operation_track(name: str) -> Json:
    picture_path = f"progression/operations/{name.replace(' ', '').lower()}"
    helmet = "Inventory/Armor/Helmets/sandbox.json"
    return {
        "Name": _text(name),
        "Description": _text("Earn rewards during the operation."),
        "XpPerRank": 1000,
        "BattlePassImage": f"{picture_path}.png",
        "BackgroundImagePath": f"{picture_path}_background.png",
        "Ranks": [
            {
                "Rank": rank,
                "FreeRewards": _rewards(boosts=rank % 5 == 0),
                "PaidRewards": _rewards((helmet,) if rank == _OPERATION_RANKS else ()),
            }
            for rank in range(1, _OPERATION_RANKS + 1)
        ],
    }


def _challenge(title: str, description: str, threshold: int) -> Callable[[], Json]:
    return lambda: {
        "Title": _text(title),
        "Description": _text(description),
        "Difficulty": "Normal",
        "Category": "Multiplayer",
        "ThresholdForSuccess": threshold,
        "Reward": {"SoftExperience": 0, "OperationExperience": 200},
    }


def _operation(name: str) -> Callable[[], Json]:
    return lambda: _operation_track(name)


_FILES: Mapping[str, Callable[[], Json]] = {
    CAREER_TRACK.lower(): _career_track,
    CSR_CALENDAR.lower(): _csr_calendar,
    SEASON_CALENDAR.lower(): _season_calendar,
    CHALLENGE_PATHS[0].lower(): _challenge("Regular", "Finish matches.", 5),
    CHALLENGE_PATHS[1].lower(): _challenge("Winner", "Win matches.", 3),
    CHALLENGE_PATHS[2].lower(): _challenge("Newcomer", "Finish a match.", 1),
    **{
        path.lower(): _operation(name)
        for path, name in zip(OPERATION_PATHS, OPERATION_NAMES, strict=True)
    },
}
