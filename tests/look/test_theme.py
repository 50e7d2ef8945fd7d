import pytest

from bot.look import theme


@pytest.mark.parametrize("colour", [theme.INK, theme.SOFT, theme.MUTED])
@pytest.mark.parametrize("ground", [theme.GROUND, theme.PANEL, theme.RAISED])
def test_text_can_be_read_on_every_ground(colour: int, ground: int) -> None:
    assert theme.contrast(colour, ground) >= theme.CONTRAST


@pytest.mark.parametrize("colour", [0x000000, 0x6B7785, 0xE5534B, 0xB0733A, 0x9B6BFF, 0xFFFFFF])
def test_any_colour_can_be_made_readable(colour: int) -> None:
    readable = theme.readable(colour)
    assert theme.contrast(readable, theme.RAISED) >= theme.CONTRAST
    if theme.contrast(colour, theme.RAISED) >= theme.CONTRAST:
        assert readable == colour


def test_contrast_as_wcag_counts_it() -> None:
    assert theme.contrast(0x000000, 0xFFFFFF) == pytest.approx(21)
    assert theme.contrast(0x777777, 0xFFFFFF) == pytest.approx(4.48, abs=0.01)


def test_mixing() -> None:
    assert theme.mixed(0xFF0000, 0x0000FF, 0.5) == 0x800080
    assert theme.web(0x00A1FF) == "#00a1ff"


@pytest.mark.parametrize(
    ("difference", "colour"), [(3, theme.DONE), (-0.1, theme.LOW), (0, theme.SOFT)]
)
def test_the_colour_of_a_difference(difference: float, colour: int) -> None:
    assert theme.gain(difference) == colour
