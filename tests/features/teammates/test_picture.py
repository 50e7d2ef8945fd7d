from dataclasses import replace

import pytest

from bot.facts.played_match import Tally
from bot.facts.results import Freshness, Player
from bot.features.teammates.lookup import Teammate
from bot.features.teammates.picture import (
    TeammateScene,
    TeammatesScene,
    teammates_picture,
)
from bot.look import theme
from bot.look.texts import Texts
from bot.pictures.outcomes import Portion
from bot.pictures.renderer import Renderer
from tests.look.samples import STARTED, TEAMMATES
from tests.pictures.checks import assert_good
from tests.support.texts import CATALOGUE, ENGLISH, EVERY_LANGUAGE


def test_teammates(renderer: Renderer) -> None:
    drawing = teammates_picture(TEAMMATES, ENGLISH)
    assert drawing.scene == TeammatesScene(
        gamertag="MapleLeaf 117",
        title="Teammates",
        matches="20 matches in teams",
        win_rate="60%",
        results=(
            Portion("Won", "12", 0.6, theme.DONE),
            Portion("Lost", "8", 0.4, theme.ERROR),
        ),
        teammates=(
            TeammateScene("Quiet Comet", "10", 0.6, "60%", "6–4", theme.DONE),
            TeammateScene("Ember Fox", "9", 100 * 7 / 9 / 100, "78%", "7–2", theme.DONE),
            TeammateScene("한글 Seven", "2", 1.0, "100%", "2–0", theme.DONE),
        ),
        note="and 31 other players met less often",
    )
    assert drawing.alt == (
        "MapleLeaf 117: Teammates. 20 matches in teams, Win rate 60%. Won 12, Lost 8. "
        "Games, Won–lost, Win rate: Quiet Comet 10, 6–4, 60%. Ember Fox 9, 7–2, 78%. "
        "한글 Seven 2, 2–0, 100%. and 31 other players met less often."
    )
    assert_good(renderer, drawing)


@pytest.mark.parametrize("name", ["永" * 24, "صقر الليل الطويل جدا نعم", "W" * 24])
@pytest.mark.parametrize("locale", ["en-US", "de", "es-ES", "fr", "ja", "pt-BR"])
def test_more_teammates_than_there_is_room_for(renderer: Renderer, name: str, locale: str) -> None:
    many = tuple(
        Teammate(Player(number, name), Tally(100 - number, number, 3, 1)) for number in range(20)
    )
    report = replace(TEAMMATES, player=Player(1, name), record=Tally(90, 80, 7, 6), teammates=many)
    drawing = teammates_picture(replace(report, missing=("names",)), CATALOGUE.texts(locale))
    assert len(drawing.scene.teammates) == 10
    assert_good(renderer, drawing)


@pytest.mark.parametrize("texts", EVERY_LANGUAGE, ids=lambda texts: str(texts.locale))
def test_headings_are_whole_in_every_language(renderer: Renderer, texts: Texts) -> None:
    svg = renderer.svg(teammates_picture(TEAMMATES, texts))
    for heading in ("Player", "Games", "Win rate", "Won–lost"):
        assert f">{texts(heading).upper()}<" in svg


def test_those_without_room_are_counted_with_the_others() -> None:
    twelve = TEAMMATES.teammates * 4
    age = Freshness(STARTED, stale=True)
    report = replace(TEAMMATES, teammates=twelve, missing=("names",), freshness=age)
    assert teammates_picture(report, ENGLISH).scene.note == (
        "and 33 other players met less often · Shown from the cache, true at "
        "Jun 1, 2026, 7:40\u202fPM UTC · Not available right now: names"
    )


def test_names_of_any_script_are_whole(renderer: Renderer) -> None:
    one = replace(TEAMMATES, teammates=(Teammate(Player(2, "永" * 24), Tally(2, 2)),))
    drawing = teammates_picture(one, ENGLISH)
    assert "永" * 24 in renderer.svg(drawing)
    assert drawing.scene.teammates[0].colour == theme.SOFT


def test_one_teammate_without_a_name_and_nothing_but_losses(renderer: Renderer) -> None:
    lost = replace(
        TEAMMATES,
        record=Tally(0, 2),
        teammates=(Teammate(Player(1117, ""), Tally(0, 2)),),
        others=0,
    )
    drawing = teammates_picture(lost, ENGLISH)
    assert drawing.scene.teammates == (
        TeammateScene("Player 1117", "2", 0.0, "0%", "0–2", theme.LOW),
    )
    assert drawing.scene.note == ""
    assert_good(renderer, drawing)


def test_nobody_at_all(renderer: Renderer) -> None:
    nobody = replace(TEAMMATES, record=Tally(), teammates=(), others=0)
    drawing = teammates_picture(nobody, ENGLISH)
    assert (drawing.scene.win_rate, drawing.scene.results) == ("–", ())
    assert_good(renderer, drawing)
