"""/lastmatch and the buttons below it."""

import discord
import pytest

from bot.discord_app.cards import NOT_YOURS, TIMEOUT
from bot.sandbox import assets
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.matches import Match
from bot.sandbox.medals import UNKNOWN_MEDAL
from bot.sandbox.plans import SHOWCASE
from bot.sandbox.service import SandboxService
from bot.sandbox.wire import Json
from bot.sandbox.world import World
from tests.cogs.conftest import Speak
from tests.cogs.matches import check_figures, figures_of, row_of, scoreboards, walk
from tests.conftest import Server
from tests.look.checks import assert_acceptable, field, text_of
from tests.support.clock import FakeClock
from tests.support.discord import aside, card, controls, links, message
from tests.support.faults import DOWN, REFUSED

# Of each showcase match: the result, what was played where, in which playlist.
HEADINGS = (
    ("Victory · 50 – 43", "Slayer on Live Fire", "Ranked Arena"),
    ("Defeat · 1 – 2 in rounds · 258 – 231", "Oddball on Streets", "Ranked Arena"),
    ("Victory · 1st of 9", "FFA Slayer on Recharge", "Rumble Pit"),
    ("Defeat · ", "Total Control on Fragmentation", "Big Team Battle"),
    ("Victory · ", "CTF on Deadlock", "Squad Battle"),
    ("Victory · ", "King of the Hill on Launch Site", "Firefight: King of the Hill"),
    (" of 12", "Infection on Bazaar", "Infection"),
    ("Victory · ", "Slayer on Aquarius", "Custom game"),
    # This playlist has been withdrawn.
    ("Victory · ", "Bot Slayer on Recharge", "Matchmaking"),
    ("Victory · ", "Starfall", "Starfall Event"),
    ("Victory · ", "Strongholds on Solitude", "Ranked Squad Battle"),
    ("Did not finish · ", "Slayer on Aquarius", "Quick Play"),
    ("Tie · ", "Slayer on Bazaar", "Ranked Slayer"),
)


async def test_the_latest_match_of_oneself(server: Server) -> None:
    result = await server.player.slash(server.channel, "lastmatch")
    embed = card(result)
    assert embed.author.name == "MapleLeaf 117"
    assert embed.footer.text == "Latest match"
    assert controls(result) == {"Older": True, "Newer": False, "Scoreboard": True, "Refresh": True}
    assert not message(result).ephemeral


async def test_the_latest_match_of_a_linked_member(server: Server) -> None:
    embed = card(await server.stranger.slash(server.channel, "lastmatch", player=server.player))
    assert embed.author.name == "MapleLeaf 117"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("quietcomet", "Quiet Comet"),
        ("Drifter#1234", "Drifter1234"),
        ("Drifter #1234", "Drifter1234"),
        ("\N{LEFT-TO-RIGHT MARK}Drifter\N{FULLWIDTH NUMBER SIGN}1234", "Drifter1234"),
        ("Северный Ветер", "Северный Ветер"),
        ("月夜の狐", "月夜の狐"),
        ("*Star_Lord*", "*Star_Lord*"),
        ("xuid(2533274790000001)", "Quiet Comet"),
        ("\N{ZERO WIDTH SPACE}2533274790000001", "Quiet Comet"),
    ],
)
async def test_the_latest_match_of_any_gamertag(server: Server, typed: str, shown: str) -> None:
    embed = card(await server.stranger.slash(server.channel, "lastmatch", gamertag=typed))
    assert embed.author.name == shown
    assert_acceptable(embed)


async def test_a_gamertag_goes_before_a_member(server: Server) -> None:
    result = await server.player.slash(
        server.channel, "lastmatch", player=server.player, gamertag="Ember Fox"
    )
    assert card(result).author.name == "Ember Fox"


@pytest.mark.parametrize(
    ("kind", "word"), [("custom", "Custom game"), ("local", "Local network game")]
)
async def test_the_latest_match_of_a_kind(server: Server, kind: str, word: str) -> None:
    result = await server.player.slash(
        server.channel, "lastmatch", gamertag="Custom Casper", kind=kind
    )
    assert word in (card(result).description or "")


async def test_older_matches_are_of_the_same_kind(server: Server) -> None:
    result = await server.player.slash(
        server.channel, "lastmatch", gamertag="Custom Casper", kind="custom"
    )
    for embed in await walk(server, result, 5):
        assert "Custom game" in (embed.description or "")


async def test_it_works_in_direct_messages(server: Server) -> None:
    result = await server.player.user.slash("lastmatch")
    assert card(result).author.name == "MapleLeaf 117"
    await server.player.user.click(message(result), label="Older")
    assert card(result).footer.text == "Match 2 in the list"


async def test_names_are_in_the_askers_language(server: Server, speak: Speak) -> None:
    speak("de")
    embed = card(await server.player.slash(server.channel, "lastmatch"))
    assert "Scharfer Schuss" in (embed.description or "")
    assert "Rangliste: Arena" in (embed.description or "")


async def test_every_showcase_match(server: Server, world: World) -> None:
    result = await server.player.slash(server.channel, "lastmatch")
    cards = await walk(server, result, len(SHOWCASE))
    ranks = []
    for embed, heading, match in zip(
        cards, HEADINGS, world.matches_of("MapleLeaf 117"), strict=False
    ):
        assert_acceptable(embed)
        check_heading(embed, match, *heading)
        check_figures(embed, figures_of(match.json, world.main.xuid))
        answer = world.skill(match.match_id, [f"xuid({world.main.xuid})"])
        if answer is None:
            names = {each.name for each in embed.fields}
            assert not {"Team MMR", "Kills · expected", "Deaths · expected"} & names
        else:
            check_skill(embed, answer["Value"][0]["Result"])
            ranks.append(check_rank(embed, answer["Value"][0]["Result"]["RankRecap"]))
    assert ranks.count("placement finished") == 1
    assert ranks.count("changed") >= 3


def check_heading(
    embed: discord.Embed, match: Match, outcome: str, played: str, playlist: str
) -> None:
    assert outcome in (embed.title or "")
    minutes, seconds = divmod(int(match.playing.total_seconds()), 60)
    started = int(match.started_at.timestamp())
    expected = f"**{played}**\n{playlist} · {minutes} min {seconds:02} s · <t:{started}:R>"
    assert expected in (embed.description or "")


def check_skill(embed: discord.Embed, skill: Json) -> None:
    if any(skill["TeamMmrs"].values()):
        for mmr in skill["TeamMmrs"].values():
            assert str(round(mmr)) in field(embed, "Team MMR")
    for what, figures in skill["StatPerformances"].items():
        if what in ("Kills", "Deaths"):
            expected = f"{figures['Expected']:.1f}" if figures["Expected"] >= 0 else "–"
            shown = f"**{figures['Count']}** · {expected}"
            assert field(embed, f"{what} · expected").startswith(shown)


def check_rank(embed: discord.Embed, recap: Json) -> str:
    """What the match did to the rank; the card says the same."""
    before, after = recap["PreMatchCsr"]["Value"], recap["PostMatchCsr"]["Value"]
    told = text_of(embed)
    if before >= 0:
        assert f"{before} → {after}" in told
        return "changed"
    if after >= 0:
        assert f"placement finished\n**{after}**" in told
        return "placement finished"
    assert "→" not in told
    return "none"


async def test_the_scoreboard_of_every_showcase_match(server: Server, world: World) -> None:
    result = await server.player.slash(server.channel, "lastmatch")
    boards = await scoreboards(server, result, len(SHOWCASE))
    gamertags = {f"xuid({player.xuid})": player.gamertag for player in world.players}
    seen = {"BOT": 0, "LATE": 0, "LEFT": 0}
    for embed, match in zip(boards, world.matches_of("MapleLeaf 117"), strict=False):
        assert_acceptable(embed)
        for player in match.json["Players"]:
            player_id = player["PlayerId"]
            is_bot = player_id not in gamertags
            row = row_of(embed, f"Bot {player_id[4:6]}" if is_bot else gamertags[player_id])
            assert ("►" in row) is (player_id == f"xuid({world.main.xuid})")
            core = player["PlayerTeamStats"][0]["Stats"]["CoreStats"]
            numbers = [str(core[key]) for key in ("Kills", "Deaths", "Assists", "PersonalScore")]
            assert " ".join(numbers) in " ".join(row)
            present = player["ParticipationInfo"]
            late, left = present["JoinedInProgress"], present["LeftInProgress"]
            for mark, due in (("BOT", is_bot), ("LATE", late), ("LEFT", left)):
                assert (mark in row) is due
                seen[mark] += due
    assert min(seen.values()) > 0


async def test_what_the_metadata_does_not_know_is_shown_with_its_id(server: Server) -> None:
    result = await server.player.slash(server.channel, "lastmatch")
    embed = (await walk(server, result, 10))[-1]
    assert f"Unknown medal ({UNKNOWN_MEDAL})\u00a0**×2**" in field(embed, "Medals")
    assert "map" in (embed.footer.text or "")


async def test_the_link_leads_to_the_match_on_halo_waypoint(server: Server, world: World) -> None:
    result = await server.player.slash(server.channel, "lastmatch")
    await server.player.click(message(result), label="Older")
    match = world.matches_of("MapleLeaf 117")[1]
    assert links(result) == {
        "Halo Waypoint": "https://www.halowaypoint.com/halo-infinite/players/MapleLeaf%20117"
        f"/matches/{match.match_id}"
    }


async def test_older_newer_and_the_other_side_of_the_card(server: Server) -> None:
    result = await server.player.slash(server.channel, "lastmatch")
    first = card(result)
    await server.player.click(message(result), label="Older")
    assert controls(result) == {"Older": True, "Newer": True, "Scoreboard": True, "Refresh": True}
    await server.player.click(message(result), label="Scoreboard")
    assert "```" in (card(result).description or "")
    await server.player.click(message(result), label="Summary")
    await server.player.click(message(result), label="Newer")
    assert card(result) == first
    assert controls(result)["Newer"] is False


async def test_refresh_asks_anew_and_shows_the_newest(
    server: Server, sandbox: SandboxService
) -> None:
    result = await server.player.slash(server.channel, "lastmatch")
    first, asked = card(result), sandbox.count("match_history")
    await server.player.click(message(result), label="Older")
    await server.player.click(message(result), label="Refresh")
    assert card(result) == first
    assert sandbox.count("match_history") == asked + 1


async def test_others_may_not_press_the_buttons(server: Server) -> None:
    result = await server.player.slash(server.channel, "lastmatch")
    before = card(result)
    refused = await server.stranger.click(message(result), label="Older")
    assert refused.ephemeral
    assert message(refused).content == NOT_YOURS
    assert card(result) == before


async def test_the_buttons_are_switched_off_in_the_end(server: Server) -> None:
    result = await server.player.slash(server.channel, "lastmatch")
    await server.env.advance_time(TIMEOUT)
    assert set(controls(result).values()) == {False}
    assert "Halo Waypoint" in links(result)


async def test_a_press_that_fails_leaves_the_card_and_answers_aside(
    server: Server, sandbox: SandboxService, clock: FakeClock
) -> None:
    result = await server.player.slash(server.channel, "lastmatch")
    before = card(result)
    sandbox.fail("match_stats", DOWN)
    failed = await server.player.click(message(result), label="Older")
    assert "not answering" in (aside(failed).title or "")
    assert card(result) == before
    assert controls(result) == {"Older": True, "Newer": False, "Scoreboard": True, "Refresh": True}
    sandbox.heal()
    clock.advance(3_600)
    await server.player.click(message(result), label="Older")
    assert card(result).footer.text == "Match 2 in the list"


async def test_older_answers_come_with_their_age_while_the_service_is_down(
    server: Server, sandbox: SandboxService, clock: FakeClock
) -> None:
    asked_at = int(clock.now())
    fresh = card(await server.player.slash(server.channel, "lastmatch"))
    assert "cache" not in (fresh.description or "")
    clock.advance(600)
    sandbox.fail("*", DOWN)
    stale = card(await server.player.slash(server.channel, "lastmatch"))
    assert stale.title == fresh.title
    assert f"Shown from the cache, true <t:{asked_at}:R>" in (stale.description or "")


async def test_a_match_whose_figures_are_gone(server: Server) -> None:
    embed = card(await server.player.slash(server.channel, "lastmatch", gamertag="Gone Ghost"))
    assert "figures of this match are not there" in (embed.title or "")


async def test_a_private_history_says_how_to_open_it(server: Server) -> None:
    embed = card(await server.player.slash(server.channel, "lastmatch", gamertag="Private Pike"))
    assert "private" in (embed.title or "")
    assert "Match History Privacy" in (embed.description or "")


@pytest.mark.parametrize("privacy", [None, REFUSED, DOWN])
async def test_an_empty_history_is_not_called_private_for_sure(
    server: Server, sandbox: SandboxService, privacy: Fault | None
) -> None:
    if privacy is not None:
        sandbox.fail("match_privacy", privacy)
    embed = card(await server.player.slash(server.channel, "lastmatch", gamertag="New Nova"))
    assert embed.title == "⚠️ There are no such matches"
    both = "or the history is private" in (embed.description or "")
    assert both is (privacy is not None)


async def test_a_kind_that_was_never_played(server: Server) -> None:
    result = await server.player.slash(
        server.channel, "lastmatch", gamertag="Solo Sable", kind="custom"
    )
    assert "another kind of match" in (card(result).description or "")


async def test_a_player_without_a_link(server: Server) -> None:
    own = card(await server.stranger.slash(server.channel, "lastmatch"))
    assert own.title == "⚠️ No gamertag is linked"
    assert "Link yours with /link" in (own.description or "")
    other = card(await server.player.slash(server.channel, "lastmatch", player=server.stranger))
    assert "/admin link" in (other.description or "")


@pytest.mark.parametrize("typed", ["MapleLeef 117", "mapleleaf", "MAPLE LEAF 17"])
async def test_an_unknown_gamertag_comes_with_near_ones(server: Server, typed: str) -> None:
    embed = card(await server.player.slash(server.channel, "lastmatch", gamertag=typed))
    assert embed.title == "⚠️ No player has this gamertag"
    assert "Did you mean **MapleLeaf 117**?" in (embed.description or "")


@pytest.mark.parametrize("typed", ["   ", "../x?y#z", "a" * 99, "`@everyone`", "\u202e", "%00"])
async def test_what_can_be_no_gamertag(server: Server, typed: str) -> None:
    embed = card(await server.stranger.slash(server.channel, "lastmatch", gamertag=typed))
    assert embed.title == "⚠️ No player has this gamertag"
    assert_acceptable(embed)


async def test_a_rate_limit_says_when_to_try_again(server: Server, sandbox: SandboxService) -> None:
    sandbox.fail("match_history", Fault(FaultKind.STATUS, 429, retry_after="30"))
    embed = card(await server.player.slash(server.channel, "lastmatch"))
    assert embed.title == "⚠️ The Halo service is asking for a pause"
    again = int(server.env.now().timestamp()) + 30
    assert f"<t:{again}:R>" in (embed.description or "")


def test_the_showcase_is_walked_whole() -> None:
    assert len(HEADINGS) == len(SHOWCASE)
    assert any(plan.map is assets.UNLISTED for plan in SHOWCASE)
