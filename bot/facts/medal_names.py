"""Giving earned medals their names, and an order."""

from collections.abc import Iterable, Sequence

from bot.facts.results import EarnedMedal, MedalSort
from bot.halo.models.gamecms import MedalMetadata
from bot.halo.models.stats import MedalCount


def earned_medals(
    counts: Iterable[MedalCount], metadata: MedalMetadata | None, language: str
) -> tuple[EarnedMedal, ...]:
    """Medals by how often they were earned, in the service's language such as "de-DE".

    A medal that the metadata does not know has no name.
    """
    totals: dict[int, int] = {}
    for item in counts:
        totals[item.name_id] = totals.get(item.name_id, 0) + item.count
    medals = [_named(medal_id, count, metadata, language) for medal_id, count in totals.items()]
    return sort_medals(medals, MedalSort.COUNT)


def sort_medals(medals: Iterable[EarnedMedal], sort: MedalSort) -> tuple[EarnedMedal, ...]:
    """Most earned first, or hardest first, or grouped by type with the hardest of each first."""
    match sort:
        case MedalSort.COUNT:
            return tuple(sorted(medals, key=lambda m: (-m.count, -m.difficulty, m.name)))
        case MedalSort.RARITY:
            return tuple(
                sorted(medals, key=lambda m: (-m.difficulty, -m.sorting_weight, m.count, m.name))
            )
        case MedalSort.TYPE:
            return tuple(
                sorted(medals, key=lambda m: (m.kind or "~", -m.difficulty, -m.count, m.name))
            )


def _named(medal_id: int, count: int, metadata: MedalMetadata | None, language: str) -> EarnedMedal:
    medal = metadata.by_id.get(medal_id) if metadata is not None else None
    if medal is None or metadata is None:
        return EarnedMedal(medal_id, "", "", count, -1, "", -1, 0)
    return EarnedMedal(
        medal_id=medal_id,
        name=medal.name.in_language(language),
        description=medal.description.in_language(language),
        count=count,
        difficulty=medal.difficulty_index,
        kind=_item(metadata.types, medal.type_index),
        sprite_index=medal.sprite_index,
        sorting_weight=medal.sorting_weight,
    )


def _item(items: Sequence[str], index: int) -> str:
    return items[index] if 0 <= index < len(items) else ""
