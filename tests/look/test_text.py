import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.look import text
from tests.look.strategies import at_leisure, names


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("MapleLeaf 117", "MapleLeaf 117"),
        ("a_b*c", r"a\_b\*c"),
        ("<@123456789012345678>", "\\<@\u200b123456789012345678\\>"),
        ("<t:0:R>", r"\<t:0:R\>"),
        ("[a](http://x) *b*", r"\[a\](http\://x) \*b\*"),
        ("# big", r"\# big"),
        ("1. one", r"1\. one"),
        ("a # b - c", "a # b - c"),
        ("@everyone", "@\u200beveryone"),
        ("two\nlines", "two lines"),
        ("\u202egnp.exe", "gnp.exe"),
        ("\u3164\u200b", "(?)"),
    ],
)
def test_names_are_shown_as_they_are_written(raw: str, shown: str) -> None:
    assert text.escape(raw) == shown


@at_leisure
@given(names)
def test_no_markdown_is_left_active(raw: str) -> None:
    without_escapes = re.sub(r"\\.", "", text.escape(raw))
    assert not set("\\*_~|`<>[]") & set(without_escapes)
    assert "://" not in without_escapes


@at_leisure
@given(names)
def test_a_name_cannot_leave_its_code_block(raw: str) -> None:
    shown = text.code(raw)
    assert "`" not in shown
    assert len(shown.splitlines()) == 1


def test_emoji_families_and_foreign_scripts_stay_whole() -> None:
    assert text.plain("👨\u200d👩\u200d👧 한글 שלום") == "👨\u200d👩\u200d👧 한글 שלום"


@at_leisure
@given(names, st.integers(0, 300))
@example("\udc00 lone", 4)
def test_clipped_text_fits_and_keeps_its_beginning(raw: str, limit: int) -> None:
    clipped = text.clip(raw, limit)
    assert text.length(clipped) <= limit
    assert raw.startswith(clipped.removesuffix("…"))


def test_an_emoji_is_cut_off_whole() -> None:
    assert text.clip("ab💠💠", 4) == "ab…"
    assert text.clip("ab💠💠", 5) == "ab💠…"


@at_leisure
@given(st.text("`\\ab\n*", max_size=200), st.integers(0, 120))
def test_clipped_markdown_leaves_no_code_block_open(raw: str, limit: int) -> None:
    clipped = text.clip_markdown(raw, limit)
    assert text.length(clipped) <= limit
    if clipped != raw:
        assert clipped.count("```") % 2 == 0
        assert not clipped.endswith("\\")


def test_a_cut_table_ends_at_a_line_and_is_closed() -> None:
    table = "```\n" + "\n".join(f"player {number}" for number in range(10, 60)) + "\n```"
    clipped = text.clip_markdown(table, 100)
    assert clipped.splitlines()[-3:] == ["player 18", "…", "```"]
