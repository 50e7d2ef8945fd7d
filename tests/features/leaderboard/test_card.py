from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.results import Freshness, Player
from bot.features.leaderboard.card import leaderboard_card
from bot.features.leaderboard.lookup import LeaderboardBy, LeaderboardReport, LeaderboardRow
from bot.features.leaderboard.picture import leaderboard_picture
from bot.look.texts import Texts
from tests.look.checks import assert_acceptable, assert_harmless
from tests.look.samples import STARTED
from tests.look.strategies import at_leisure, languages, leaderboard_reports
from tests.pictures.samples import BOARD
from tests.support.texts import ENGLISH

ME, OTHER = 1, 2


def rows(report: LeaderboardReport) -> list[str]:
    """The lines of the table, as the first member sees it."""
    return (
        (leaderboard_card(report, ME, ENGLISH).description or "").split("```")[1].splitlines()[1:]
    )


@at_leisure
@given(leaderboard_reports, st.integers(0, 5), languages)
def test_any_board_makes_a_card(report: LeaderboardReport, asker_id: int, texts: Texts) -> None:
    embed = leaderboard_card(report, asker_id, texts)
    assert_acceptable(embed)
    assert_harmless(embed)


def test_a_board_by_csr() -> None:
    embed = leaderboard_card(BOARD, ME, ENGLISH)
    assert embed.title == "Leaderboard by CSR"
    assert rows(BOARD) == [
        "  #  CSR Rank      Player",
        "  1 1532 Onyx      Ember Fox",
        "► 2 1384 Diamond 4 MapleLeaf 117",
    ]
    assert (embed.description or "").startswith("Best current rank of each\n\n")
    assert embed.footer.text == "2 linked members without a place"


@pytest.mark.parametrize(
    ("by", "title", "value", "written"),
    [
        (LeaderboardBy.KILLS_PER_DEATH, "Leaderboard by K/D", 1.256, "1.26"),
        (LeaderboardBy.WIN_RATE, "Leaderboard by win rate", 54.6, "54.6%"),
        (LeaderboardBy.MEDALS, "Leaderboard by medals", 12_345.0, "12,345"),
    ],
)
def test_other_boards(by: LeaderboardBy, title: str, value: float, written: str) -> None:
    report = replace(BOARD, by=by, rows=(LeaderboardRow(OTHER, Player(20, "Ember Fox"), value),))
    assert leaderboard_card(report, ME, ENGLISH).title == title
    assert rows(report)[1].split() == ["1", *written.split(), "Ember", "Fox"]


def test_the_askers_own_place_is_shown_wherever_it_is() -> None:
    many = tuple(replace(BOARD.rows[0], user_id=100 + place) for place in range(30))
    shown = rows(replace(BOARD, rows=(*many, BOARD.rows[1]), left_out=1))
    assert len(shown) == 1 + 20 + 1
    assert shown[-1].startswith("► 31 ")


@pytest.mark.parametrize(
    ("by", "values", "places"),
    [
        (LeaderboardBy.CSR, (1500, 1500, 1500), "111"),
        (LeaderboardBy.MEDALS, (40, 30, 30, 20), "1224"),
        (LeaderboardBy.KILLS_PER_DEATH, (1.504, 1.496, 1.494, 1.0), "1134"),
        (LeaderboardBy.WIN_RATE, (50.04, 49.96, 49.9), "113"),
    ],
)
def test_figures_that_are_written_alike_share_a_place(
    by: LeaderboardBy, values: tuple[float, ...], places: str
) -> None:
    board = replace(
        BOARD,
        by=by,
        rows=tuple(
            LeaderboardRow(OTHER, Player(20 + number, "Ember Fox"), value)
            for number, value in enumerate(values)
        ),
    )
    assert [row.split()[0] for row in rows(board)[1:]] == [*places]
    scene = leaderboard_picture(board, ME, ENGLISH).scene
    assert [each.place for each in scene.places] == [*places]


def test_a_board_of_equals_is_no_longer_than_others() -> None:
    many = tuple(replace(BOARD.rows[0], user_id=100 + number) for number in range(50))
    assert len(rows(replace(BOARD, rows=many))) == 1 + 20
    assert len(leaderboard_picture(replace(BOARD, rows=many), ME, ENGLISH).scene.places) == 10


def test_an_empty_board_says_how_to_get_on_it() -> None:
    embed = leaderboard_card(replace(BOARD, rows=()), ME, ENGLISH)
    assert "/link" in (embed.description or "")


def test_age_and_gaps_are_told() -> None:
    stale = replace(BOARD, missing=("skill",), freshness=Freshness(STARTED, stale=True), left_out=3)
    embed = leaderboard_card(stale, ME, ENGLISH)
    assert "Shown from the cache" in (embed.description or "")
    assert "and 3 more members · Not available right now: skill" in (embed.footer.text or "")
