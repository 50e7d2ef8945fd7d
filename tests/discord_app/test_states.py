"""What the ids of controls say."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord_app.card_ids import LONGEST_ID, ControlsForgotten
from bot.discord_app.states import (
    ControlId,
    StateTooLong,
    fitting,
    read,
    write,
)
from tests.look.strategies import at_leisure


class Side(StrEnum):
    FRONT = "front"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Everything:
    number: int
    flag: bool
    typed: str
    side: Side
    match_id: UUID | None = None
    season: int | None = None


EVERYTHING = st.builds(
    Everything,
    st.integers(-(2**64), 2**64),
    st.booleans(),
    st.text(),
    st.sampled_from(Side),
    st.none() | st.uuids(),
    st.none() | st.integers(0, 99),
)


@at_leisure
@given(EVERYTHING)
def test_what_is_written_is_read_again(state: Everything) -> None:
    assert read(Everything, write(state)) == state


@at_leisure
@given(st.text(alphabet=st.characters(codec="ascii", exclude_characters=":")), EVERYTHING)
def test_an_id_comes_back(name: str, state: Everything) -> None:
    written = write(state)
    custom_id = ControlId("match", name, 2**64 - 1, written)
    try:
        again = ControlId.parse(str(custom_id))
    except StateTooLong:
        assert len(f"match:{name}:{2**64 - 1:x}:{written}") > LONGEST_ID
    else:
        assert again == custom_id


@pytest.mark.parametrize(
    "written",
    [
        "",
        "1:1:x:front::0:more",
        "x:1:t:front::",
        "1:2:t:front::",
        "1:1:t:side::",
        "1:1:t:front:no:",
    ],
)
def test_any_other_text_is_forgotten(written: str) -> None:
    with pytest.raises(ControlsForgotten):
        read(Everything, written)


@pytest.mark.parametrize("custom_id", ["", "match", "match:older", "match:older:owner:"])
def test_any_other_id_is_forgotten(custom_id: str) -> None:
    with pytest.raises(ControlsForgotten):
        ControlId.parse(custom_id)


def test_what_discord_would_refuse_is_never_sent() -> None:
    assert fitting("x" * LONGEST_ID)
    with pytest.raises(StateTooLong):
        fitting("x" * (LONGEST_ID + 1))


def test_a_field_of_another_kind_is_a_mistake() -> None:
    with pytest.raises(TypeError):
        write(Everything(1, True, "t", Side.FRONT, 1.5))  # type: ignore[arg-type]
