"""CSV files as spreadsheets read them."""

import csv
import io

import pytest

from bot.look.spreadsheet import cell_text, csv_file


def cells(value: object, delimiter: str = ",") -> list[str]:
    """What a spreadsheet with this separator has in the cells of a file with one value."""
    text = csv_file(["name"], [[value]]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    return [cell for row in rows[1:] for cell in row]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Aquarius", "Aquarius"),
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  -2", "  '-2"),
        ("\t=1", "\t'=1"),
        ("\uff1d1", "'\uff1d1"),
        ("a;=1", "a;'=1"),
        ("a\t+1", "a\t'+1"),
        ("a\r\n@x", "a\r\n'@x"),
        ('a;"=1', "a;\"'=1"),
        ("Live Fire - Ranked", "Live Fire - Ranked"),
        ("<@123456789012345678>", "<@123456789012345678>"),
        (-2.5, "-2.5"),
        (None, ""),
        (True, "True"),
    ],
)
def test_no_text_is_taken_for_a_formula(value: object, written: str) -> None:
    assert cells(value) == [written]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("before", ["", ";", ",", "\t", "\n", '"', '";', '";"', ' ;"" ', "'"])
@pytest.mark.parametrize("formula", ["=1", "+1", "-1", "@a"])
def test_no_separator_uncovers_a_formula(delimiter: str, before: str, formula: str) -> None:
    found = cells(f"a{before}{formula}", delimiter) + cells(f"{before}{formula}", delimiter)
    uncovered = [cell for cell in found if cell.strip(' "').startswith(formula)]
    assert uncovered == []


def test_every_cell_is_quoted_behind_a_byte_order_mark() -> None:
    assert csv_file(["a", "b"], [[1, "x"]]) == b'\xef\xbb\xbf"a","b"\r\n"1","x"\r\n'


def test_what_was_disarmed_is_read_as_it_was() -> None:
    assert cell_text(" '@kim ") == "@kim"
    assert cell_text("kim") == "kim"
