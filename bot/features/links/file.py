"""A server's links as a CSV file: read into links, and written."""

import asyncio
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.errors import BotError
from bot.facts.errors import FileUnusable
from bot.facts.gathering import at_once
from bot.facts.progress import Progress
from bot.features.links.lookup import Links
from bot.halo.errors import PlayerNotFound
from bot.translatable import N_

MAX_BYTES = 64 * 1024
TOO_LARGE = N_("The file may have 64 KB at most.")
MAX_ROWS = 500
_NAMED_BEFORE = N_("This member was named before")
_TOO_MANY = N_("The file may have 500 rows at most: split it.")
# A gamertag is a request each, and the rate limit lets no more through at once.
AT_ONCE = 4
HEADER = ("member", "gamertag")

_MEMBER = re.compile(r"<@!?([0-9]{1,20})>")
_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file, counted from 1, with what its columns say."""

    line: int
    member: str
    gamertag: str


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
        self, guild_id: int, content: bytes, linked_by: int, progress: Progress
    ) -> ImportReport:
        """Link the members of the file in this server, each as far as it can be.

        Raises FileUnusable before any link is made.
        """
        rows = parse_rows(content)
        places = asyncio.Semaphore(AT_ONCE)
        named: set[str] = set()
        failed: list[FailedRow] = []
        done = 0

        async def link(row: Row, again: bool) -> None:
            nonlocal done
            async with places:
                failure = FailedRow(row, _NAMED_BEFORE) if again else None
                failure = failure or await self._link(guild_id, row, linked_by)
                if failure is not None:
                    failed.append(failure)
                done += 1
                await progress(done, len(rows))

        async with at_once() as group:
            for row in rows:
                group.create_task(link(row, row.member in named))
                named.add(row.member)
        failed.sort(key=lambda each: each.row.line)
        return ImportReport(len(rows) - len(failed), tuple(failed))

    async def write(self, guild_id: int) -> tuple[int, bytes]:
        """How many links admins have made in this server, and all of them as a CSV file."""
        links = await self._links.all(guild_id)
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow((*HEADER, "linked_at"))
        for link in links:
            writer.writerow((link.user_id, link.gamertag, link.linked_at.isoformat()))
        # The mark at the beginning lets spreadsheets read other alphabets.
        return len(links), text.getvalue().encode("utf-8-sig")

    async def _link(self, guild_id: int, row: Row, linked_by: int) -> FailedRow | None:
        """Make the link; gives why not, None where it was made."""
        if not row.member.isdecimal() or int(row.member) > _LARGEST_ID:
            return FailedRow(row, N_("The member has to be an id or a mention"))
        try:
            await self._links.link_member(guild_id, int(row.member), row.gamertag, linked_by)
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


def _rows(text: str) -> Iterator[Row]:
    separator = ";" if ";" in text.partition("\n")[0] else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for columns in reader:
        cells = [cell.strip() for cell in columns]
        is_header = tuple(cell.casefold() for cell in cells[:2]) == HEADER
        if any(cells) and not is_header:
            member, gamertag = [*cells, ""][:2]
            mention = _MEMBER.fullmatch(member)
            yield Row(reader.line_num, mention[1] if mention else member, gamertag)
