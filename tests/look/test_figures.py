import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.look import figures
from bot.look.texts import Texts
from tests.look.strategies import at_leisure, languages, numbers
from tests.look.strategies import figures as odd_figures
from tests.support.texts import CATALOGUE, ENGLISH


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (ENGLISH.number(6040), "6,040"),
        (ENGLISH.number(1532, grouped=False), "1532"),
        (ENGLISH.number(-3.64, 1), "−3.6"),
        (ENGLISH.number(-0.04, 1), "0.0"),
        (ENGLISH.number(math.nan), "–"),
        (ENGLISH.number(None), "–"),
        (ENGLISH.number(2**63), "9.2e+18"),
        (ENGLISH.signed(2), "+2"),
        (ENGLISH.signed(-6.7, 1), "−6.7"),
        (ENGLISH.signed(0), "±0"),
        (ENGLISH.signed(None), "–"),
        (ENGLISH.percent(61.09), "61%"),
        (ENGLISH.percent(None), "–"),
        (figures.ago(datetime(2026, 6, 1, tzinfo=UTC)), "<t:1780272000:R>"),
        (figures.ago(1780272000.9), "<t:1780272000:R>"),
    ],
)
def test_figures_are_written_for_people(written: str, expected: str) -> None:
    assert written == expected


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("de", ("1.234.567", "−3,6", "1532,5", "61\u00a0%")),
        ("es-419", ("1,234,567", "−3.6", "1532.5", "61%")),
        ("es-ES", ("1.234.567", "−3,6", "1532,5", "61\u00a0%")),
        ("fr", ("1\u202f234\u202f567", "−3,6", "1532,5", "61\u00a0%")),
        ("ja", ("1,234,567", "−3.6", "1532.5", "61%")),
        ("pt-BR", ("1.234.567", "−3,6", "1532,5", "61%")),
    ],
)
def test_every_language_has_its_own_marks(language: str, written: tuple[str, ...]) -> None:
    texts = CATALOGUE.texts(language)
    assert written == (
        texts.number(1234567),
        texts.number(-3.64, 1),
        texts.number(1532.5, 1, grouped=False),
        texts.percent(61.09),
    )


@pytest.mark.parametrize(
    ("progress", "filled"), [(0, 0), (0.001, 1), (0.5, 6), (0.999, 11), (1, 12), (9, 12), (-1, 0)]
)
def test_a_bar_is_full_only_at_the_end(progress: float, filled: int) -> None:
    assert figures.bar(progress) == "▰" * filled + "▱" * (12 - filled)


@at_leisure
@given(odd_figures | numbers, st.integers(0, 3), languages)
def test_any_figure_is_short(value: float, decimals: int, texts: Texts) -> None:
    assert 0 < len(texts.number(value, decimals)) <= 24
    assert 0 < len(texts.signed(value, decimals)) <= 24
    assert 0 < len(texts.percent(value)) <= 24
    assert len(figures.bar(value)) == 12


@pytest.mark.parametrize(
    ("value", "digits", "written"),
    [
        (0, 4, "0"), (9_999, 4, "9,999"), (12_345, 4, "12k"), (12_345, 5, "12,345"),
        (100_000, 5, "100k"), (1_234_567, 4, "1.2M"), (34_000_000, 4, "34M"),
        (5_600_000_000, 4, "5.6G"), (-12_345, 4, "−12k"),
    ],
)  # fmt: skip
def test_counts_for_narrow_columns(value: int, digits: int, written: str) -> None:
    assert ENGLISH.short(value, digits) == written


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ([], ""),
        ([float("nan")], ""),
        ([3.0], "▅"),
        ([2, 2, 2], "▅▅▅"),
        ([0, 7], "▁█"),
        ([0, 1, 2, 3, 4, 5, 6, 7], "▁▂▃▄▅▆▇█"),
        ([0, float("inf"), 1], "▁█"),
    ],
)
def test_a_sparkline(values: list[float], line: str) -> None:
    assert figures.sparkline(values) == line


def test_a_sparkline_of_many_values_is_of_their_means() -> None:
    assert figures.sparkline([0, 2, 4, 4, 9, 7], width=3) == "▁▄█"


@given(st.lists(st.floats(), max_size=80), st.integers(1, 30))
def test_a_sparkline_is_never_wider_than_asked(values: list[float], width: int) -> None:
    assert len(figures.sparkline(values, width)) <= width
