"""What all models share: the wire's spelling, and how an odd value is taken.

The service is undocumented and changes without notice, so a model insists on very little. A field
without a default is essential: without it there is no answer. Any other field falls back to its
default where its value is missing, null or cannot be read ("NaN", an unknown form of duration, an
object where a number was), and an item of a list that lacks something essential is left out.

What people are shown has a type that says what is possible: a `Count` is never negative, a `Moment`
is no placeholder. Anything else is None, as what was not sent.
"""

from datetime import UTC, datetime, timedelta
from enum import IntEnum
from math import isfinite
from typing import Annotated, Any, TypeVar, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    OnErrorOmit,
)
from pydantic.alias_generators import to_camel, to_pascal
from pydantic_core import CoreSchema, core_schema

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""Earlier times stand for none, such as "0001-01-01T00:00:00Z"."""


class HaloModel(BaseModel):
    """A frozen piece of an answer, with names as the Halo services write them ("MatchId")."""

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        alias_generator=to_pascal,
        populate_by_name=True,
        allow_inf_nan=False,
        # Most processes use few of the models: each is built when it is first needed.
        defer_build=True,
    )

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[BaseModel], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Let every field that has a default fall back to it, at no cost where nothing is odd."""
        schema = handler(source)
        inner = cast("dict[str, Any]", handler.resolve_ref_schema(schema))
        while "fields" not in inner:
            inner = inner["schema"]
        for field in inner["fields"].values():
            if field["schema"]["type"] == "default":
                field["schema"]["on_error"] = "default"
        return schema


class CamelModel(HaloModel):
    """The same for the services and files that write names like "nameId"."""

    model_config = ConfigDict(alias_generator=to_camel)


class Content(BaseModel):
    """A body that is no JSON, as it came. Subclasses say which content types they take."""

    model_config = ConfigDict(frozen=True)

    content_type: str
    body: bytes = Field(repr=False)


def _rounded(value: object) -> object:
    return round(value) if isinstance(value, float) and isfinite(value) else value


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("no such time in UTC") from error


def _empty(_null: None) -> tuple[()]:
    return ()


class _NullIsEmpty:
    """Takes null as an empty list, without the cost of a Python call for each list that is one."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        null = core_schema.no_info_after_validator_function(_empty, core_schema.none_schema())
        return core_schema.union_schema([handler(source), null], mode="left_to_right")


class _Rounding:
    """Takes an integer as it is, and any other number rounded; none below `least`."""

    def __init__(self, least: int | None = None) -> None:
        self._least = least

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        whole = core_schema.int_schema(ge=self._least)
        other = core_schema.no_info_before_validator_function(_rounded, whole)
        return core_schema.union_schema([whole, other], mode="left_to_right")


class _InUtc:
    """Takes a time that is in UTC as it is, and any other as Python has to turn it; none before
    `earliest`."""

    def __init__(self, earliest: datetime | None = None) -> None:
        self._earliest = earliest

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        at = core_schema.datetime_schema(ge=self._earliest)
        other = core_schema.no_info_after_validator_function(_in_utc, at)
        in_utc = core_schema.datetime_schema(ge=self._earliest, tz_constraint=0)
        return core_schema.union_schema([in_utc, other], mode="left_to_right")


E = TypeVar("E", bound=IntEnum)
T = TypeVar("T")
V = TypeVar("V")

Open = Annotated[E | int, Field(union_mode="left_to_right")]
"""A member of the enum where the number is known, else the number itself."""

Whole = Annotated[int, _Rounding()]
"""A whole number, also where it came as a fraction."""

Time = Annotated[datetime, _InUtc()]
"""An aware time in UTC."""

Count = Annotated[int | None, _Rounding(least=0)]
"""How many there were; None where that is not known."""

Natural = Annotated[int, _Rounding(least=0)]
"""The same where it is essential."""

Placing = Annotated[int | None, _Rounding(least=1)]
"""A place among others, counted from 1; None where that is not known."""

Measure = Annotated[float, Field(ge=0)] | None
"""A count with parts."""

Span = Annotated[timedelta, Field(ge=timedelta(0))] | None
"""How long something took; None where that is not known."""

Moment = Annotated[datetime | None, _InUtc(EARLIEST)]
"""When something was; None where that is not known."""

Items = tuple[OnErrorOmit[T], ...]
"""A list, without the items that could not be read."""

Required = Annotated[tuple[OnErrorOmit[T], ...], _NullIsEmpty()]
"""The same where the list is the answer: it may be null, but it has to be there."""

Entries = dict[str, OnErrorOmit[V]]
"""An object with free keys, without the values that could not be read."""
