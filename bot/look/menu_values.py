"""The values of a menu's entries that stand for things with ids."""

from bot.look import text

# Discord's limit.
_LONGEST = 100


def menu_value(place: int, thing_id: str) -> str:
    """The value of the entry at that place; with it the values differ whatever the ids are."""
    return text.clip(f"{place} {text.plain(thing_id)}", _LONGEST)


def chosen_id(value: str) -> str:
    """The id of the thing that was chosen."""
    return value.partition(" ")[2]
