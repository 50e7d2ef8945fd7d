"""A server's links as a CSV file: read into links, and written."""

import asyncio
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.errors import BotError
from bot.facts.errors import FileUnusable
from bot.facts.gathering import at_once
from bot.facts.progress import Progress
from bot.features.links.lookup import Links
from bot.halo.errors import PlayerNotFound
from bot.look.spreadsheet import cell_text, csv_file
from bot.translatable import N_

MAX_BYTES = 64 * 1024
TOO_LARGE = N_("The file may have 64 KB at most.")
MAX_ROWS = 500
_NAMED_BEFORE = N_("This member was named before")
_TOO_MANY = N_("The file may have 500 rows at most: split it.")
# A gamertag is a request each, and the rate limit lets no more through at once.
AT_ONCE = 4
HEADER = ("member", "gamertag")

# A mention or an id; a shorter number is a name.
_MEMBER = re.compile(r"<@!?([0-9]{1,20})>|([0-9]{15,20})")
_LARGEST_ID = 2**63 - 1
# 1.23457E+17, as a spreadsheet writes an id.
_SHORTENED = re.compile(r"[0-9](?:[.,][0-9]+)?[Ee][+]?[0-9]{2}")
_NO_MEMBER = N_("No member of this server has this id or name")
_SEVERAL = N_("Several members have this name: use the id")
_DIGITS_LOST = N_("A spreadsheet has cut off digits of this id: write it as <@id>")


class Members(Protocol):
    """Who is in the server. Both raise a BotError where that cannot be told."""

    async def among(self, user_ids: Sequence[int]) -> frozenset[int]:
        """Those of the users who are members."""

    async def named(self, name: str) -> tuple[int, ...]:
        """The ids of the members with this name, whatever its case."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file, counted from 1, with what its columns say."""

    line: int
    member: str
    gamertag: str

    @property
    def mention(self) -> str:
        """The member as a spreadsheet leaves it alone: of a number it keeps 15 digits."""
        return f"<@{self.member}>" if self.member.isdecimal() else self.member


@dataclass(frozen=True, slots=True)
class FailedRow:
    """A row that made no link, and why: an English message, to be translated, and the gamertags
    that are near to one that nobody has."""

    row: Row
    reason: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of a file: how many links were made, and the rows that made none, in order."""

    linked: int
    failed: tuple[FailedRow, ...]


class LinksFile:
    """Answers /admin import and /admin export."""

    def __init__(self, links: Links) -> None:
        self._links = links

    async def read(
        self, guild_id: int, content: bytes, linked_by: int, members: Members, progress: Progress
    ) -> ImportReport:
        """Link the members of the file in this server, each as far as it can be.

        Raises FileUnusable, and what `members` raises, before any link is made.
        """
        rows = parse_rows(content)
        found = await _find(rows, members)
        places = asyncio.Semaphore(AT_ONCE)
        named: set[int | str] = set()
        failed: list[FailedRow] = []
        done = 0

        async def link(row: Row, member: int | str, again: bool) -> None:
            nonlocal done
            async with places:
                failure: FailedRow | None
                if isinstance(member, str):
                    failure = FailedRow(row, member)
                elif again:
                    failure = FailedRow(row, _NAMED_BEFORE)
                else:
                    failure = await self._link(guild_id, row, member, linked_by)
                if failure is not None:
                    failed.append(failure)
                done += 1
                await progress(done, len(rows))

        async with at_once() as group:
            for row, member in zip(rows, found, strict=True):
                group.create_task(link(row, member, member in named))
                named.add(member)
        failed.sort(key=lambda each: each.row.line)
        return ImportReport(len(rows) - len(failed), tuple(failed))

    async def write(self, guild_id: int) -> tuple[int, bytes]:
        """How many links admins have made in this server, and all of them as a CSV file."""
        links = await self._links.all(guild_id)
        # Spreadsheets keep 15 digits of a number; a mention is no number.
        rows = [(f"<@{link.user_id}>", link.gamertag, link.linked_at.isoformat()) for link in links]
        return len(links), csv_file((*HEADER, "linked_at"), rows)

    async def _link(self, guild_id: int, row: Row, member: int, linked_by: int) -> FailedRow | None:
        """Make the link; returns why not, None where it was made."""
        try:
            await self._links.link_member(guild_id, member, row.gamertag, linked_by)
        except PlayerNotFound as error:
            return FailedRow(row, error.title, tuple(error.near))
        except BotError as error:
            return FailedRow(row, error.title)
        return None


def parse_rows(content: bytes) -> tuple[Row, ...]:
    """The rows of a CSV file of members and gamertags, with or without a header.

    Further columns are left alone, and so are empty lines. Raises FileUnusable.
    """
    if len(content) > MAX_BYTES:
        raise FileUnusable(hint=TOO_LARGE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileUnusable(hint=N_("Save the file as CSV in UTF-8, and try again.")) from error
    try:
        rows = tuple(_rows(text))
    except csv.Error as error:
        raise FileUnusable(str(error)) from error
    if not rows:
        raise FileUnusable
    if len(rows) > MAX_ROWS:
        raise FileUnusable(hint=_TOO_MANY)
    return rows


async def _find(rows: Sequence[Row], members: Members) -> list[int | str]:
    """The id of each row's member, or why it is none."""
    ids = [_id(row.member) for row in rows]
    here = await members.among(sorted({each for each in ids if each is not None}))
    by_name: dict[str, tuple[int, ...]] = {}
    found: list[int | str] = []
    for row, user_id in zip(rows, ids, strict=True):
        if user_id is not None:
            found.append(user_id if user_id in here else _NO_MEMBER)
            continue
        if _SHORTENED.fullmatch(row.member):
            found.append(_DIGITS_LOST)
            continue
        name = row.member.removeprefix("@")
        if name not in by_name:
            by_name[name] = await members.named(name) if name else ()
        match by_name[name]:
            case ():
                found.append(_NO_MEMBER)
            case (only,):
                found.append(only)
            case _:
                found.append(_SEVERAL)
    return found


def _id(member: str) -> int | None:
    """The user id that a mention or a number gives; None where it is neither."""
    written = _MEMBER.fullmatch(member)
    # The largest is no user's; a database takes no larger one.
    return min(int(written[1] or written[2]), _LARGEST_ID) if written else None


def _rows(text: str) -> Iterator[Row]:
    separator = ";" if ";" in text.partition("\n")[0] else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for columns in reader:
        cells = [cell_text(cell) for cell in columns]
        is_header = tuple(cell.casefold() for cell in cells[:2]) == HEADER
        if any(cells) and not is_header:
            member, gamertag = [*cells, ""][:2]
            yield Row(reader.line_num, member, gamertag)
