from dataclasses import replace

import discord

from bot.discord_app.cards import ErrorReporter, OwnedView
from bot.facts.results import MatchReport
from bot.features.match.view import MatchView
from tests.features.conftest import Shown
from tests.look.samples import MATCH
from tests.support.texts import ENGLISH

LATEST = replace(MATCH, position=0, map_name="Map 0")
OLDEST = 2


async def beside(match: MatchReport, step: int) -> MatchReport:
    position = match.position + step
    return replace(
        LATEST,
        position=position,
        map_name=f"Map {position}",
        match_id=f"match-{position}",
        has_older=position < OLDEST,
    )


def latest(owner_id: int, report: ErrorReporter) -> OwnedView:
    return MatchView(owner_id, report, ENGLISH, LATEST, beside)


async def test_the_ways_that_lead_nowhere_are_closed(shown: Shown) -> None:
    await shown.show(latest)
    assert shown.controls == {"Older": True, "Newer": False, "Scoreboard": True, "Refresh": True}
    await shown.owner.click(shown.message, label="Older")
    assert shown.controls == {"Older": True, "Newer": True, "Scoreboard": True, "Refresh": True}
    assert "Map 1" in (shown.embed.description or "")
    await shown.owner.click(shown.message, label="Older")
    assert shown.controls == {"Older": False, "Newer": True, "Scoreboard": True, "Refresh": True}
    await shown.owner.click(shown.message, label="Newer")
    assert "Map 1" in (shown.embed.description or "")


async def test_the_card_can_be_turned_and_stays_turned(shown: Shown) -> None:
    await shown.show(latest)
    await shown.owner.click(shown.message, label="Scoreboard")
    assert "```" in (shown.embed.description or "")
    assert "Summary" in shown.controls
    await shown.owner.click(shown.message, label="Older")
    assert "Map 1" in (shown.embed.description or "")
    assert "```" in (shown.embed.description or "")
    await shown.owner.click(shown.message, label="Summary")
    assert "```" not in (shown.embed.description or "")


async def test_the_link_leads_to_the_match_that_is_shown(shown: Shown) -> None:
    await shown.show(latest)
    await shown.owner.click(shown.message, label="Older")
    (link,) = (
        part
        for row in shown.current.components
        if isinstance(row, discord.ActionRow)
        for part in row.children
        if isinstance(part, discord.Button) and part.url is not None
    )
    assert link.label == "Halo Waypoint"
    assert link.url == (
        "https://www.halowaypoint.com/halo-infinite/players/MapleLeaf%20117/matches/match-1"
    )
