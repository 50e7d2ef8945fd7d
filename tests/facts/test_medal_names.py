"""Names, kinds and orders of medals."""

import pytest

from bot.facts.medal_names import earned_medals, sort_medals
from bot.facts.results import MedalSort
from bot.halo.models.gamecms import MedalMetadata
from bot.halo.models.stats import MedalCount

KILL, SNAP, HEAL, STRANGE = 1, 2, 3, 99


def entry(
    name_id: int, name: str, difficulty: int, kind: int, weight: int = 0
) -> dict[str, object]:
    return {
        "nameId": name_id,
        "name": {"value": name, "translations": {"de-DE": f"{name} (de)", "fr-FR": ""}},
        "description": {"value": f"Earn {name}."},
        "difficultyIndex": difficulty,
        "typeIndex": kind,
        "sortingWeight": weight,
        "spriteIndex": 7,
    }


METADATA = MedalMetadata.model_validate(
    {
        "types": ["spree", "skill"],
        "medals": [
            entry(KILL, "Kill", 0, 0), entry(SNAP, "Snap", 3, 1), entry(HEAL, "Heal", 0, 8, 50),
        ],
    }
)  # fmt: skip


def counts(**earned: int) -> list[MedalCount]:
    ids = {"kill": KILL, "snap": SNAP, "heal": HEAL, "strange": STRANGE}
    return [MedalCount(name_id=ids[name], count=count) for name, count in earned.items()]


def test_a_medal_has_all_that_the_metadata_says_of_it() -> None:
    (medal,) = earned_medals(counts(snap=4), METADATA, "en-US")
    assert (medal.medal_id, medal.name, medal.description) == (SNAP, "Snap", "Earn Snap.")
    assert (medal.count, medal.difficulty, medal.kind, medal.sprite_index) == (4, 3, "skill", 7)


@pytest.mark.parametrize(
    ("language", "name"), [("de-DE", "Snap (de)"), ("fr-FR", "Snap"), ("ja-JP", "Snap")]
)
def test_names_are_in_the_language_where_there_are_any(language: str, name: str) -> None:
    (medal,) = earned_medals(counts(snap=1), METADATA, language)
    assert medal.name == name


def test_a_medal_earned_on_two_teams_counts_once() -> None:
    (medal,) = earned_medals([*counts(kill=2), *counts(kill=3)], METADATA, "en-US")
    assert medal.count == 5


@pytest.mark.parametrize("metadata", [METADATA, None])
def test_a_medal_that_nobody_knows_has_no_name(metadata: MedalMetadata | None) -> None:
    (medal,) = earned_medals(counts(strange=2), metadata, "en-US")
    assert (medal.medal_id, medal.name) == (99, "")
    assert (medal.difficulty, medal.kind, medal.sprite_index, medal.count) == (-1, "", -1, 2)


def test_a_type_beyond_the_metadatas_list_is_none() -> None:
    (medal,) = earned_medals(counts(heal=1), METADATA, "en-US")
    assert medal.kind == ""


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (MedalSort.COUNT, [KILL, STRANGE, SNAP, HEAL]),
        (MedalSort.RARITY, [SNAP, HEAL, KILL, STRANGE]),
        (MedalSort.TYPE, [SNAP, KILL, HEAL, STRANGE]),
    ],
)
def test_orders(sort: MedalSort, order: list[int]) -> None:
    medals = earned_medals(counts(heal=1, snap=1, strange=5, kill=9), METADATA, "en-US")
    assert [medal.medal_id for medal in sort_medals(reversed(medals), sort)] == order
