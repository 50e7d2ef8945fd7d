import os

import pytest

from bot.pictures.fonts import Ruler


@pytest.fixture(scope="module")
def ruler() -> Ruler:
    return Ruler()


@pytest.mark.parametrize(
    "name", ["MapleLeaf 117", "Мария 117", "ハロー侍", "한국선수", "שלום", "👩\u200d🚀", "<b>&"]
)
def test_every_script_has_a_width(ruler: Ruler, name: str) -> None:
    assert ruler.width(name, 40, 600) > ruler.width(name, 20, 600) > 10


def test_heavier_is_wider(ruler: Ruler) -> None:
    widths = [ruler.width("MapleLeaf 117", 20, weight) for weight in (400, 600, 800)]
    assert widths == sorted(set(widths))


def test_letters_of_one_width_are_east_asian(ruler: Ruler) -> None:
    # A box for a letter that no font has would be narrower.
    assert ruler.width("侍侍侍侍", 40, 400) == pytest.approx(160, abs=8)
    assert ruler.width("한한한한", 40, 400) == pytest.approx(147, abs=10)


@pytest.mark.parametrize("name", ["MapleLeaf 117 " * 5, "侍" * 60, "👩\u200d🚀" * 20, "W" * 200])
@pytest.mark.parametrize("room", [60.0, 200.0])
def test_what_is_too_long_is_shortened_to_its_room(ruler: Ruler, name: str, room: float) -> None:
    fitted = ruler.fit(name, room, 20, 500)
    assert fitted.endswith("…")
    assert "\u200d…" not in fitted
    assert room - 45 < ruler.width(fitted, 20, 500) <= room


def test_what_fits_is_left_alone(ruler: Ruler) -> None:
    assert ruler.fit("MapleLeaf 117", 200, 20, 500) == "MapleLeaf 117"
    assert ruler.fit("", 0, 20, 500) == ""


def test_no_room_leaves_an_ellipsis(ruler: Ruler) -> None:
    assert ruler.fit("MapleLeaf 117", -5, 20, 500) == "…"


def test_the_environment_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", "/somewhere/fonts.conf")
    Ruler()
    assert os.environ["FONTCONFIG_FILE"] == "/somewhere/fonts.conf"
    monkeypatch.delenv("FONTCONFIG_FILE")
    Ruler()
    assert "FONTCONFIG_FILE" not in os.environ
