"""A server's links as a file."""

import csv
import io
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import App
from bot.errors import BotError
from bot.facts.errors import FileUnusable
from bot.features.links.file import MAX_BYTES, MAX_ROWS, ImportReport, Row, parse_rows
from bot.sandbox.service import SandboxService
from tests.support.faults import DOWN

GUILD, ADMIN = 10, 99
FIRST, SECOND, THIRD, FOURTH = range(100_000_000_000_000_001, 100_000_000_000_000_005)


class Progress:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int]] = []

    async def __call__(self, done: int, total: int) -> None:
        self.told.append((done, total))


class Members:
    """Three members with ids, two of whom are called twin, and one called kim."""

    async def among(self, user_ids: Sequence[int]) -> frozenset[int]:
        return frozenset(user_ids) & {FIRST, SECOND, THIRD}

    async def named(self, name: str) -> tuple[int, ...]:
        return {"kim": (FOURTH,), "twin": (SECOND, THIRD)}.get(name, ())


async def read(
    app: App, content: bytes, progress: Progress | None = None, *, guild: int = GUILD
) -> ImportReport:
    """What comes of the file in this server."""
    links = app.lookups.links_file
    return await links.read(guild, content, ADMIN, Members(), progress or Progress())


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1,Chief", [Row(1, "1", "Chief")]),
        ("member,gamertag\r\n1,Chief\r\n", [Row(2, "1", "Chief")]),
        ("Member;Gamertag\n<@!1>; Chief ;x\n\n;\n", [Row(2, "<@!1>", "Chief")]),
        ('"<@22>","Größe, 117"', [Row(1, "<@22>", "Größe, 117")]),
        ("'@kim,'Chief", [Row(1, "@kim", "Chief")]),
        ("1", [Row(1, "1", "")]),
        ("\ufeff1,Chief", [Row(1, "1", "Chief")]),
    ],
)
def test_rows_are_read_as_spreadsheets_write_them(text: str, rows: list[Row]) -> None:
    assert parse_rows(text.encode()) == tuple(rows)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\n\n", b"member,gamertag\n", b"\xff\xfe1\x00", b"1,Chief\n" * (MAX_ROWS + 1),
        b"x" * (MAX_BYTES + 1),
    ],
    ids=["empty", "blank", "header", "encoding", "rows", "bytes"],
)  # fmt: skip
def test_other_files_are_refused(content: bytes) -> None:
    with pytest.raises(FileUnusable):
        parse_rows(content)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_file_breaks_it(content: bytes) -> None:
    try:
        rows = parse_rows(content)
    except BotError:
        return
    assert rows


async def test_members_are_linked_as_far_as_can_be(app: App) -> None:
    lines = [
        "member,gamertag",
        f"{FIRST},ember fox",
        f"<@{SECOND}>,MapleLeef 117",
        "nobody,Ember Fox",
        f"<@!{FIRST}>,Quiet Comet",
        f"{2**63},Quiet Comet",
        f"{THIRD},",
        "1E+17,Quiet Comet",
        "twin,Quiet Comet",
        "@kim,Quiet Comet",
    ]
    progress = Progress()
    report = await read(app, "\n".join(lines).encode(), progress)
    assert report.linked == 2
    reasons = {each.row.line: each.reason for each in report.failed}
    assert list(reasons) == [3, 4, 5, 6, 7, 8, 9]
    assert "No player has this gamertag" in reasons[3]
    assert reasons[4] == reasons[6] == "No member of this server has this id or name"
    assert reasons[5] == "This member was named before"
    assert "cut off digits" in reasons[8]
    assert "Several members" in reasons[9]
    assert [done for done, _ in progress.told] == list(range(1, 10))
    assert (await app.lookups.links.whois(FOURTH, GUILD, own=True)).gamertag == "Quiet Comet"
    link = await app.lookups.links.whois(FIRST, GUILD, own=True)
    assert (link.gamertag, link.linked_by) == ("Ember Fox", ADMIN)


async def test_gamertags_are_read_as_xbox_shows_them(app: App) -> None:
    rows = f"{FIRST},MapleLeafFan #117\n{SECOND},MapleLeafFan\N{FULLWIDTH NUMBER SIGN}11734"
    report = await read(app, rows.encode())
    assert (report.linked, report.failed) == (2, ())
    links, _ = await app.lookups.links.page(GUILD, 0)
    assert [link.gamertag for link in links] == ["MapleLeafFan117", "MapleLeafFan11734"]


async def test_a_service_that_is_down_is_named(app: App, sandbox: SandboxService) -> None:
    sandbox.fail("*", DOWN)
    report = await read(app, f"{FIRST},Ember Fox".encode())
    assert [each.reason for each in report.failed] == ["The Halo service is not answering"]


async def test_what_was_written_can_be_read(app: App) -> None:
    links = app.lookups.links
    await links.link_member(GUILD, FIRST, "Ember Fox", ADMIN)
    await links.link_member(GUILD, SECOND, "Quiet Comet", ADMIN)
    await links.link_member(GUILD + 1, THIRD, "Ember Fox", ADMIN)
    count, content = await app.lookups.links_file.write(GUILD)
    assert count == 2
    written = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["gamertag"] for row in written] == ["Ember Fox", "Quiet Comet"]
    assert [row["member"] for row in written] == [f"<@{FIRST}>", f"<@{SECOND}>"]
    report = await read(app, content, guild=GUILD + 2)
    assert (report.linked, report.failed) == (2, ())
