from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.look.texts import ENGLISH as ENGLISH_NAME
from bot.look.texts import Catalogue
from tests.support.texts import CATALOGUE, ENGLISH

GERMAN = CATALOGUE.texts("de")
AT = datetime(2026, 6, 1, 19, 40, tzinfo=UTC)


def test_a_text_is_in_the_language_of_its_reader() -> None:
    assert GERMAN("Victory") == "Sieg"
    assert ENGLISH("Victory") == "Victory"


@pytest.mark.parametrize("locale", ["en-GB", "it", "xx", ""])
def test_languages_that_nobody_has_translated_are_answered_in_english(locale: str) -> None:
    assert CATALOGUE.texts(locale)("Victory") == "Victory"


def test_without_translations_everything_is_english() -> None:
    empty = Catalogue()
    assert {empty.texts(locale)("Victory") for locale in ("de", ENGLISH_NAME)} == {"Victory"}


def test_both_kinds_of_spanish_say_the_same_with_figures_of_their_own() -> None:
    spain, america = CATALOGUE.texts("es-ES"), CATALOGUE.texts("es-419")
    assert spain("Victory") == america("Victory") == "Victoria"
    assert (spain.number(6040.5, 1), america.number(6040.5, 1)) == ("6.040,5", "6,040.5")


@pytest.mark.parametrize("text", ["", "MapleLeaf 117", "{braces}", "50 %", "{0}"])
def test_what_is_no_message_stays_as_it_is(text: str) -> None:
    assert GERMAN(text) == text
    assert GERMAN.named("choice", text) == text


def test_values_are_put_in_as_they_are() -> None:
    assert GERMAN("{mode} on {map}", mode="{map}", map="{0}") == "{map} auf {0}"


@pytest.mark.parametrize(
    ("locale", "none", "one", "many"),
    [
        (ENGLISH_NAME, "0 matches left", "1 match left", "2,000 matches left"),
        ("de", "noch 0 Matches", "noch 1 Match", "noch 2.000 Matches"),
        ("fr", "encore 0 partie", "encore 1 partie", "encore 2\u202f000 parties"),
        ("ja", "あと 0 マッチ", "あと 1 マッチ", "あと 2,000 マッチ"),
    ],
)
def test_counts_take_the_form_of_the_language(locale: str, none: str, one: str, many: str) -> None:
    texts = CATALOGUE.texts(locale)
    counted = [texts.count("{count} match left", "{count} matches left", n) for n in (0, 1, 2000)]
    assert counted == [none, one, many]


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        (ENGLISH_NAME, "1st 2nd 3rd 11th 12th 13th 21st 111th"),
        ("de", "1. 2. 3. 11. 12. 13. 21. 111."),
        ("fr", "1er 2e 3e 11e 12e 13e 21e 111e"),
    ],
)
def test_places(locale: str, written: str) -> None:
    texts = CATALOGUE.texts(locale)
    assert " ".join(map(texts.ordinal, (1, 2, 3, 11, 12, 13, 21, 111))) == written


@pytest.mark.parametrize(
    ("length", "english", "japanese"),
    [
        (timedelta(seconds=45), "45 s", "45 秒"),
        (timedelta(minutes=12, seconds=4), "12 min 04 s", "12 分 04 秒"),
        (timedelta(hours=1, minutes=2), "1 h 02 min", "1 時間 02 分"),
        (timedelta(days=56, hours=10), "1,354 h 00 min", "1,354 時間 00 分"),
        (timedelta(seconds=-5), "0 s", "0 秒"),
    ],
)
def test_durations(length: timedelta, english: str, japanese: str) -> None:
    assert ENGLISH.duration(length) == english
    assert CATALOGUE.texts("ja").duration(length) == japanese


def test_enumerations() -> None:
    assert ENGLISH.listed(["a"]) == "a"
    assert ENGLISH.listed(["a", "b", "c"]) == "a, b or c"
    assert GERMAN.listed(["a", "b", "c"]) == "a, b oder c"


def test_moments() -> None:
    assert (ENGLISH.day(AT), GERMAN.day(AT)) == ("Jun 1, 2026", "01.06.2026")
    assert ENGLISH.moment(AT) == "Jun 1, 2026, 7:40\u202fPM UTC"
    assert GERMAN.moment(AT) == "01.06.2026, 19:40 UTC"


@pytest.mark.parametrize(
    ("zone", "english", "german"),
    [
        ("Europe/Berlin", "Jun 1, 2026, 9:40\u202fPM UTC+02:00", "01.06.2026, 21:40 UTC+02:00"),
        ("Asia/Kolkata", "Jun 2, 2026, 1:10\u202fAM UTC+05:30", "02.06.2026, 01:10 UTC+05:30"),
        ("UTC", "Jun 1, 2026, 7:40\u202fPM UTC", "01.06.2026, 19:40 UTC"),
    ],
)
def test_moments_in_the_readers_time_zone(zone: str, english: str, german: str) -> None:
    assert ENGLISH.in_zone(ZoneInfo(zone)).moment(AT) == english
    assert GERMAN.in_zone(ZoneInfo(zone)).moment(AT) == german
    assert ENGLISH.moment(AT).endswith(" UTC")


def test_a_moment_at_the_end_of_the_calendar_stays_where_it_is() -> None:
    last = datetime.max.replace(tzinfo=UTC)
    assert ENGLISH.in_zone(ZoneInfo("Asia/Tokyo")).day(last) == "Dec 31, 9999"
