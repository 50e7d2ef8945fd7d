"""The matches somebody played in one go."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.recent_matches import FIGURES, RANKS
from bot.facts.results import Player
from bot.features.lookups import Lookups
from bot.features.session.lookup import SESSION_GAP, latest_session
from bot.halo.errors import Unavailable
from bot.sandbox import assets
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from tests.conftest import Named
from tests.facts.played import entry
from tests.support.clock import FakeClock
from tests.support.faults import DOWN, NOT_FOUND

GAP = SESSION_GAP.total_seconds() / 60


def test_a_pause_as_long_as_the_gap_does_not_end_a_session() -> None:
    newest = entry("c", began=0)
    before = entry("b", began=-GAP - 10)
    earlier = entry("a", began=-2 * GAP - 21)
    assert latest_session([newest, before, earlier]) == [newest, before]


def test_without_matches_there_is_no_session() -> None:
    assert latest_session([]) == []


@given(st.lists(st.integers(1, 300), min_size=1, max_size=30))
def test_a_session_is_the_newest_matches_up_to_the_first_long_pause(pauses: list[int]) -> None:
    began, entries = 0.0, []
    for number, pause in enumerate(pauses):
        entries.append(entry(str(number), began=began))
        began -= 10 + pause
    session = latest_session(entries)
    assert session == entries[: len(session)]
    assert all(pause <= GAP for pause in pauses[: len(session) - 1])
    assert len(session) == len(entries) or pauses[len(session) - 1] > GAP


async def test_the_latest_session(lookups: Lookups, main: Player, world: World) -> None:
    report = await lookups.session.latest(main)
    # The world's players play seven matches in a row.
    matches = world.matches_of(main.gamertag)[:7]
    # What the service tells of a time ends with its milliseconds.
    told = [matches[-1].started_at, matches[0].ended_at]
    assert [report.started_at, report.ended_at] == [
        moment.replace(microsecond=moment.microsecond // 1000 * 1000) for moment in told
    ]
    assert len(report.outcomes) == report.record.matches == 7
    lines = [line for match in matches if (line := match.line_of(main.xuid)) is not None]
    # The sixth was Firefight, whose kills say nothing.
    against_players = lines[:5] + lines[6:]
    assert report.combat.matches == len(against_players)
    assert report.combat.kills == sum(line.kills for line in against_players)
    assert report.outcomes == tuple(line.outcome for line in reversed(lines))
    assert (report.ongoing, report.began_earlier, report.missing) == (True, False, ())
    (move,) = report.ranks
    assert (move.playlist_name, move.matches) == ("Ranked Arena", 2)
    assert move.skill.after is not None
    assert move.skill.after.value == 1562


async def test_a_session_that_is_over(lookups: Lookups, main: Player, clock: FakeClock) -> None:
    clock.advance((SESSION_GAP - timedelta(minutes=11)).total_seconds())
    assert not (await lookups.session.latest(main)).ongoing


async def test_only_ranked_matches_are_asked_about_their_ranks(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    report = await lookups.session.latest(main)
    assert sandbox.count("match_skill") == sum(move.matches for move in report.ranks)
    assert sandbox.count("match_history") == 1


async def test_progress_is_told_match_by_match(lookups: Lookups, main: Player) -> None:
    told: list[tuple[int, int]] = []

    async def progress(done: int, total: int) -> None:
        told.append((done, total))

    await lookups.session.latest(main, progress=progress)
    assert told == [(done, 7) for done in range(1, 8)]


async def test_matches_of_which_the_service_keeps_nothing_still_count_as_played(
    lookups: Lookups, named: Named
) -> None:
    report = await lookups.session.latest(named("Gone Ghost"))
    assert (report.record.matches, report.combat.matches) == (4, 0)
    assert (report.missing, report.gone) == ((), (FIGURES,))


async def test_ranks_that_cannot_be_had_are_named(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("match_skill", DOWN)
    report = await lookups.session.latest(main)
    assert (report.ranks, report.missing) == ((), (RANKS,))
    assert report.combat.matches == 6


async def test_ranks_that_nobody_keeps_are_named_too(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("match_skill", NOT_FOUND)
    report = await lookups.session.latest(main)
    assert (report.missing, report.gone) == ((), (RANKS,))


async def test_playlists_of_unknown_rank_are_named(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("playlist_configuration", DOWN)
    report = await lookups.session.latest(main)
    assert report.missing == (RANKS,)
    assert [move.playlist_name for move in report.ranks] == ["Ranked Arena"]


async def test_a_playlist_without_a_name_keeps_its_id(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("playlist_latest", DOWN)
    report = await lookups.session.latest(main, language="de-DE")
    assert [(move.playlist_name, move.playlist_id) for move in report.ranks] == [
        ("", assets.ARENA.asset_id)
    ]
    assert report.missing == ("playlist names",)


async def test_an_outage_is_no_lack_of_matches(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("*", DOWN)
    with pytest.raises(Unavailable):
        await lookups.session.latest(main)


async def test_older_answers_stand_in_and_say_so(
    lookups: Lookups, main: Player, sandbox: SandboxService, clock: FakeClock
) -> None:
    before = await lookups.session.latest(main)
    clock.advance(600)
    sandbox.fail("*", DOWN)
    after = await lookups.session.latest(main)
    assert after.combat == before.combat
    assert after.freshness.stale
