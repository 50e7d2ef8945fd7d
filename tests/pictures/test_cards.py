"""The scenes of the other cards, and that each is drawn with and without artwork."""

from dataclasses import replace

from bot.facts.records import Record
from bot.facts.results import CsrReport
from bot.features.career.lookup import CareerReport
from bot.features.career.picture import CareerScene, Way, career_picture
from bot.features.compare.picture import Row, comparison_picture
from bot.features.csr.picture import PlaylistScene, csr_picture
from bot.features.leaderboard.lookup import LeaderboardBy
from bot.features.leaderboard.picture import leaderboard_picture
from bot.features.stats.picture import service_record_picture
from bot.halo.ranks import Career
from bot.look import theme
from bot.look.drawing import Emblem, Tile
from bot.pictures.outcomes import Portion
from bot.pictures.ranks import RankScene
from bot.pictures.renderer import Renderer
from tests.look.samples import CSR, PLAYER
from tests.pictures.checks import assert_good
from tests.pictures.samples import (
    BOARD,
    CAREER,
    COMPARISON,
    HERO,
    RECORD,
    artwork,
)
from tests.support.texts import ENGLISH


def test_the_four_kinds_of_standing(renderer: Renderer) -> None:
    drawing = csr_picture(CSR, ENGLISH)
    grey, blue, purple = Emblem(0x8FA3BF), Emblem(0x4C9BFF), Emblem(0x9B6BFF)
    assert drawing.scene.standings == (
        PlaylistScene(
            "Ranked Arena", RankScene(purple, "Onyx", "1532", 1.0, "32 past Onyx"),
            "1549", "Onyx", "1532", "Onyx",
        ),
        PlaylistScene(
            "Ranked Slayer", RankScene(blue, "Diamond 4", "1384", 0.68, "16 to Diamond 5"),
            "1410", "Diamond 5", "1466", "Diamond 6",
        ),
        PlaylistScene(
            "Ranked Doubles", RankScene(grey, "Placement", "2 of 5", 0.4, "3 matches left"),
            "–", "", "1201", "Diamond 1",
        ),
        PlaylistScene(
            "Ranked Snipers", RankScene(grey, "Unranked", "–", 0.0, ""), "–", "", "–", "",
        ),
    )  # fmt: skip
    assert "Ranked Slayer: Diamond 4 1384, 16 to Diamond 5, season peak 1410" in drawing.alt
    assert_good(renderer, drawing)


def test_more_playlists_than_there_is_room_for(renderer: Renderer) -> None:
    drawing = csr_picture(
        replace(CSR, standings=CSR.standings * 3), ENGLISH, {"Onyx": artwork(256, 256)}
    )
    assert len(drawing.scene.standings) == 10
    assert drawing.scene.note == "and 2 more playlists"
    assert_good(renderer, drawing)


def test_no_playlist_at_all(renderer: Renderer) -> None:
    drawing = csr_picture(CsrReport(PLAYER, ()), ENGLISH)
    assert drawing.alt == "MapleLeaf 117: Ranks. No ranked playlist to show."
    assert_good(renderer, drawing)


def test_a_service_record(renderer: Renderer) -> None:
    drawing = service_record_picture(RECORD, ENGLISH)
    scene = drawing.scene
    assert (scene.title, scene.win_rate) == ("Service record · Overall", "52.4%")
    assert scene.matches == "4,211 matches · 843 h 00 min played"
    assert scene.results == (
        Portion("Won", "2,207", 2207 / 4211, theme.DONE),
        Portion("Lost", "1,876", 1876 / 4211, theme.ERROR),
        Portion("Tied", "31", 31 / 4211, theme.MEDALS),
        Portion("Unfinished", "97", 97 / 4211, theme.NEUTRAL),
    )
    tiles = [tile for row in scene.rows for tile in row]
    assert Tile("K/D", "1.26", "kills for each death", theme.INK) in tiles
    assert Tile("Headshots", "23,110", "38% of kills", theme.INK) in tiles
    assert Tile("Damage a match", "3,446", "3,324 taken", theme.INK) in tiles
    assert Tile("Accuracy", "52.7%", "527k of 1.0M shots", theme.INK) in tiles
    assert "Medals 71,234, 16.9 a match" in drawing.alt
    assert_good(renderer, drawing)


def test_a_service_record_of_nothing(renderer: Renderer) -> None:
    drawing = service_record_picture(replace(RECORD, record=Record()), ENGLISH)
    assert (drawing.scene.win_rate, drawing.scene.results) == ("–", ())
    assert [tile.value for tile in drawing.scene.rows[0]] == ["–", "–", "0", "0", "0"]
    assert_good(renderer, drawing)


def test_a_career_on_its_way(renderer: Renderer) -> None:
    drawing = career_picture(CAREER, ENGLISH, artwork(256, 256, "red"))
    assert_good(renderer, drawing)
    earned, total = 148 * 34_000 + 12_500, 271 * 34_000 + 1
    assert career_picture(CAREER, ENGLISH).scene == CareerScene(
        gamertag="MapleLeaf 117",
        rank="Platinum Lt Colonel 2",
        place="Rank 149 of 272",
        emblem=Emblem(theme.CAREER),
        ways=(
            Way(
                "Next: Platinum Lt Colonel 3", "12,500 of 34,000 XP", "21,500 XP left",
                12_500 / 34_000, "36.8%",
            ),
            Way(
                "Way to Hero", "5,044,500 of 9,214,001 XP", "4,169,500 XP left",
                earned / total, "54.7%",
            ),
        ),
        note="",
    )  # fmt: skip


def test_a_hero_has_arrived(renderer: Renderer) -> None:
    drawing = career_picture(HERO, ENGLISH)
    (way,) = drawing.scene.ways
    assert (way.left, way.share) == ("reached", 1.0)
    assert_good(renderer, drawing)


def test_a_career_without_the_names_and_sizes_of_its_ranks(renderer: Renderer) -> None:
    bare = CareerReport(PLAYER, Career(148, 12_500), "", "", None, missing=("ranks",))
    drawing = career_picture(bare, ENGLISH)
    scene = drawing.scene
    assert (scene.rank, scene.place, scene.ways) == ("Rank 149", "", ())
    assert drawing.alt == "MapleLeaf 117: Rank 149. Not available right now: ranks."
    assert_good(renderer, drawing)


def test_two_players(renderer: Renderer) -> None:
    drawing = comparison_picture(COMPARISON, ENGLISH, {"Onyx": artwork(256, 256, "red")})
    scene = drawing.scene
    assert (scene.first.rank, scene.second.rank) == ("Onyx · 1532", "Diamond 4 · 1384")
    assert scene.first.emblem.artwork
    assert scene.second.emblem.artwork is None
    rows = {row.name: row for row in (*scene.rows, *scene.standings)}
    assert rows["Matches"] == Row("Matches", "4,211", "980", 1.0, 980 / 4211, 0)
    assert rows["Average KDA"] == Row("Average KDA", "3.41", "−0.40", 1.0, 0.0, 1)
    assert rows["Deaths a match"].better == 2
    assert rows["Ranked Slayer"] == Row("Ranked Slayer", "1310", "–", 1.0, 0.0, 1)
    assert rows["Ranked Doubles"] == Row("Ranked Doubles", "2 of 5", "1201", 0.0, 1.0, 2)
    assert "Ranked Arena: Onyx · 1532, Diamond 4 · 1384. " in drawing.alt
    assert "Win rate: 52.4%, 42.9%." in drawing.alt
    assert_good(renderer, drawing)


def test_two_players_with_nothing_to_compare(renderer: Renderer) -> None:
    nothing = replace(COMPARISON, first_record=Record(), second_record=Record(), standings=())
    drawing = comparison_picture(nothing, ENGLISH)
    assert all(row.better == 0 for row in drawing.scene.rows)
    assert (drawing.scene.playlist, drawing.scene.standings) == ("", ())
    assert_good(renderer, drawing)


def test_more_shared_playlists_than_there_is_room_for(renderer: Renderer) -> None:
    drawing = comparison_picture(replace(COMPARISON, standings=COMPARISON.standings * 3), ENGLISH)
    assert len(drawing.scene.standings) == 4
    assert drawing.scene.note == "and 4 more playlists"
    assert_good(renderer, drawing)


def test_a_board_by_csr(renderer: Renderer) -> None:
    drawing = leaderboard_picture(BOARD, 1, ENGLISH, {"Onyx": artwork(256, 256)})
    scene = drawing.scene
    first, own = scene.places
    assert (scene.title, scene.basis) == ("Leaderboard by CSR", "Best current rank of each")
    assert (scene.members, scene.note) == ("2 members", "2 linked members without a place")
    assert (first.place, first.gamertag, first.value) == ("1", "Ember Fox", "1532")
    assert (first.detail, first.share, first.is_own) == ("Onyx · Ranked Arena", 1.0, False)
    assert (own.detail, own.is_own) == ("Diamond 4 · Ranked Slayer", True)
    assert first.emblem.artwork is not None
    assert own.emblem == Emblem(0x4C9BFF)
    assert "2. MapleLeaf 117, 1384, Diamond 4 · Ranked Slayer." in drawing.alt
    assert_good(renderer, drawing)


def test_a_board_of_many_with_the_askers_own_place(renderer: Renderer) -> None:
    others = tuple(replace(BOARD.rows[0], user_id=100 + place, csr=None) for place in range(40))
    report = replace(BOARD, by=LeaderboardBy.WIN_RATE, rows=(*others, BOARD.rows[1]))
    scene = leaderboard_picture(report, 1, ENGLISH).scene
    assert [each.place for each in scene.places] == ["1"] * 10 + ["41"]
    assert [each.is_own for each in scene.places] == [False] * 10 + [True]
    assert scene.members == "41 members"
    assert_good(renderer, leaderboard_picture(report, 1, ENGLISH))
