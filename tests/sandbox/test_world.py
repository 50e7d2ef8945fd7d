"""The seeded world: always the same, and with every kind of match and player."""

from datetime import timedelta
from typing import Any

import pytest

from bot.halo import ranks
from bot.halo.models.enums import Outcome
from bot.sandbox import assets
from bot.sandbox.assets import AssetKind
from bot.sandbox.medals import MEDALS, UNKNOWN_MEDAL
from bot.sandbox.players import CAST, FIRST_XUID, MODERN
from bot.sandbox.wire import Json
from bot.sandbox.world import World
from tests.support.clock import NOW

ALL = frozenset({"matchmaking", "custom", "local"})
MAIN = "MapleLeaf 117"


def history(world: World, gamertag: str, count: int = 25, start: int = 0) -> list[Json]:
    page = world.history(gamertag, ALL, start, count)
    assert page is not None
    results: list[Json] = page["Results"]
    assert page["ResultCount"] == len(results)
    return results


def showcase(world: World, place: int) -> Json:
    match = world.match(history(world, MAIN)[place]["MatchId"])
    assert match is not None
    return match


def own_line(match: Json) -> Json:
    lines: list[Json] = match["Players"]
    return next(line for line in lines if line["PlayerId"] == f"xuid({FIRST_XUID})")


def own_skill(world: World, place: int) -> Json:
    match_id = history(world, MAIN)[place]["MatchId"]
    answer = world.skill(match_id, [f"xuid({FIRST_XUID})"])
    assert answer is not None
    result: Json = answer["Value"][0]["Result"]
    return result


def everything(world: World) -> list[Any]:
    return [
        [player.json() for player in world.players],
        [match.json for match in world.matches],
        [world.service_record(player.gamertag, "matchmade") for player in world.players],
        [
            world.skill(match.match_id, [line.player_id for line in match.lines])
            for match in world.matches
        ],
    ]


def test_the_same_seed_and_time_give_the_same_world(world: World) -> None:
    assert everything(World.seeded(now=NOW)) == everything(world)


def test_another_seed_gives_another_world(world: World) -> None:
    assert World.seeded(118, NOW).matches[0].json != world.matches[0].json


def test_the_newest_match_ended_shortly_before_now(world: World) -> None:
    assert timedelta() < NOW - world.matches[0].ended_at < timedelta(hours=1)


def test_everybody_of_the_cast_is_there(world: World) -> None:
    assert len(world.players) == 43
    assert [world.player(name).xuid for name, _ in CAST] == [
        FIRST_XUID + place for place in range(len(CAST))
    ]
    modern = {gamertag for gamertag, _ in MODERN}
    assert all(len(player.gamertag) <= 15 or player.gamertag in modern for player in world.players)


@pytest.mark.parametrize("spelling", ["mapleleaf 117", "MAPLELEAF117", "MapleLeaf 117"])
def test_gamertags_compare_without_case_and_spaces(world: World, spelling: str) -> None:
    user = world.user(spelling)
    assert user is not None
    assert user["gamertag"] == MAIN


def test_the_main_players_history_goes_through_all_kinds(world: World) -> None:
    page = history(world, MAIN)
    assert [entry["MatchInfo"]["GameVariantCategory"] for entry in page[:13]] == [
        6, 18, 6, 14, 15, 42, 22, 6, 6, 77, 11, 6, 6,
    ]  # fmt: skip
    assert [entry["Outcome"] for entry in page[:13]] == [2, 3, 2, 3, 2, 2, 3, 2, 2, 2, 2, 4, 1]
    assert len(world.matches_of(MAIN)) >= 60


def test_history_is_newest_first_and_pages_do_not_overlap(world: World) -> None:
    entries = [entry for start in (0, 25, 50) for entry in history(world, MAIN, start=start)]
    starts = [entry["MatchInfo"]["StartTime"] for entry in entries]
    assert starts == sorted(starts, reverse=True)
    assert len({entry["MatchId"] for entry in entries}) == len(entries)
    assert history(world, MAIN, start=500) == []


def test_team_scores_and_deaths_add_up(world: World) -> None:
    match = showcase(world, 0)
    kills = {team["TeamId"]: team["Stats"]["CoreStats"]["Kills"] for team in match["Teams"]}
    deaths = {team["TeamId"]: team["Stats"]["CoreStats"]["Deaths"] for team in match["Teams"]}
    assert sorted(kills.values()) == [43, 50]
    assert kills[0] == deaths[1]
    assert kills[1] == deaths[0]
    assert own_line(match)["Outcome"] == Outcome.WIN


def test_rounds_decide_oddball_against_the_score(world: World) -> None:
    teams = sorted(showcase(world, 1)["Teams"], key=lambda team: int(team["Rank"]))
    cores = [team["Stats"]["CoreStats"] for team in teams]
    assert [core["RoundsWon"] for core in cores] == [2, 1]
    assert cores[0]["Score"] < cores[1]["Score"]


def test_free_for_all_has_no_teams_and_a_late_joiner_reuses_a_team_id(world: World) -> None:
    match = showcase(world, 2)
    assert match["Teams"] == []
    assert not match["MatchInfo"]["TeamsEnabled"]
    late = [line for line in match["Players"] if line["ParticipationInfo"]["JoinedInProgress"]]
    left = [line for line in match["Players"] if line["ParticipationInfo"]["LeftInProgress"]]
    assert [line["LastTeamId"] for line in late] == [line["LastTeamId"] for line in left]
    assert len(match["Players"]) == 9


@pytest.mark.parametrize(
    ("place", "humans", "bots"), [(3, 24, 0), (4, 16, 0), (5, 4, 0), (8, 4, 4)]
)
def test_match_sizes(world: World, place: int, humans: int, bots: int) -> None:
    types = [line["PlayerType"] for line in showcase(world, place)["Players"]]
    assert (types.count(1), types.count(2)) == (humans, bots)


def test_firefight_counts_what_the_players_fought(world: World) -> None:
    stats = own_line(showcase(world, 5))["PlayerTeamStats"][0]["Stats"]
    kinds = [value for key, value in stats["PveStats"].items() if key.endswith("Kills")]
    assert sum(kinds) == 2 * stats["CoreStats"]["Kills"]


def test_custom_games_have_no_playlist_and_no_skill(world: World) -> None:
    match = showcase(world, 7)
    info = match["MatchInfo"]
    assert info["LifecycleMode"] == 1
    assert [info[key] for key in ("Playlist", "PlaylistExperience", "SeasonId")] == [None] * 3
    assert world.skill(match["MatchId"], [f"xuid({FIRST_XUID})"]) is None


def test_bots_are_never_there_at_the_beginning(world: World) -> None:
    bots = [line for line in showcase(world, 8)["Players"] if line["PlayerType"] == 2]
    assert {line["PlayerId"] for line in bots} == {f"bid({n}.0)" for n in range(31, 35)}
    assert not any(line["ParticipationInfo"]["PresentAtBeginning"] for line in bots)


def test_the_unknown_mode_has_an_unknown_medal_and_a_withdrawn_map(world: World) -> None:
    match = showcase(world, 9)
    medals = own_line(match)["PlayerTeamStats"][0]["Stats"]["CoreStats"]["Medals"]
    assert UNKNOWN_MEDAL in {medal["NameId"] for medal in medals}
    assert UNKNOWN_MEDAL not in {medal.name_id for medal in MEDALS}
    asset_id = match["MatchInfo"]["MapVariant"]["AssetId"]
    assert world.asset(AssetKind.MAP, asset_id, None, "") is None


def test_placement_ends_with_a_first_rank(world: World) -> None:
    recap = own_skill(world, 10)["RankRecap"]
    assert recap["PreMatchCsr"]["Value"] == -1
    assert recap["PreMatchCsr"]["MeasurementMatchesRemaining"] == 1
    assert recap["PostMatchCsr"]["Value"] == 1144
    assert recap["PostMatchCsr"]["Tier"] == "Platinum"


def test_not_finishing_shows_in_match_and_history(world: World) -> None:
    line = own_line(showcase(world, 11))
    assert line["Outcome"] == Outcome.DID_NOT_FINISH
    assert line["ParticipationInfo"]["LastLeaveTime"] is not None
    assert not history(world, MAIN)[11]["PresentAtEndOfMatch"]


def test_ranks_end_at_the_standings_of_today(world: World) -> None:
    after = own_skill(world, 0)["RankRecap"]["PostMatchCsr"]
    before = own_skill(world, 0)["RankRecap"]["PreMatchCsr"]
    found = world.playlist_csr(assets.ARENA.asset_id, [f"xuid({FIRST_XUID})"], "")
    assert found is not None
    assert found[0]["Value"][0]["Result"]["Current"] == after
    assert before["Value"] < after["Value"]


def test_no_match_shows_a_rank_above_the_peak(world: World) -> None:
    for match in world.matches_of(MAIN):
        if not match.plan.ranked or match.plan.playlist is None:
            continue
        answer = world.skill(match.match_id, [f"xuid({FIRST_XUID})"])
        assert answer is not None
        shown = answer["Value"][0]["Result"]["RankRecap"]["PreMatchCsr"]["Value"]
        peak = world.main.standing(match.plan.playlist.asset_id).all_time_peak
        assert shown <= (peak or -1)


@pytest.mark.parametrize(
    ("playlist", "tier", "peak"),
    [
        (assets.ARENA, "Onyx", "Onyx"),
        (assets.RANKED_SLAYER_LIST, "Diamond", "Diamond"),
        (assets.DOUBLES, "", "Diamond"),
        (assets.SNIPERS, "Platinum", "Platinum"),
        (assets.FFA, "", "Onyx"),
        (assets.TACTICAL, "", ""),
    ],
)
def test_the_main_players_standings(
    world: World, playlist: assets.Asset, tier: str, peak: str
) -> None:
    found = world.playlist_csr(playlist.asset_id, [f"xuid({FIRST_XUID})"], "")
    assert found is not None
    result = found[0]["Value"][0]["Result"]
    assert (result["Current"]["Tier"], result["AllTimeMax"]["Tier"]) == (tier, peak)


def test_another_season_is_unranked_but_keeps_the_peak(world: World) -> None:
    found = world.playlist_csr(assets.ARENA.asset_id, [f"xuid({FIRST_XUID})"], "CsrSeason3-1")
    assert found is not None
    result = found[0]["Value"][0]["Result"]
    assert result["Current"]["Value"] == -1
    assert result["AllTimeMax"]["Value"] == 1620


def test_service_record_names_ranked_and_other_playlists(world: World) -> None:
    record = world.service_record(MAIN, "matchmade")
    assert record is not None
    used = set(record["Subqueries"]["PlaylistAssetIds"])
    assert assets.FFA.asset_id in used
    assert len(used - set(ranks.RANKED_PLAYLISTS)) >= 2
    assert record["MatchesCompleted"] > record["Wins"] + record["Losses"]
    assert record["PvpStats"]["Kills"] <= record["CoreStats"]["Kills"]


@pytest.mark.parametrize("gamertag", ["New Nova", "Private Pike"])
def test_empty_histories(world: World, gamertag: str) -> None:
    assert history(world, gamertag) == []


def test_who_hides_the_history_says_so(world: World) -> None:
    assert world.privacy("Private Pike") == {"MatchmadeGames": 2, "OtherGames": 2}
    assert world.privacy("New Nova") == {"MatchmadeGames": 1, "OtherGames": 1}


def test_who_never_played_has_an_empty_record(world: World) -> None:
    record = world.service_record("New Nova", "matchmade")
    assert record is not None
    assert record["MatchesCompleted"] == 0
    assert record["Subqueries"]["PlaylistAssetIds"] == []
    assert record["CoreStats"]["Medals"] == []


def test_who_plays_custom_games_only(world: World) -> None:
    kinds = {match.kind for match in world.matches_of("Custom Casper")}
    assert kinds == {"custom", "local"}


def test_who_was_never_ranked(world: World) -> None:
    matches = world.matches_of("Solo Sable")
    assert len(matches) > 10
    assert not any(match.plan.ranked for match in matches)


def test_matches_that_are_gone(world: World) -> None:
    entries = history(world, "Gone Ghost")
    assert entries
    assert all(world.match(entry["MatchId"]) is None for entry in entries)


@pytest.mark.parametrize(
    ("language", "name"),
    [("", "Live Fire"), ("de", "Scharfer Schuss"), ("ja", "ライブ ファイア"), ("ko", "Live Fire")],
)
def test_assets_are_translated(world: World, language: str, name: str) -> None:
    asset = assets.LIVE_FIRE
    answer = world.asset(AssetKind.MAP, asset.asset_id, asset.version_id, language)
    assert answer is not None
    assert answer["PublicName"] == name


def test_another_version_of_an_asset_is_unknown(world: World) -> None:
    asset = assets.LIVE_FIRE
    assert world.asset(AssetKind.MAP, asset.asset_id, asset.asset_id, "") is None


def test_a_path_is_no_season_and_the_33rd_player_is_left_out(world: World) -> None:
    players = [f"xuid({player.xuid})" for player in world.players[:33]]
    path = "Csr/Seasons/CsrSeason3-1.json"
    found = world.playlist_csr(assets.ARENA.asset_id, players, path)
    assert found == world.playlist_csr(assets.ARENA.asset_id, players, "")
    assert found is not None
    body, complete = found
    assert complete
    assert [one["Id"] for one in body["Value"]] == players[:32]


def test_only_ranked_playlists_have_csr(world: World) -> None:
    ranked = world.playlist_configuration(assets.ARENA.asset_id)
    social = world.playlist_configuration(assets.QUICK_PLAY.asset_id)
    assert ranked is not None
    assert social is not None
    assert (ranked["HasCsr"], social["HasCsr"]) == (True, False)


def test_most_medals_have_translations() -> None:
    translated = [medal for medal in MEDALS if medal.json()["name"]["translations"]]
    assert len(MEDALS) >= 45
    assert len(translated) >= 12
    assert len({medal.sprite for medal in MEDALS}) == len(MEDALS)
