"""Odd values and new fields in otherwise recorded answers: what is not odd survives."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.halo.conftest import MATCH, Recorded, differences
from tests.halo.recorded_models import MODELS, dump, parse

DROP = object()
ODD_VALUES: tuple[object, ...] = (
    DROP, None, "NaN", "Infinity", "", "soon", -1, 99, 10**30, 1.5, True, [], {}, [None], {"a": 1},
    "P56DT10H1.1234567S", "PT", "P9999999999D", "0001-01-01T00:00:00+14:00",
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every path into JSON data, but for the match's own id."""
    steps: Any = ()
    if isinstance(value, dict):
        steps = value.items()
    elif isinstance(value, list):
        steps = enumerate(value)
    for key, inner in steps:
        if (*path, key) != ("MatchId",):
            yield (*path, key)
            yield from places(inner, (*path, key))


def changed(data: Any, place: tuple[Any, ...], odd: object) -> Any:
    """The data with another value at a place, or without it; as it was where there is none."""
    data = copy.deepcopy(data)
    inner = data
    try:
        for step in place[:-1]:
            inner = inner[step]
        if odd is DROP:
            del inner[place[-1]]
        else:
            inner[place[-1]] = copy.deepcopy(odd)
    except (IndexError, KeyError, TypeError):
        return data
    return data


PLACES = tuple(places(MATCH))


@given(st.sampled_from(PLACES), st.sampled_from(ODD_VALUES))
def test_one_odd_value_loses_nothing_else(place: tuple[Any, ...], odd: object) -> None:
    match, whole = parse(changed(MATCH, place, odd)), parse(MATCH)
    for alias, field in (("MatchInfo", "match_info"), ("Teams", "teams"), ("Players", "players")):
        if alias != place[0]:
            assert getattr(match, field) == getattr(whole, field)
        elif len(place) > 1 and alias != "MatchInfo":
            others = [one for index, one in enumerate(getattr(whole, field)) if index != place[1]]
            assert [one for one in getattr(match, field) if one in others] == others


@given(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(ODD_VALUES)), max_size=40))
def test_many_odd_values_still_parse(changes: list[tuple[tuple[Any, ...], object]]) -> None:
    data = MATCH
    for place, odd in changes:
        data = changed(data, place, odd)
    match = parse(data)
    assert match.match_id == MATCH["MatchId"]
    assert parse(dump(match)) == match


@pytest.mark.parametrize("name", MODELS)
@settings(max_examples=10)
@given(data=st.data())
def test_one_odd_value_loses_no_recorded_answer(
    recorded: Recorded, name: str, data: st.DataObject
) -> None:
    sent, model = recorded(name), MODELS[name]
    # Without what is essential on the first level there is no answer.
    essential = {field.alias for field in model.model_fields.values() if field.is_required()}
    inner = [place for place in places(sent) if len(place) > 1 or place[0] not in essential]
    place, odd = data.draw(st.sampled_from(inner)), data.draw(st.sampled_from(ODD_VALUES))
    whole, changed_model = parse(sent, model), parse(changed(sent, place, odd), model)
    for name_of_field, field in model.model_fields.items():
        if isinstance(sent, dict) and field.alias != place[0]:
            assert getattr(changed_model, name_of_field) == getattr(whole, name_of_field)


def grown(value: Any) -> Any:
    """The same with a field more in every object."""
    if isinstance(value, list):
        return [grown(item) for item in value]
    if isinstance(value, dict):
        return {key: grown(item) for key, item in value.items()} | {"New": [{"Newer": None}]}
    return value


@pytest.mark.parametrize("name", MODELS)
def test_new_fields_are_ignored(recorded: Recorded, name: str) -> None:
    sent = recorded(name)
    odd, whole = parse(grown(sent), MODELS[name]), parse(sent, MODELS[name])
    # Objects with free keys may take them up; everything else says what it said.
    assert list(differences(dump(odd), dump(whole))) == []
