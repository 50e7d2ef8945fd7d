"""The scenes of the other cards, and that each is drawn with and without artwork."""

from dataclasses import replace

from bot.lookups.results import CsrReport, MedalScope
from bot.presentation import theme
from bot.presentation.pictures.career import CareerScene, Way, career_picture
from bot.presentation.pictures.comparison import Row, comparison_picture
from bot.presentation.pictures.csr import PlaylistScene, csr_picture
from bot.presentation.pictures.drawing import Drawing, Emblem, Tile
from bot.presentation.pictures.medals import medals_picture
from bot.presentation.pictures.ranks import RankScene
from bot.presentation.pictures.renderer import Renderer
from bot.presentation.pictures.service_record import Portion, service_record_picture
from tests.presentation.pictures.checks import assert_drawn, assert_laid_out, assert_told
from tests.presentation.pictures.samples import (
    CAREER,
    COMPARISON,
    HERO,
    NOTHING_PLAYED,
    RECORD,
    artwork,
)
from tests.presentation.samples import CSR, PLAYER, medals_report
from tests.support.texts import ENGLISH


def assert_good(renderer: Renderer, drawing: Drawing) -> None:
    assert_told(drawing)
    assert_laid_out(renderer, drawing)
    assert_drawn(renderer, drawing)


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


def test_a_page_of_the_medal_wall(renderer: Renderer) -> None:
    report = medals_report(23)
    drawing = medals_picture(report, ENGLISH, 2, {622331684: artwork(72, 72, "red")})
    scene = drawing.scene
    assert scene.title == "Career medals · 2,760 earned · 23 kinds · most earned first"
    assert scene.page == "Page 3 of 3"
    assert [(each.name, each.count) for each in scene.medals] == [
        ("Medal 21", "×30"), ("Medal 22", "×20"), ("Medal 23", "×10"),
    ]  # fmt: skip
    assert all(each.icon for each in scene.medals)
    assert_good(renderer, drawing)


def test_a_page_beyond_the_end_and_no_medals(renderer: Renderer) -> None:
    assert medals_picture(medals_report(23), ENGLISH, 99).scene.page == "Page 3 of 3"
    none = replace(medals_report(0), scope=MedalScope.MATCH)
    drawing = medals_picture(none, ENGLISH)
    assert (drawing.scene.page, drawing.scene.medals) == ("", ())
    assert "No medals yet." in drawing.alt
    assert_good(renderer, drawing)


def test_a_service_record(renderer: Renderer) -> None:
    drawing = service_record_picture(RECORD, ENGLISH)
    scene = drawing.scene
    assert (scene.title, scene.win_rate) == ("Service record · Matchmaking", "52%")
    assert scene.results == (
        Portion("Won", "2,207", 2207 / 4211, theme.DONE),
        Portion("Lost", "1,876", 1876 / 4211, theme.ERROR),
        Portion("Tied", "31", 31 / 4211, theme.MEDALS),
        Portion("Left", "97", 97 / 4211, theme.NEUTRAL),
    )
    assert Tile("K/D", "1.26", "kills for each death", theme.INK) in scene.upper
    assert Tile("Headshots", "23,110", "38% of kills", theme.INK) in scene.lower
    assert Tile("Damage", "15M", "14M taken", theme.INK) in scene.lower
    assert_good(renderer, drawing)


def test_a_service_record_of_nothing(renderer: Renderer) -> None:
    drawing = service_record_picture(NOTHING_PLAYED, ENGLISH)
    assert (drawing.scene.win_rate, drawing.scene.results) == ("–", ())
    assert [tile.value for tile in drawing.scene.upper] == ["–", "–", "–", "0", "0"]
    assert_good(renderer, drawing)


def test_a_career_on_its_way(renderer: Renderer) -> None:
    drawing = career_picture(CAREER, ENGLISH, artwork(256, 256, "red"))
    assert_good(renderer, drawing)
    assert career_picture(CAREER, ENGLISH).scene == CareerScene(
        gamertag="MapleLeaf 117",
        rank="Platinum Lt Colonel 2",
        place="Rank 149 of 272",
        emblem=Emblem(theme.CAREER),
        ways=(
            Way("Next: Platinum Lt Colonel 3", "12,500 of 40,000 XP", "27,500 XP left", 0.3125),
            Way(
                "Way to Hero", "2,134,500 of 9,319,351 XP", "7,184,851 XP left",
                2_134_500 / 9_319_351,
            ),
        ),
        note="",
    )  # fmt: skip


def test_a_hero_has_arrived(renderer: Renderer) -> None:
    drawing = career_picture(HERO, ENGLISH)
    (way,) = drawing.scene.ways
    assert (way.left, way.share) == ("reached", 1.0)
    assert_good(renderer, drawing)


def test_two_players(renderer: Renderer) -> None:
    drawing = comparison_picture(COMPARISON, ENGLISH)
    scene = drawing.scene
    assert (scene.first.rank, scene.second.rank) == ("Onyx · 1532", "Diamond 4 · 1384")
    rows = {row.name: row for row in scene.rows}
    assert rows["Matches"] == Row("Matches", "4,211", "980", 1.0, 980 / 4211, 1)
    assert rows["Average KDA"] == Row("Average KDA", "3.41", "−0.40", 1.0, 0.0, 1)
    assert "Win rate: 52%, 43%." in drawing.alt
    assert_good(renderer, drawing)


def test_two_players_with_nothing_to_compare(renderer: Renderer) -> None:
    drawing = comparison_picture(
        replace(COMPARISON, first=NOTHING_PLAYED, second=NOTHING_PLAYED, first_csr=None,
                second_csr=None), ENGLISH)  # fmt: skip
    assert all(row.better == 0 for row in drawing.scene.rows)
    assert drawing.scene.playlist == ""
    assert_good(renderer, drawing)
