"""What a control's id says: its screen, its name, its owner and the state it shows.

A state is a frozen dataclass; each of its fields is an int, a bool, a str, a StrEnum, a UUID, or
one of these or None. Nothing else is kept of a message, so a press works after a restart and in
any worker.
"""

from dataclasses import Field, dataclass, fields, is_dataclass
from enum import Enum
from types import UnionType
from typing import Any, Self, TypeVar, get_args, get_type_hints
from uuid import UUID

from bot.discord_app.card_ids import LONGEST_ID, ControlsForgotten

ANYBODY = 0
"""The owner of controls that everybody may use."""
_SEPARATOR = ":"
_ESCAPES = (("%", "%25"), (_SEPARATOR, "%3A"))

State = TypeVar("State")


class StateTooLong(ValueError):
    """A state does not fit into an id: a mistake of the screen's."""


def write(state: object) -> str:
    """Returns the state as text. Raises TypeError for a field of another kind."""
    assert is_dataclass(state)
    return _SEPARATOR.join(_written(getattr(state, each.name)) for each in fields(state))


def read(kind: type[State], written: str) -> State:
    """Returns the state that write() gave that text for. Raises ControlsForgotten."""
    assert is_dataclass(kind)
    hints, words = get_type_hints(kind), written.split(_SEPARATOR)
    try:
        own: tuple[Field[Any], ...] = fields(kind)
        values = {
            each.name: _read(hints[each.name], word) for each, word in zip(own, words, strict=True)
        }
    except (ValueError, KeyError) as error:
        raise ControlsForgotten(f"no {kind.__name__}: {written}") from error
    return kind(**values)


@dataclass(frozen=True, slots=True)
class ControlId:
    """The id of a control. Only the user `owner_id` may use it, or anybody for ANYBODY."""

    screen: str
    control: str
    owner_id: int
    state: str

    def __str__(self) -> str:
        """Returns the id as Discord keeps it. Raises StateTooLong."""
        head = (self.screen, self.control, f"{self.owner_id:x}")
        return fitting(_SEPARATOR.join((*head, self.state)))

    @classmethod
    def parse(cls, custom_id: str) -> Self:
        """Reads an id that Discord sends back. Raises ControlsForgotten."""
        try:
            screen, control, owner, state = custom_id.split(_SEPARATOR, 3)
            return cls(screen, control, int(owner, 16), state)
        except ValueError as error:
            raise ControlsForgotten(f"no id of a control: {custom_id}") from error


def fitting(written: str) -> str:
    """Returns the text as it is. Raises StateTooLong where Discord would refuse it."""
    if len(written) > LONGEST_ID:
        raise StateTooLong(written)
    return written


def _written(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case Enum():
            return str(value.value)
        case int():
            return f"{value:x}"
        case UUID():
            return value.hex
        case str():
            for plain, escaped in _ESCAPES:
                value = value.replace(plain, escaped)
            return value
        case _:
            raise TypeError(type(value).__name__)


def _read(kind: Any, word: str) -> object:
    if isinstance(kind, UnionType):
        if not word:
            return None
        (kind,) = (each for each in get_args(kind) if each is not type(None))
    if kind is bool:
        return {"1": True, "0": False}[word]
    if kind is int:
        return int(word, 16)
    if kind is str:
        for plain, escaped in reversed(_ESCAPES):
            word = word.replace(escaped, plain)
        return word
    return kind(word)
