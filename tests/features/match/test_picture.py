from dataclasses import replace

from bot.facts.results import Freshness, MatchArtwork, SkillReport
from bot.features.match.picture import (
    BoardScene,
    MatchScene,
    MedalScene,
    RowScene,
    match_picture,
)
from bot.halo.models.enums import Outcome
from bot.look import theme
from bot.look.drawing import Emblem, Tile
from bot.pictures.ranks import RankScene
from bot.pictures.renderer import Renderer
from tests.look.samples import (
    MATCH,
    ONYX,
    PLACEMENT,
    PLAYERS,
    STARTED,
    UNRANKED,
    diamond,
    free_for_all,
    medal,
    with_skill,
)
from tests.pictures.checks import assert_drawn, assert_laid_out, assert_told
from tests.pictures.samples import artwork
from tests.support.texts import ENGLISH

GREEN, ORANGE, PURPLE = 0x3DB88A, 0xF0935A, 0x9B6BFF


def scene_of(match: object) -> MatchScene:
    scene = match_picture(match, ENGLISH).scene  # type: ignore[arg-type]
    assert isinstance(scene, MatchScene)
    return scene


def test_the_whole_scene_of_a_ranked_win() -> None:
    assert scene_of(replace(MATCH, players=MATCH.players[::4])) == MatchScene(
        outcome="Victory",
        colour=GREEN,
        headline="50 – 43",
        subline="",
        place="Slayer on Live Fire",
        kind="Ranked Arena",
        length="12 min 04 s",
        date="Jun 1, 2026, 7:40\u202fPM UTC",
        gamertag="MapleLeaf 117",
        map_picture=None,
        tiles=(
            Tile("K / D / A", "18 / 8 / 5", "KDA +11.7", theme.INK),
            Tile("Accuracy", "61%", "135 of 221 shots", theme.INK),
            Tile("Damage", "6,040", "3,090 taken", theme.INK),
            Tile("Kills vs exp.", "−3.6", "18 · 21.6 expected", ORANGE),
            Tile("Deaths vs exp.", "−6.7", "8 · 14.7 expected", GREEN),
        ),
        rank=RankScene(Emblem(PURPLE), "Onyx", "1532", 1.0, "32 past Onyx", "+2", GREEN),
        ratings="1349 vs 1378",
        medals=(
            MedalScene("Perfect", "×3", 0xF2B84B, None),
            MedalScene("Double Kill", "×2", 0x8FA3BF, None),
            MedalScene("Snapshot", "×1", 0x4C9BFF, None),
        ),
        boards=(
            BoardScene(
                "Eagle · 50",
                0x4C9BFF,
                (RowScene("MapleLeaf 117", "", "18", "8", "5", "2,050", True),),
                "",
            ),
            BoardScene(
                "Cobra · 43",
                0xF0705A,
                (RowScene("Rook Harbor", "", "16", "12", "4", "1,800", False),),
                "",
            ),
        ),
        note="",
    )


def test_the_alt_text_says_it_all() -> None:
    alt = match_picture(MATCH, ENGLISH).alt
    for part in (
        "MapleLeaf 117: Victory · 50 – 43.",
        "Slayer on Live Fire · Ranked Arena · 12 min 04 s",
        "K / D / A 18 / 8 / 5",
        "Onyx 1532, +2, 32 past Onyx.",
        "Team MMR 1349 vs 1378.",
        "Medals: Perfect ×3, Double Kill ×2, Snapshot ×1.",
        "Cobra · 43: Rook Harbor 16/12/4",
    ):
        assert part in alt


def test_marks_on_the_scoreboard() -> None:
    rows = [row for board in scene_of(MATCH).boards for row in board.rows]
    assert {row.name: row.marks for row in rows if row.marks} == {
        "한글 Seven": "LATE",
        "Nova": "LEFT",
        "343 Ritzy": "BOT",
    }


def test_a_rank_gained_marks_where_it_was() -> None:
    rank = scene_of(with_skill(diamond(1362), diamond(1384))).rank
    assert rank is not None
    assert (rank.label, rank.value, rank.change) == ("Diamond 4", "1384", "+22")
    assert rank.share == 0.68
    assert rank.before is not None
    assert abs(rank.before - 0.24) < 1e-9


def test_a_rank_gained_from_below_marks_nothing() -> None:
    rank = scene_of(with_skill(diamond(1340), diamond(1384))).rank
    assert rank is not None
    assert (rank.change, rank.before) == ("+44", None)


def test_placement_unfinished_and_finished() -> None:
    rank = scene_of(with_skill(PLACEMENT, PLACEMENT)).rank
    assert rank is not None
    assert (rank.label, rank.value, rank.way) == ("Placement", "2 of 5", "3 matches left")
    placed = scene_of(with_skill(UNRANKED, diamond(1201), finished=True)).rank
    assert placed is not None
    assert (placed.label, placed.change) == ("Diamond 1", "placed")


def test_no_rank_without_skill() -> None:
    assert scene_of(replace(MATCH, skill=None)).rank is None
    assert scene_of(replace(MATCH, skill=SkillReport(None, None, False, None, None))).rank is None


def test_rounds_decide() -> None:
    teams = (
        replace(MATCH.teams[0], rounds_won=3, score=210),
        replace(MATCH.teams[1], rounds_won=1, score=180),
    )
    scene = scene_of(replace(MATCH, teams=teams, by_rounds=True))
    assert (scene.headline, scene.subline) == ("3 – 1", "in rounds · 210 – 180 points")
    assert scene.boards[0].title == "Eagle · 3"


def test_a_free_for_all_is_told_by_place_in_two_columns() -> None:
    scene = scene_of(free_for_all(8, rank=2, outcome=Outcome.LOSS))
    assert (scene.outcome, scene.headline) == ("Defeat", "2nd of 8")
    assert [(board.title, len(board.rows)) for board in scene.boards] == [
        ("Free-for-all", 4),
        ("from 5th", 4),
    ]


def test_more_players_than_there_is_room_for_never_hide_the_subject() -> None:
    own = [replace(PLAYERS[1], name=f"Mate {number}") for number in range(20)]
    scene = scene_of(replace(MATCH, players=(*own, PLAYERS[0])))
    eagle = scene.boards[0]
    assert len(eagle.rows) == 12
    assert eagle.rows[-1].is_subject
    assert eagle.more == "and 9 more"


def test_more_medals_than_there_is_room_for_are_counted() -> None:
    scene = scene_of(replace(MATCH, medals=tuple(medal(f"M{number}") for number in range(14))))
    assert len(scene.medals) == 10
    assert (scene.medals[-1].name, scene.medals[-1].count) == ("5 more kinds", "×5")


def test_what_is_old_or_missing_is_said() -> None:
    old = replace(MATCH, missing=("skill",), freshness=Freshness(STARTED, stale=True))
    age = "Shown from the cache, true at Jun 1, 2026, 7:40\u202fPM UTC"
    note = f"{age} · Not available right now: skill"
    assert scene_of(old).note == note
    assert note in match_picture(old, ENGLISH).alt


def test_twenty_four_players_with_figures_beyond_all_columns(renderer: Renderer) -> None:
    crowd = tuple(
        replace(
            line, name=f"{'W' * 15} {number}", kills=12_345, deaths=1_234_567, assists=10**9,
            score=10**12, joined_late=True, left_early=True, team_id=number % 2,
        )
        for number in range(3)
        for line in PLAYERS
    )  # fmt: skip
    drawing = match_picture(replace(MATCH, players=crowd), ENGLISH)
    assert_laid_out(renderer, drawing)
    assert_drawn(renderer, drawing)


def test_nothing_known_but_that_it_was_played(renderer: Renderer) -> None:
    bare = replace(
        MATCH, outcome=77, teams=(), players=(), subject=None, medals=(), skill=None,
        map_name=None, mode_name=None, playlist_name=None,
    )  # fmt: skip
    scene = scene_of(bare)
    assert (scene.outcome, scene.headline, scene.place) == ("", "Match ended", "Slayer")
    assert_drawn(renderer, match_picture(bare, ENGLISH))


def test_names_of_all_scripts_are_drawn_alike(renderer: Renderer) -> None:
    names = (
        "Мария 117",
        "ハロー侍",
        "한국선수",
        '<b>&"',
        "👩\u200d🚀 שלום",
        "bell\x07\ufffe\u202egnp",
    )
    players = tuple(replace(line, name=name) for line, name in zip(PLAYERS, names, strict=False))
    drawing = match_picture(replace(MATCH, players=players), ENGLISH)
    drawn = [row.name for board in drawing.scene.boards for row in board.rows]
    assert drawn == ["Мария 117", "ハロー侍", "한국선수", '<b>&"', "👩\u200d🚀 שלום", "bell gnp"]
    assert_laid_out(renderer, drawing)
    assert_told(drawing)


def test_text_over_the_brightest_map_can_be_read(renderer: Renderer) -> None:
    bright = MatchArtwork(map_picture=artwork(1920, 1080, "white", "JPEG"))
    image = assert_drawn(renderer, match_picture(MATCH, ENGLISH, bright))
    for x, y in ((30, 60), (660, 60), (1190, 60), (1190, 110), (1190, 210), (700, 210)):
        red, green, blue = image.getpixel((x, y))  # type: ignore[misc]
        assert theme.contrast(theme.SOFT, red << 16 | green << 8 | blue) >= theme.CONTRAST


def test_the_game_s_own_artwork_takes_the_place_of_our_shapes(renderer: Renderer) -> None:
    for art in (
        MatchArtwork(map_picture=artwork(1920, 1080, "magenta", "JPEG")),
        MatchArtwork(rank=artwork(256, 256, "magenta")),
        MatchArtwork(medals={622331684: artwork(128, 128, "magenta")}),
    ):
        image = assert_drawn(
            renderer,
            match_picture(
                replace(MATCH, skill=SkillReport(ONYX, ONYX, False, None, None)), ENGLISH, art
            ),
        )
        assert any(
            red > 80 and blue > 80 and green < 12
            for red, green, blue in zip(*(band.tobytes() for band in image.split()), strict=True)
        )
