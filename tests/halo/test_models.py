import copy
import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from bot.halo.errors import InvalidAnswer
from bot.halo.models.discovery_ugc import (
    Map,
)
from bot.halo.models.enums import (
    LifecycleMode,
    ModeCategory,
    Outcome,
    PlayerType,
    Privacy,
    ResultCode,
    mode_name,
)
from bot.halo.models.gamecms import (
    LARGEST_IMAGE,
    ChallengeDefinition,
    CsrSeasonCalendar,
    Image,
    MedalMetadata,
    PlaylistConfiguration,
    SpriteSheet,
    Translated,
)
from bot.halo.models.profile import User, Users, XboxProfiles
from bot.halo.models.skill import CsrSnapshot, MatchSkill, PlaylistCsr
from bot.halo.models.stats import (
    ChallengeDecks,
    MatchCount,
    MatchHistory,
    MatchPrivacy,
    MatchProgression,
    MatchStats,
    ServiceRecord,
)
from bot.halo.transport.base import Response, headers_of
from tests.halo.conftest import MATCH, Recorded, differences, unnamed
from tests.halo.recorded_models import MODELS, NOT_MODELLED, dump, parse


def test_every_recorded_answer_has_a_model(payloads: Path) -> None:
    assert {path.name for path in payloads.glob("*.json")} - NOT_MODELLED == set(MODELS)


@pytest.mark.parametrize("name", MODELS)
def test_nothing_of_a_recorded_answer_is_lost(payloads: Path, name: str) -> None:
    body = (payloads / name).read_bytes()
    sent, dumped = json.loads(body), dump(MODELS[name].model_validate_json(body))
    assert not list(differences(sent, dumped))
    assert not set(unnamed(sent, dumped))


def test_known_numbers_become_members_and_others_stay_numbers() -> None:
    data = copy.deepcopy(MATCH)
    data["Teams"][0]["Outcome"] = 2
    data["Teams"][1]["Outcome"] = 99
    data["MatchInfo"] |= {"LifecycleMode": 7, "GameVariantCategory": 77, "PlaylistExperience": 12}
    match = parse(data)
    assert match.teams[0].outcome is Outcome.WIN
    assert match.teams[1].outcome == 99
    assert match.match_info.lifecycle_mode is LifecycleMode.LAN
    assert match.match_info.game_variant_category == 77
    assert match.match_info.playlist_experience == 12
    assert match.players[0].player_type is PlayerType.HUMAN


def test_times_are_aware_and_durations_carry_days() -> None:
    match = parse(MATCH)
    assert match.match_info.start_time == datetime(2025, 1, 29, 4, 7, 25, 964123, UTC)
    assert match.match_info.end_time == datetime(2025, 1, 29, 4, 17, 5, tzinfo=UTC)
    assert match.match_info.end_time.tzinfo is UTC
    assert match.match_info.duration == timedelta(minutes=9, seconds=9, microseconds=421162)
    assert match.players[0].participation_info.time_played == timedelta(
        days=1, hours=2, minutes=3, seconds=4.5
    )


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("P56DT10H1.1234567S", timedelta(days=56, hours=10, seconds=1, microseconds=123457)),
        ("PT0S", timedelta(0)),
        ("PT", None),
        ("a while", None),
        ("-PT5M", None),
        (None, None),
    ],
)
def test_durations(sent: str | None, expected: timedelta | None) -> None:
    record = parse({"MatchesCompleted": 3, "TimePlayed": sent}, ServiceRecord)
    assert record.time_played == expected
    assert record.matches_completed == 3


def test_numbers_that_are_none_fall_back() -> None:
    data = copy.deepcopy(MATCH)
    core = data["Players"][0]["PlayerTeamStats"][0]["Stats"]["CoreStats"]
    core |= {"KDA": "NaN", "Accuracy": "Infinity", "Kills": None, "Deaths": 2.0, "Score": 24.6}
    stats = parse(data).players[0].player_team_stats[0].stats.core_stats
    assert (stats.kda, stats.accuracy, stats.kills) == (None, 0.0, None)
    assert (stats.deaths, stats.score) == (2, 25)


def test_bare_infinity_in_a_whole_number_falls_back() -> None:
    count = MatchCount.model_validate_json(
        b'{"MatchesPlayedCount": 1, "LocalMatchesPlayedCount": Infinity}'
    )
    assert count.local_matches_played_count is None


def test_lists_may_be_null() -> None:
    match = parse(MATCH | {"Teams": None, "Players": None})
    assert match.teams == match.players == ()
    assert parse({"Results": None}, MatchHistory).results == ()


def test_an_item_without_its_id_is_left_out() -> None:
    history = parse({"Results": [{"Rank": 1}, {"MatchId": "a"}, None]}, MatchHistory)
    assert [entry.match_id for entry in history.results] == ["a"]
    assert history.results[0].match_info.start_time is None


@pytest.mark.parametrize(
    ("model", "answer"),
    [
        (MatchStats, {}),
        (MatchStats, {"MatchId": None}),
        (MatchHistory, {}),
        (MatchSkill, {}),
        (PlaylistCsr, {"Value": "none"}),
        (MedalMetadata, {"types": []}),
        (ServiceRecord, {"Wins": 1}),
        (User, {"gamertag": "A"}),
        (Users, {}),
    ],
)
def test_what_is_no_answer_is_refused(model: type[BaseModel], answer: Any) -> None:
    with pytest.raises(ValidationError):
        parse(answer, model)


def test_what_a_match_did_to_challenges() -> None:
    state = {"Path": "a.json", "Id": "1", "PreviousProgress": 1, "Progress": 3, "New": [1, None]}
    answer = {
        "ClearanceId": None, "RewardId": "r", "RewardIds": ["r", None],
        "ChallengeProgressState": [state, None, 7],
    }  # fmt: skip
    progression = parse(answer, MatchProgression)
    (known,) = progression.challenge_progress_state
    assert (known.path, known.id, known.previous_progress, known.progress) == ("a.json", "1", 1, 3)
    assert (progression.reward_id, progression.clearance_id) == ("r", None)
    assert progression.reward_ids == ("r",)
    assert parse({}, MatchProgression).challenge_progress_state == ()


def test_challenge_decks() -> None:
    challenge = {"Path": "a.json", "Progress": 3, "Id": "1", "CanReroll": True}
    upcoming = {**challenge, "Difficulty": "Heroic", "TypeIconPath": None, "IsUserEvent": True}
    deck = {
        "Id": "d", "Path": "d.json", "ActiveChallenges": [challenge],
        "UpcomingChallenges": [upcoming, {"Id": "of no path"}], "CompletedChallenges": None,
        "Expiration": {"ISO8601Date": "2026-05-05T17:00:00Z"},
    }  # fmt: skip
    (known,) = parse({"AssignedDecks": [deck], "ClearanceId": "c"}, ChallengeDecks).assigned_decks
    assert (known.id, known.path) == ("d", "d.json")
    (active,), (soon,) = known.active_challenges, known.upcoming_challenges
    assert (active.path, active.progress, active.can_reroll) == ("a.json", 3, True)
    assert (soon.difficulty, soon.type_icon_path, soon.is_user_event) == ("Heroic", "", True)
    assert known.completed_challenges == ()
    assert known.expiration.iso8601_date == datetime(2026, 5, 5, 17, tzinfo=UTC)
    assert parse({"AssignedDecks": None}, ChallengeDecks).assigned_decks == ()


def test_a_challenges_words_and_goal() -> None:
    answer = {
        "Title": {"value": "Winner", "translations": {"de-DE": "Sieger"}},
        "Description": None, "ThresholdForSuccess": 3, "Reward": {"OperationExperience": 200},
    }  # fmt: skip
    challenge = parse(answer, ChallengeDefinition)
    assert challenge.title.in_language("de") == "Sieger"
    assert (challenge.threshold_for_success, challenge.reward.operation_experience) == (3, 200)


def picture(body: bytes, content_type: str) -> Response:
    return Response(200, headers_of({"content-type": content_type}), body, 0.0)


def test_the_recorded_image_keeps_its_bytes(payloads: Path) -> None:
    body = (payloads / "get_image.png").read_bytes()
    image = picture(body, "Image/PNG; charset=x").parse(Image)
    assert (image.body, image.content_type) == (body, "image/png")
    assert "PNG" not in repr(image)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"<html>", "text/html"),
        (b"", "image/png"),
        (b"x", ""),
        (b"x" * (LARGEST_IMAGE + 1), "image/png"),
    ],
    ids=["page", "empty", "unnamed", "huge"],
)
def test_what_is_no_image_is_refused(body: bytes, content_type: str) -> None:
    with pytest.raises(InvalidAnswer):
        picture(body, content_type).parse(Image)


def test_models_are_frozen_and_built_by_field_names() -> None:
    entry = MatchHistory(start=0, count=25, result_count=0, results=())
    assert parse(dump(entry), MatchHistory) == entry
    with pytest.raises(ValidationError, match="frozen"):
        entry.count = 1  # type: ignore[misc]


def test_players_are_told_from_bots() -> None:
    players = parse(MATCH).players
    assert [player.xuid for player in players] == [1, 2, None]
    assert [player.is_bot for player in players] == [False, False, True]


def test_a_skill_answer_may_lack_everything_but_the_player() -> None:
    skill = parse(
        {
            "Value": [
                {"Id": "xuid(1)", "ResultCode": 4, "Result": None},
                {
                    "Id": "xuid(2)",
                    "Result": {
                        "StatPerformances": {},
                        "Counterfactuals": None,
                        "TeamMmrs": {"0": 1200.5, "1": "NaN", "x": 1},
                        "RankRecap": {"PostMatchCsr": {"Value": 1144, "Tier": "Platinum"}},
                    },
                },
            ]
        },
        MatchSkill,
    )
    refused, known = skill.value
    assert refused.result_code is ResultCode.FORBIDDEN
    assert refused.result is None
    assert known.result.stat_performances.kills is None
    assert known.result.counterfactuals is None
    assert known.result.team_mmrs == {0: 1200.5}
    assert not known.result.rank_recap.pre_match_csr.to_csr().ranked
    assert known.result.rank_recap.post_match_csr.to_csr().ranked


def test_a_snapshot_becomes_a_standing() -> None:
    csr = CsrSnapshot(
        value=1375, tier="Diamond", tier_start=1200, sub_tier=3, next_tier="Diamond",
        next_tier_start=1200, next_sub_tier=4, initial_measurement_matches=5,
    ).to_csr()  # fmt: skip
    assert (csr.label, csr.next_label, csr.points_to_next) == ("Diamond 4", "Diamond 5", 25)
    assert csr.placement_played == csr.placement_total == 5


def test_privacy_and_playlist_settings_say_what_they_know() -> None:
    privacy = parse({"MatchmadeGames": 2, "OtherGames": 1}, MatchPrivacy)
    assert (privacy.matchmade_games, privacy.other_games) == (Privacy.HIDE, Privacy.SHOW)
    assert parse({}, MatchPrivacy).matchmade_games == 0
    answer = {"HasCsr": True, "PlaylistExperience": "Arena", "MatchmakingDelaySec": 5}
    configuration = parse(answer, PlaylistConfiguration)
    assert configuration.has_csr
    assert (configuration.playlist_experience, configuration.matchmaking_delay_sec) == ("Arena", 5)
    assert not parse({}, PlaylistConfiguration).has_csr


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("pt-BR", "Abate Duplo"), ("pt-PT", "Abate Duplo"), ("zh-TW", "雙殺"), ("zh-CN", "双连击"),
        ("ja", "ダブル キル"), ("JA-jp", "ダブル キル"), ("en-US", "Double Kill"),
        ("fi", "Double Kill"), ("pl-PL", "Double Kill"), ("", "Double Kill"),
    ],
)  # fmt: skip
def test_translations(locale: str, text: str) -> None:
    translated = Translated(
        value="Double Kill",
        translations={
            "pt-BR": "Abate Duplo", "zh-CN": "双连击", "zh-TW": "雙殺", "ja-JP": "ダブル キル",
            "pl-PL": "",
        },
    )  # fmt: skip
    assert translated.in_language(locale) == text


def test_icons_are_found_on_their_sheet() -> None:
    sheet = SpriteSheet(path="sheet.png", columns=16, size=72)
    assert sheet.box(0) == (0, 0, 72, 72)
    assert sheet.box(64) == (0, 288, 72, 360)
    assert sheet.box(17) == (72, 72, 144, 144)


def test_hero_images() -> None:
    files = {"Prefix": "https://files.example/map/", "FileRelativePaths": ["a", "images/hero.png"]}
    asset = parse({"AssetId": "a", "Files": files}, Map)
    assert asset.hero_image_url == "https://files.example/map/images/hero.png"
    assert parse({"AssetId": "a"}, Map).hero_image_url is None


def test_the_recorded_medals_are_found_by_id(payloads: Path, recorded: Recorded) -> None:
    metadata = parse(recorded("get_medal_metadata.json"), MedalMetadata)
    medal = metadata.by_id[622331684]
    assert medal.name.in_language("de") == "Doppelter Abschuss"
    assert metadata.difficulties[medal.difficulty_index] == "heroic"
    assert metadata.types[medal.type_index] == "multikill"
    assert len(metadata.by_id) == len(metadata.medals) == 151


def test_the_recorded_seasons_follow_each_other(recorded: Recorded) -> None:
    calendar = parse(recorded("get_csr_season_calendar.json"), CsrSeasonCalendar)
    starts = [season.start_date.iso8601_date for season in calendar.seasons]
    assert all(earlier < later for earlier, later in pairwise(starts))
    season = calendar.season_at(datetime(2022, 3, 1, tzinfo=UTC))
    assert season is not None
    assert season.season_id == "CsrSeason1-2"
    assert calendar.season_at(datetime(2001, 11, 15, tzinfo=UTC)) is None


def test_every_mode_and_team_has_a_name() -> None:
    assert all(mode_name(category) for category in ModeCategory)
    assert mode_name(15) == "Capture the Flag"
    assert mode_name(24) == "Escalation"
    assert mode_name(99) is None


def test_xbox_profiles_tell_gamertags() -> None:
    answer = {"profileUsers": [{"id": "12", "settings": [{"id": "Gamertag", "value": "A"}]}]}
    (profile,) = parse(answer, XboxProfiles).profile_users
    assert (profile.id, profile.gamertag, profile.setting("Bio")) == (12, "A", "")
