from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.halo.identifiers import (
    LONGEST_GAMERTAG,
    can_be_sent,
    clean_gamertag,
    fold_gamertag,
    format_xuid,
    is_bot,
    parse_match_id,
    parse_player,
    parse_xuid,
)

XUIDS = st.integers(min_value=1, max_value=2**63 - 1)


@given(XUIDS)
def test_a_formatted_xuid_parses_back(xuid: int) -> None:
    assert parse_xuid(format_xuid(xuid)) == xuid
    assert parse_xuid(str(xuid)) == xuid
    assert parse_xuid(f"  {xuid} ") == xuid


@given(st.one_of(st.integers(max_value=0), st.integers(min_value=2**63)))
def test_numbers_outside_64_bits_are_no_xuid(number: int) -> None:
    assert parse_xuid(number) is None
    assert parse_xuid(str(number)) is None


@pytest.mark.parametrize("text", ["", "xuid()", "bid(31.0)", "12x", "xuid(-5)", "Name1234"])
def test_other_text_is_no_xuid(text: str) -> None:
    assert parse_xuid(text) is None


@given(st.text())
def test_any_text_is_an_xuid_or_none(text: str) -> None:
    xuid = parse_xuid(text)
    assert xuid is None or 0 < xuid < 2**63


@pytest.mark.parametrize(
    ("player_id", "expected"),
    [("bid(31.0)", True), ("bid(7)", True), ("xuid(2535445291321133)", False), ("bid()", False)],
)
def test_bots_are_known_by_their_player_id(player_id: str, expected: bool) -> None:
    assert is_bot(player_id) is expected


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  aCurtis   X89 ", "aCurtis X89"),
        ("Name#1234", "Name1234"),
        ("MapleLeafFan #117", "MapleLeafFan117"),
        ("Maple Leaf\N{NO-BREAK SPACE}# 117", "Maple Leaf117"),
        ("MapleLeafFan\N{FULLWIDTH NUMBER SIGN}117", "MapleLeafFan117"),
        ("\N{FULLWIDTH LATIN CAPITAL LETTER M}aple", "Maple"),
        (
            "\N{RIGHT-TO-LEFT ISOLATE}Maple\N{ZERO WIDTH SPACE}Leaf\N{POP DIRECTIONAL ISOLATE}",
            "MapleLeaf",
        ),
        ("\N{ZERO WIDTH NO-BREAK SPACE}Maple\N{SOFT HYPHEN}Leaf\x00", "MapleLeaf"),
        ("Maple\N{VARIATION SELECTOR-16}\tLeaf\n117", "Maple Leaf 117"),
        (
            "Zoe\N{ZERO WIDTH JOINER}\N{COMBINING DIAERESIS}",
            "Zo\N{LATIN SMALL LETTER E WITH DIAERESIS}",
        ),
        ("Zoe #\N{COMBINING DIAERESIS}", "Zo\N{LATIN SMALL LETTER E WITH DIAERESIS}"),
        ("\ud800Maple", "Maple"),
        ("\N{ZERO WIDTH SPACE}", ""),
        ("", ""),
    ],
)
def test_gamertags_are_cleaned(typed: str, cleaned: str) -> None:
    assert clean_gamertag(typed) == cleaned


@given(st.text(st.characters() | st.sampled_from("#\u200b\u0308 \uff03\u00b4")))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean_gamertag(text)
    assert clean_gamertag(once) == once
    assert "#" not in once


def test_spellings_of_one_gamertag_fold_to_the_same() -> None:
    spellings = ("MapleLeafFan #117", "mapleleaffan117", "MAPLE LEAF FAN\N{ZERO WIDTH SPACE} 117")
    assert {fold_gamertag(each) for each in spellings} == {"mapleleaffan117"}


@pytest.mark.parametrize(
    ("gamertag", "expected"),
    [
        ("A", True),
        ("MapleLeafFan11734", True),
        ("x" * LONGEST_GAMERTAG, True),
        ("x" * (LONGEST_GAMERTAG + 1), False),
        ("", False),
        ("..", False),
        ("a/b", True),
        ("a.", True),
        ("(a)", True),
        ("xuid(0)", False),
        ("bid(31.0)", False),
        ("\N{CJK UNIFIED IDEOGRAPH-540D}", True),
    ],
)
def test_only_what_cannot_be_sent_is_turned_away(gamertag: str, expected: bool) -> None:
    assert can_be_sent(gamertag) is expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (17, 17),
        ("xuid(17)", 17),
        ("\N{LEFT-TO-RIGHT MARK}17\N{POP DIRECTIONAL FORMATTING}", 17),
        ("Name #17", "Name17"),
        ("bid(31.0)", "bid(31.0)"),
    ],
)
def test_players_in_any_form(written: int | str, expected: int | str) -> None:
    assert parse_player(written) == expected


@given(st.uuids())
def test_a_match_id_is_found_in_all_its_spellings(match_id: UUID) -> None:
    canonical = str(match_id)
    link = f"https://www.halowaypoint.com/halo-infinite/players/someone/matches/{canonical}/"
    for text in (
        canonical,
        canonical.upper(),
        match_id.hex,
        f" {{{canonical}}} ",
        link,
        f"{link}?lang=de#stats",
    ):
        assert parse_match_id(text) == canonical


@pytest.mark.parametrize("text", ["", "last", "https://www.halowaypoint.com/", "1234"])
def test_other_text_is_no_match_id(text: str) -> None:
    assert parse_match_id(text) is None


@given(st.text())
def test_any_text_is_a_match_id_or_none(text: str) -> None:
    match_id = parse_match_id(text)
    assert match_id is None or str(UUID(match_id)) == match_id
