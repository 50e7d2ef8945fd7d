"""Messages without those parts that Discord refuses."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord_app.refused_parts import refused_parts, without_refused

REFUSED = "This is refused"
MENU = {"type": 3, "custom_id": "m", "options": [{"label": "a"}, {"label": "b"}]}
CARD: dict[str, Any] = {
    "embeds": [
        {
            "title": "Title",
            "description": "Words",
            "fields": [{"name": str(number), "value": "value"} for number in range(3)],
            "image": {"url": "attachment://match.png"},
            "footer": {"text": "Foot"},
        }
    ],
    "components": [
        {"type": 1, "components": [{"type": 2, "label": "Older"}, {"type": 2, "label": "Newer"}]},
        {"type": 1, "components": [MENU]},
    ],
    "attachments": [{"id": 0, "filename": "match.png", "description": "Alt"}],
}
LAYOUT: dict[str, Any] = {
    "flags": 1 << 15,
    "components": [
        {"type": 17, "components": [{"type": 10, "content": "Words"}, CARD["components"][0]]}
    ],
}


def mended(message: dict[str, Any], *places: str, why: str = REFUSED) -> dict[str, Any]:
    """The message without what is refused at these places, as discord.py tells of it."""
    said = "\n".join(["Invalid Form Body", *(f"In {place}: {why}" for place in places)])
    found = without_refused(message, refused_parts(said))
    assert found is not None
    return found


def test_all_refused_places_are_read_with_their_words() -> None:
    said = "Invalid Form Body\nIn embeds.0.title: Too long\nIn content: Must be 5 or fewer."
    assert refused_parts(said) == {"embeds.0.title": "Too long", "content": "Must be 5 or fewer."}


def test_two_refusals_in_one_field_take_out_that_field_alone() -> None:
    card = mended(
        CARD, "embeds.0.fields.1.name", "embeds.0.fields.1.value", "embeds.0.fields.2.value"
    )
    assert [field["name"] for field in card["embeds"][0]["fields"]] == ["0"]


@pytest.mark.parametrize("part", ["title", "description", "footer"])
def test_an_embed_does_without_any_part(part: str) -> None:
    (embed,) = mended(CARD, f"embeds.0.{part}")["embeds"]
    assert embed == {key: value for key, value in CARD["embeds"][0].items() if key != part}


def test_a_row_that_holds_nothing_more_goes_too() -> None:
    options = [f"components.1.components.0.options.{number}.label" for number in range(2)]
    assert mended(CARD, *options)["components"] == CARD["components"][:1]
    assert mended(CARD, "components.1")["components"] == CARD["components"][:1]


def test_an_option_is_taken_out_of_its_menu() -> None:
    menu = mended(CARD, "components.1.components.0.options.0.value")["components"][1]["components"][
        0
    ]
    assert [option["label"] for option in menu["options"]] == ["b"]


def test_a_part_of_a_layout() -> None:
    (container,) = mended(LAYOUT, "components.0.components.1.components.0.emoji.id")["components"]
    assert container["components"][0] == LAYOUT["components"][0]["components"][0]
    assert [each["label"] for each in container["components"][1]["components"]] == ["Newer"]


@pytest.mark.parametrize("root", ["", "data."])
def test_the_message_of_a_first_answer(root: str) -> None:
    answer = mended({"type": 4, "data": CARD}, f"{root}embeds.0.fields.0.value")
    assert answer["type"] == 4
    assert len(answer["data"]["embeds"][0]["fields"]) == 2


def test_a_text_is_cut_to_what_is_allowed() -> None:
    why = "Must be 2 or fewer in length."
    card = mended(CARD, "embeds.0.description", "attachments.0.description", why=why)
    assert card["embeds"][0]["description"] == "W…"
    assert card["attachments"] == [{**CARD["attachments"][0], "description": "A…"}]


@pytest.mark.parametrize(
    ("message", "place"),
    [
        (CARD, "embeds"), (CARD, "embeds.0.image.url"), (CARD, "attachments.0.filename"),
        (CARD, "nowhere.0"), (LAYOUT, "components.0"), (LAYOUT, "flags"), (CARD, "embeds.x"),
        ({"type": 9, "data": {"components": [{"type": 18}]}}, "data.components.0"),
        ({"content": "words"}, "content"),
    ],
)  # fmt: skip
def test_what_cannot_be_left_out(message: dict[str, Any], place: str) -> None:
    assert without_refused(message, {place: REFUSED}) is None


keys = st.sampled_from(
    ["embeds", "components", "fields", "options", "0", "1", "2", "title", "data"]
)


@given(
    st.sampled_from([CARD, LAYOUT, {"type": 7, "data": CARD}]),
    st.dictionaries(st.lists(keys, min_size=1).map(".".join), st.text(), min_size=1),
)
def test_whatever_is_refused_the_message_itself_stays(
    message: dict[str, Any], refused: dict[str, str]
) -> None:
    before = copy.deepcopy(message)
    found = without_refused(message, refused)
    assert message == before
    assert found is None or found != message
