"""A server's links as a file."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import App
from bot.errors import BotError
from bot.facts.errors import FileUnusable
from bot.features.links.file import MAX_BYTES, MAX_ROWS, Row, parse_rows
from bot.sandbox.service import SandboxService
from tests.support.faults import DOWN

GUILD, ADMIN = 10, 99
FIRST, SECOND, THIRD = 100_000_000_000_000_001, 100_000_000_000_000_002, 100_000_000_000_000_003


class Progress:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int]] = []

    async def __call__(self, done: int, total: int) -> None:
        self.told.append((done, total))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1,Chief", [Row(1, "1", "Chief")]),
        ("member,gamertag\r\n1,Chief\r\n", [Row(2, "1", "Chief")]),
        ("Member;Gamertag\n<@!1>; Chief ;x\n\n;\n", [Row(2, "1", "Chief")]),
        ('"<@22>","Größe, 117"', [Row(1, "22", "Größe, 117")]),
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
        "kim,Ember Fox",
        f"{FIRST},Quiet Comet",
        f"{2**63},Quiet Comet",
        f"{THIRD},",
    ]
    progress = Progress()
    report = await app.lookups.links_file.read(GUILD, "\n".join(lines).encode(), ADMIN, progress)
    assert report.linked == 1
    reasons = {each.row.line: each.reason for each in report.failed}
    assert list(reasons) == [3, 4, 5, 6, 7]
    assert "No player has this gamertag" in reasons[3]
    assert reasons[4] == reasons[6] == "The member has to be an id or a mention"
    assert reasons[5] == "This member was named before"
    assert [done for done, _ in progress.told] == [1, 2, 3, 4, 5, 6]
    link = await app.lookups.links.whois(FIRST, GUILD, own=True)
    assert (link.gamertag, link.linked_by) == ("Ember Fox", ADMIN)


async def test_gamertags_are_read_as_xbox_shows_them(app: App) -> None:
    rows = f"{FIRST},MapleLeafFan #117\n{SECOND},MapleLeafFan\N{FULLWIDTH NUMBER SIGN}11734"
    report = await app.lookups.links_file.read(GUILD, rows.encode(), ADMIN, Progress())
    assert (report.linked, report.failed) == (2, ())
    links, _ = await app.lookups.links.page(GUILD, 0)
    assert [link.gamertag for link in links] == ["MapleLeafFan117", "MapleLeafFan11734"]


async def test_a_service_that_is_down_is_named(app: App, sandbox: SandboxService) -> None:
    sandbox.fail("*", DOWN)
    report = await app.lookups.links_file.read(GUILD, f"{FIRST},Ember Fox".encode(), 1, Progress())
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
    report = await app.lookups.links_file.read(GUILD + 2, content, ADMIN, Progress())
    assert (report.linked, report.failed) == (2, ())
