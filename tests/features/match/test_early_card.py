import asyncio
from collections.abc import Iterable

import pytest

from bot.app import App
from bot.facts.results import MatchReport, Player
from bot.features.match import lookup as match_lookup
from bot.features.match.card import match_card
from bot.halo.identifiers import Xuid
from bot.halo.models.profile import User
from bot.halo.services.profile import ProfileService
from bot.sandbox.world import World
from tests.support.texts import ENGLISH


@pytest.fixture
def player(world: World) -> Player:
    return Player(world.main.xuid, world.main.gamertag)


@pytest.fixture
def names_wait(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Gamertags come when this is set."""
    let_go = asyncio.Event()
    users_by_xuid = ProfileService.users_by_xuid

    async def later(self: ProfileService, xuids: Iterable[Xuid]) -> tuple[User, ...]:
        await let_go.wait()
        return await users_by_xuid(self, xuids)

    monkeypatch.setattr(ProfileService, "users_by_xuid", later)
    return let_go


async def test_a_first_report_comes_before_names_and_skill(
    app: App, player: Player, names_wait: asyncio.Event
) -> None:
    shown: list[MatchReport] = []

    async def early(report: MatchReport) -> None:
        shown.append(report)
        names_wait.set()

    final = await app.lookups.last_match.latest(player, early=early)
    (first,) = shown
    assert (first.pending, final.pending) == (("names", "skill"), ())
    assert first.missing == ()
    assert (first.match_id, first.medals, first.map_name) == (
        final.match_id, final.medals, final.map_name,
    )  # fmt: skip
    assert first.subject is not None
    assert first.subject.name == player.gamertag
    assert {line.xuid for line in first.players} == {line.xuid for line in final.players}
    assert "Still on the way: names, skill" in str(match_card(first, ENGLISH).footer.text)
    assert "Still" not in str(match_card(final, ENGLISH).footer.text)


async def test_what_is_there_at_once_is_shown_once(
    app: App, player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No measurement: long enough for any machine to look into its cache.
    monkeypatch.setattr(match_lookup, "SOON", 60)

    async def early(report: MatchReport) -> None:
        pytest.fail("nothing was worth showing early")

    await app.lookups.last_match.latest(player)
    await app.lookups.last_match.latest(player, early=early)


async def test_an_early_report_that_nobody_takes_ends_the_lookup(
    app: App, player: Player, names_wait: asyncio.Event
) -> None:
    async def early(report: MatchReport) -> None:
        raise OSError("the message is gone")

    with pytest.raises(OSError, match="gone"):
        await app.lookups.last_match.latest(player, early=early)
