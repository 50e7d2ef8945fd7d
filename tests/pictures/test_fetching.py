"""The game's artwork from the simulated services, and cards that go on without it."""

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest

from bot.app import App
from bot.facts.results import MatchArtwork, MatchReport, Player
from bot.features.lookups import Lookups
from bot.halo.ranks import Csr
from bot.pictures.fetching import Artwork
from bot.pictures.shelf import KEPT_FOR, RESTS_FOR
from bot.pictures.workshop import Workshop
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.medals import UNKNOWN_MEDAL
from bot.sandbox.service import SandboxService
from tests.support.artwork import patient_artwork
from tests.support.clock import FakeClock
from tests.support.faults import DOWN, NOT_FOUND, REFUSED

PNG, JPEG = b"\x89PNG", b"\xff\xd8\xff"
ARTWORK = ("asset_image", "csr_image", "sprite_sheet")
NOTHING = MatchArtwork(None, None, {})
FAULTS = {
    "missing": NOT_FOUND,
    "refused": REFUSED,
    "down": DOWN,
    "too many": Fault(FaultKind.STATUS, 429, retry_after="30"),
    "HTML": Fault(FaultKind.HTML),
    "broken image": Fault(FaultKind.BROKEN_IMAGE),
    "huge image": Fault(FaultKind.HUGE_IMAGE),
    "JSON": Fault(FaultKind.BROKEN_JSON),
    "empty": Fault(FaultKind.EMPTY_BODY),
    "truncated": Fault(FaultKind.TRUNCATED),
    "reset": Fault(FaultKind.RESET),
}


class SlowWorkshop(Workshop):
    """Makes nothing ready before `opened` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.opened, self.finished = asyncio.Event(), asyncio.Event()
        self.shrunk = 0

    async def shrink(self, picture: bytes, width: int, height: int) -> bytes:
        await self.opened.wait()
        shrunk = await super().shrink(picture, width, height)
        self.shrunk += 1
        if self.shrunk == 2:
            self.finished.set()
        return shrunk


@pytest.fixture
async def artwork(app: App, clock: FakeClock) -> AsyncIterator[Artwork]:
    """Artwork that is waited for."""
    async with patient_artwork(app.client, clock) as artwork:
        yield artwork


@pytest.fixture
def workshop() -> SlowWorkshop:
    return SlowWorkshop()


@pytest.fixture
async def impatient(app: App, clock: FakeClock, workshop: SlowWorkshop) -> AsyncIterator[Artwork]:
    """Artwork that nobody waits for."""
    artwork = Artwork(app.client, workshop, clock, patience=0)
    yield artwork
    await artwork.close()


@pytest.fixture
async def match(lookups: Lookups, main: Player) -> MatchReport:
    """A ranked match with medals on a map that is published."""
    return await lookups.last_match.latest(main)


def asked(sandbox: SandboxService) -> dict[str, int]:
    return {endpoint: sandbox.count(endpoint) for endpoint in ARTWORK}


async def test_all_of_a_match_is_asked_for_once(
    artwork: Artwork, sandbox: SandboxService, match: MatchReport
) -> None:
    found = await artwork.for_match(match)
    assert (found.map_picture or b"").startswith(JPEG)
    assert (found.rank or b"").startswith(PNG)
    icons = found.medals or {}
    assert set(icons) == {each.medal_id for each in match.medals if each.sprite_index >= 0}
    assert all(icon.startswith(PNG) for icon in icons.values())
    before = sandbox.count()
    assert asked(sandbox) == dict.fromkeys(ARTWORK, 1)
    assert await artwork.for_match(match) == found
    assert sandbox.count() == before


async def test_it_is_asked_for_again_after_a_day(
    artwork: Artwork, sandbox: SandboxService, clock: FakeClock, match: MatchReport
) -> None:
    found = await artwork.for_match(match)
    clock.advance(10 * KEPT_FOR)
    assert await artwork.for_match(match) == found
    assert asked(sandbox) == dict.fromkeys(ARTWORK, 2)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_what_cannot_be_had_is_left_out_and_said_once(
    artwork: Artwork,
    sandbox: SandboxService,
    clock: FakeClock,
    match: MatchReport,
    fault: Fault,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for endpoint in ARTWORK:
        sandbox.fail(endpoint, fault)
    with caplog.at_level(logging.WARNING, "bot.pictures"):
        assert await artwork.for_match(match) == NOTHING
        before = sandbox.count()
        assert await artwork.for_match(match) == NOTHING
        assert sandbox.count() == before
        clock.advance(RESTS_FOR)
        assert await artwork.for_match(match) == NOTHING
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 3
    for name in ("emblem of Onyx", "medal icons", str(match.map_picture_url)):
        assert any(line.startswith(f"going on without {name}: ") for line in said)
    sandbox.heal()
    # A broken picture is kept as an answer for a day, as any other.
    clock.advance(3 * KEPT_FOR)
    found = await artwork.for_match(match)
    assert found.map_picture
    assert found.rank
    assert found.medals


async def test_without_the_medals_metadata_there_are_no_icons(
    artwork: Artwork, lookups: Lookups, sandbox: SandboxService, main: Player
) -> None:
    sandbox.fail("medal_metadata", DOWN)
    report = await lookups.medals.medals(main)
    assert await artwork.for_medals(report.medals) == {}
    assert sandbox.count("sprite_sheet") == 0


async def test_all_medals_but_the_unknown_have_icons(
    artwork: Artwork, lookups: Lookups, main: Player
) -> None:
    medals = (await lookups.medals.medals(main)).medals
    icons = await artwork.for_medals(medals)
    assert set(icons) == {medal.medal_id for medal in medals} - {UNKNOWN_MEDAL}


async def test_emblems_are_by_label(artwork: Artwork, sandbox: SandboxService) -> None:
    ranks = [Csr(1384, "Diamond", 3), Csr(1562, "Onyx"), Csr(1390, "Diamond", 3), Csr(-1)]
    found = await artwork.for_ranks([*ranks, Csr(9000, "Champion", 7)])
    assert set(found) == {"Diamond 4", "Onyx"}
    assert found["Onyx"] != found["Diamond 4"]
    paths = [seen.path for seen in sandbox.seen if seen.endpoint == "csr_image"]
    assert sorted(path.rpartition("/")[2] for path in paths) == [
        "champion_8.png",
        "diamond_4.png",
        "onyx_1.png",
    ]


async def test_nobody_waits_for_what_is_late_and_the_next_card_has_it(
    impatient: Artwork, sandbox: SandboxService, workshop: SlowWorkshop, match: MatchReport
) -> None:
    first = await impatient.for_match(match)
    assert (first.map_picture, first.rank) == (None, None)
    assert (await impatient.for_match(match)).map_picture is None
    workshop.opened.set()
    async with asyncio.timeout(30):
        await workshop.finished.wait()
    found = await impatient.for_match(match)
    assert found.map_picture
    assert found.rank
    assert workshop.shrunk == 2
    assert sandbox.count("asset_image") == sandbox.count("csr_image") == 1


async def test_what_is_begun_early_is_asked_for_once(
    artwork: Artwork, sandbox: SandboxService, match: MatchReport
) -> None:
    artwork.begin_match(match)
    found = await artwork.for_match(match)
    assert found.map_picture
    assert asked(sandbox) == dict.fromkeys(ARTWORK, 1)


async def test_a_card_that_is_given_up_leaves_the_others_theirs(
    artwork: Artwork, sandbox: SandboxService, match: MatchReport
) -> None:
    given_up = asyncio.create_task(artwork.for_match(match))
    other = asyncio.create_task(artwork.for_match(match))
    await asyncio.sleep(0)
    given_up.cancel()
    assert (await other).map_picture
    assert given_up.cancelled()
    assert asked(sandbox) == dict.fromkeys(ARTWORK, 1)


async def test_closing_ends_what_is_on_its_way(impatient: Artwork, match: MatchReport) -> None:
    def being_made() -> int:
        return sum("Shelf._make" in repr(task) for task in asyncio.all_tasks())

    impatient.begin_match(match)
    assert being_made() == 2
    await impatient.close()
    assert being_made() == 0


async def test_a_map_that_is_not_told_has_no_picture(
    artwork: Artwork, lookups: Lookups, sandbox: SandboxService, main: Player
) -> None:
    sandbox.fail("map", DOWN)
    match = await lookups.last_match.latest(main)
    assert match.map_picture_url is None
    assert (await artwork.for_match(match)).map_picture is None
    assert sandbox.count("asset_image") == 0
