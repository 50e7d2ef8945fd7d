from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.facts.results import MedalScope, MedalsReport
from bot.features.medals.card import medals_card
from bot.look.drawing import Drawing
from bot.look.texts import Texts
from bot.pictures.renderer import Renderer
from tests.look.samples import medals_report
from tests.look.strategies import languages, medals_reports
from tests.pictures.checks import assert_good
from tests.pictures.samples import artwork
from tests.pictures.strategies import a_few
from tests.support.cards import drawing_of
from tests.support.texts import ENGLISH


def wall(report: MedalsReport, page: int = 0, texts: Texts = ENGLISH) -> Drawing:
    icons = {622331684: artwork(72, 72, "red")}
    return drawing_of(medals_card(report, texts, page, icons))


def test_a_page_of_the_wall(renderer: Renderer) -> None:
    drawing = wall(medals_report(23), 2)
    scene = drawing.scene
    assert (scene.gamertag, scene.title) == ("MapleLeaf 117", "Career medals")
    assert scene.page == "Page 3 of 3"
    assert [(each.name, each.count) for each in scene.medals][-2:] == [
        ("Medal 22", "×20"), ("Medal 23", "×10"),
    ]  # fmt: skip
    assert all(each.icon for each in scene.medals)
    assert "2,760 earned · 23 kinds · most earned first" in drawing.alt
    assert "Medal 22 ×20, Medal 23 ×10" in drawing.alt
    assert_good(renderer, drawing)


def test_a_page_beyond_the_end_is_the_last_one() -> None:
    assert wall(medals_report(23), 99).scene == wall(medals_report(23), 2).scene


def test_no_medals(renderer: Renderer) -> None:
    drawing = wall(replace(medals_report(0), scope=MedalScope.MATCH))
    assert drawing.scene.medals == ()
    assert "No medals yet." in drawing.alt
    assert_good(renderer, drawing)


def test_any_medals_make_a_picture(renderer: Renderer) -> None:
    @a_few
    @given(medals_reports, st.integers(0, 3), languages)
    def check(report: MedalsReport, page: int, texts: Texts) -> None:
        assert_good(renderer, wall(report, page, texts))

    check()
