from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.facts.played_match import RankMove, Tally, tally_of
from bot.facts.records import Record
from bot.facts.results import Player, SkillReport
from bot.features.session.picture import Mark, MoveScene, SessionScene, session_picture
from bot.halo.models.enums import Outcome
from bot.look import theme
from bot.look.drawing import Emblem, Tile
from bot.pictures.ranks import RankScene
from bot.pictures.renderer import Renderer
from tests.look.samples import SESSION, STARTED, UNRANKED, diamond
from tests.pictures.checks import assert_good
from tests.pictures.samples import artwork
from tests.support.texts import CATALOGUE, ENGLISH

WON, LOST, TIED = (theme.outcome_style(each).colour for each in (2, 3, 1))
NOTHING = SkillReport(None, None, False, None, None)


def test_a_session(renderer: Renderer) -> None:
    drawing = session_picture(SESSION, ENGLISH)
    assert drawing.scene == SessionScene(
        gamertag="MapleLeaf 117",
        title="Session · 2 won · 1 lost · 1 tied",
        length="4 matches · 1 h 05 min",
        win_rate="50%",
        marks=(Mark(-1, LOST), Mark(1, WON), Mark(1, WON), Mark(0, TIED)),
        began="Jun 1, 2026, 7:40\u202fPM UTC",
        ended="Jun 1, 2026, 8:45\u202fPM UTC",
        rows=(
            (
                Tile("K/D", "1.50", "kills for each death", theme.INK),
                Tile("Accuracy", "51%", "512 of 1,000 shots", theme.INK),
                Tile("Damage", "16,000", "4,000 a match", theme.INK),
            ),
            (
                Tile("Kills", "60", "15.0 a match", theme.INK),
                Tile("Deaths", "40", "10.0 a match", theme.INK),
                Tile("Assists", "20", "5.0 a match", theme.INK),
            ),
        ),
        moves=(
            MoveScene(
                "Ranked Arena",
                "3 matches",
                RankScene(
                    Emblem(0x9B6BFF), "Onyx", "1532", 1.0, "32 past Onyx", "+2", theme.DONE
                ),
            ),
        ),
        note="",
    )  # fmt: skip
    assert drawing.alt == (
        "MapleLeaf 117: Session · 2 won · 1 lost · 1 tied. 4 matches · 1 h 05 min. "
        "Jun 1, 2026, 7:40\u202fPM UTC to Jun 1, 2026, 8:45\u202fPM UTC. "
        "K/D 1.50, kills for each death. Accuracy 51%, 512 of 1,000 shots. "
        "Damage 16,000, 4,000 a match. Kills 60, 15.0 a match. Deaths 40, 10.0 a match. "
        "Assists 20, 5.0 a match. Ranked Arena: Onyx 1532, +2, 32 past Onyx. "
        "Defeat, Victory ×2, Tie."
    )
    assert_good(renderer, drawing)


def test_ranks_with_their_emblems_and_where_the_session_began(renderer: Renderer) -> None:
    ranks = (
        RankMove("1", "Ranked Arena", 4, SkillReport(diamond(1359), diamond(1384), False, None, 1)),
        RankMove("2", "Ranked Slayer", 5, SkillReport(UNRANKED, diamond(1212), True, None, None)),
        RankMove("3", "Ranked Doubles", 1, NOTHING),
    )
    art = {"Diamond 4": artwork(256, 256, "teal")}
    drawing = session_picture(replace(SESSION, ranks=ranks), ENGLISH, art)
    arena, slayer = drawing.scene.moves
    assert arena.rank.emblem.artwork
    assert (arena.rank.change, arena.rank.way) == ("+25", "16 to Diamond 5")
    assert (round(arena.rank.before or 0, 2), arena.rank.share) == (0.18, 0.68)
    assert slayer.rank.emblem.artwork is None
    assert (slayer.name, slayer.matches, slayer.rank.change) == (
        "Ranked Slayer", "5 matches", "placed",
    )  # fmt: skip
    assert_good(renderer, drawing)


def test_the_longest_session(renderer: Renderer) -> None:
    outcomes = tuple(Outcome)[:5] * 10
    move = RankMove("1", "永" * 24, 8, SkillReport(diamond(1359), diamond(1384), False, None, None))
    report = replace(
        SESSION,
        player=Player(1, "永" * 24),
        outcomes=outcomes,
        record=tally_of(outcomes),
        ended_at=STARTED + timedelta(hours=14),
        combat=Record(
            50, kills=1213, deaths=1040, assists=1020, shots_fired=100_000, shots_hit=51_200
        ),
        ranks=(move,) * 8,
        missing=("skill",),
    )
    for locale in ("en-US", "fr", "de", "ja"):
        texts = CATALOGUE.texts(locale).in_zone(ZoneInfo("Asia/Kolkata"))
        drawing = session_picture(report, texts)
        assert (len(drawing.scene.marks), len(drawing.scene.moves)) == (50, 6)
        assert_good(renderer, drawing)
    scene = session_picture(report, ENGLISH).scene
    assert scene.note == "and 2 more playlists · Not available right now: skill"
    assert sum(mark.side for mark in scene.marks) == 0
    assert {mark.side for mark in scene.marks} == {1, 0, -1}


def test_one_match_of_which_nothing_is_known(renderer: Renderer) -> None:
    report = replace(SESSION, outcomes=(Outcome.WIN,), record=Tally(1), combat=Record(), ranks=())
    drawing = session_picture(report, ENGLISH)
    scene = drawing.scene
    assert (scene.length, scene.win_rate, scene.rows) == ("1 match · 1 h 05 min", "100%", ())
    assert drawing.alt.endswith("8:45\u202fPM UTC. Victory.")
    assert_good(renderer, drawing)


def test_times_are_those_of_the_readers_time_zone() -> None:
    scene = session_picture(SESSION, ENGLISH.in_zone(ZoneInfo("Asia/Tokyo"))).scene
    assert scene.began == "Jun 2, 2026, 4:40\u202fAM UTC+09:00"
