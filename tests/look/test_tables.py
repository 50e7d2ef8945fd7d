from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from bot.look.tables import Column, table
from bot.look.text import code
from tests.look.strategies import at_leisure, names

COLUMNS = (Column("Player", limit=10), Column("K", right=True))


def test_wide_letters_count_for_two_cells() -> None:
    assert table(COLUMNS, [("한글", "7"), ("MapleLeaf", "18"), ("🇰🇷 Kim", "5")]) == [
        "Player     K",
        "한글       7",
        "MapleLeaf 18",
        "🇰🇷 Kim     5",
    ]


def test_what_is_too_wide_ends_with_an_ellipsis() -> None:
    assert table(COLUMNS, [("MapleLeaf 117", "1")])[1] == "MapleLeaf… 1"
    assert table(COLUMNS, [("한글이름테스트", "1")])[1] == "한글이름…  1"


def test_figures_stay_behind_a_name_written_from_right_to_left() -> None:
    assert table(COLUMNS, [("שלום", "18")])[1] == "\u200eשלום\u200e   18"


@at_leisure
@given(st.lists(st.tuples(names.map(code), st.integers(10, 99).map(str)), min_size=1))
def test_the_last_column_ends_at_the_same_cell_on_every_line(rows: list[tuple[str, str]]) -> None:
    assert len({cell_len(line) for line in table(COLUMNS, rows)}) == 1
