"""Answers with pictures, and in words where there can be none."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import discord
import pytest
from simcord.results import InteractionResult

from bot.app import App, create_bot
from bot.discord_app.bot import HaloBot
from bot.look.drawing import Drawing, Picture
from bot.pictures.pictures import Pictures
from bot.pictures.renderer import Renderer
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.service import SandboxService
from tests.conftest import Server
from tests.look.checks import assert_acceptable
from tests.support.artwork import patient_artwork
from tests.support.clock import FakeClock
from tests.support.discord import card, controls, message
from tests.support.spoilt import refusal, spoilt
from tests.support.texts import CATALOGUE
from tests.support.troubles import invalid


class Switchable:
    """Draws, as long as it works."""

    def __init__(self) -> None:
        self.works = True
        self.drawings: list[Drawing] = []
        self._renderer = Renderer()

    def render(self, drawing: Drawing) -> Picture:
        self.drawings.append(drawing)
        if not self.works:
            raise ValueError("out of paint")
        return self._renderer.render(drawing)


@pytest.fixture
def maker() -> Switchable:
    return Switchable()


@pytest.fixture
async def simcord_bot(app: App, clock: FakeClock, maker: Switchable) -> AsyncIterator[HaloBot]:
    pictures = Pictures(lambda: maker)
    async with patient_artwork(app.client, clock) as artwork:
        lookups = replace(app.lookups, artwork=artwork)
        yield create_bot(
            replace(app, pictures=pictures, lookups=lookups), CATALOGUE, cooldowns=False
        )
    await pictures.close()


def attached(result: InteractionResult) -> discord.Attachment:
    """The one picture of the answer, which its card shows."""
    (picture,) = message(result).attachments
    embed = card(result)
    if not message(result).flags.components_v2:
        assert_acceptable(embed)
    assert embed.image.url
    assert picture.filename in embed.image.url
    return picture


# The commands that answer with a picture, and what they have to be told.
OPTIONS: dict[str, dict[str, str]] = {
    "lastmatch": {},
    "csr": {},
    "medals": {},
    "stats": {},
    "career": {},
    "compare": {"gamertag": "Ember Fox"},
    "leaderboard": {},
    "session": {},
    "teammates": {},
}


@pytest.mark.parametrize(
    ("command", "filename", "said"),
    [
        ("lastmatch", "match.png", "MapleLeaf 117: "),
        ("csr", "csr.png", "Ranked Arena: Onyx 1562"),
        ("medals", "medals.png", "Career medals"),
        ("stats", "stats.png", "MapleLeaf 117: Service record · Overall. "),
        ("career", "career.png", "Way to Hero: 2,730,000 of 3,685,601 XP, 955,600 XP left."),
        ("compare", "compare.png", "Ranked Arena: Onyx · 1562, Diamond 3 · 1318. "),
        ("leaderboard", "leaderboard.png", "1. MapleLeaf 117, 1562, Onyx · Ranked Arena."),
        ("session", "session.png", "Ranked Arena: Onyx 1562, "),
        ("teammates", "teammates.png", "MapleLeaf 117: Teammates. 4"),
    ],
)
async def test_a_picture_with_alt_text(
    server: Server, command: str, filename: str, said: str
) -> None:
    result = await server.player.slash(server.channel, command, **OPTIONS[command])
    picture = attached(result)
    assert picture.filename == filename
    assert said in (picture.description or "")
    assert not card(result).fields


ARTWORK = ("asset_image", "csr_image", "sprite_sheet", "image")


async def test_the_artwork_of_the_game_is_on_the_pictures(
    server: Server, maker: Switchable, sandbox: SandboxService
) -> None:
    pictures = ("lastmatch", "csr", "medals", "career", "compare", "leaderboard", "session")
    for command in pictures:
        attached(await server.player.slash(server.channel, command, **OPTIONS[command]))
    scenes = [drawing.scene for drawing in maker.drawings]
    match, csr, medals, career, compared, board, session = scenes
    assert match.map_picture
    assert match.rank.emblem.artwork
    assert all(medal.icon for medal in match.medals)
    assert all(row.rank.emblem.artwork for row in csr.standings if row.rank.value.isdigit())
    assert any(row.rank.emblem.artwork for row in csr.standings)
    assert all(medal.icon for medal in medals.medals)
    assert career.emblem.artwork
    assert compared.first.emblem.artwork
    assert compared.second.emblem.artwork
    assert all(row.emblem.artwork for row in board.places)
    assert session.moves[0].rank.emblem.artwork
    asked = {endpoint: sandbox.count(endpoint) for endpoint in ARTWORK}
    assert asked["asset_image"] == asked["sprite_sheet"] == asked["image"] == 1
    for command in pictures:
        attached(await server.player.slash(server.channel, command, **OPTIONS[command]))
    assert {endpoint: sandbox.count(endpoint) for endpoint in ARTWORK} == asked


@pytest.mark.parametrize("kind", [FaultKind.BROKEN_IMAGE, FaultKind.HTML, FaultKind.RESET])
@pytest.mark.parametrize("command", OPTIONS)
async def test_cards_without_artwork_are_complete(
    server: Server, maker: Switchable, sandbox: SandboxService, command: str, kind: FaultKind
) -> None:
    for endpoint in ARTWORK:
        sandbox.fail(endpoint, Fault(kind))
    picture = attached(await server.player.slash(server.channel, command, **OPTIONS[command]))
    assert picture.size > 10_000
    assert picture.description
    assert "Without" not in picture.description


async def test_older_matches_and_the_scoreboard_change_the_picture(server: Server) -> None:
    result = await server.player.slash(server.channel, "lastmatch")
    first = attached(result).description
    result = await server.player.click(message(result), label="Older")
    second = attached(result).description
    assert first != second
    result = await server.player.click(message(result), label="Scoreboard")
    assert not message(result).attachments
    assert not card(result).image.url
    result = await server.player.click(message(result), label="Summary")
    assert attached(result).description == second


async def test_every_kind_of_record_has_its_picture(server: Server) -> None:
    result = await server.player.slash(server.channel, "stats")
    whole = attached(result).description or ""
    await server.player.select(message(result), ["mode"])
    mode = attached(result).description or ""
    assert "Service record · Overall" in whole
    assert "Service record · Slayer" in mode


async def test_what_a_picture_cannot_do_stays_in_words(server: Server) -> None:
    result = await server.player.slash(server.channel, "career")
    attached(result)
    assert "matches a day Hero is reached <t:" in (card(result).description or "")
    result = await server.player.slash(server.channel, "session")
    attached(result)
    assert (card(result).description or "").startswith("Began <t:")
    result = await server.player.slash(server.channel, "teammates")
    attached(result)
    assert (card(result).description or "").startswith("Best with **")
    assert "\n" not in (card(result).description or "")


async def test_every_page_of_medals_has_its_picture(server: Server) -> None:
    result = await server.player.slash(server.channel, "medals")
    first = attached(result).description
    result = await server.player.click(message(result), label="Next")
    assert attached(result).description != first


@pytest.mark.parametrize("command", OPTIONS)
async def test_in_words_when_drawing_fails(
    server: Server, maker: Switchable, command: str, caplog: pytest.LogCaptureFixture
) -> None:
    maker.works = False
    result = await server.player.slash(server.channel, command, **OPTIONS[command])
    assert_in_words(result)
    assert "answered in words" in caplog.text
    assert "out of paint" in caplog.text


async def test_a_press_whose_picture_fails_shows_words_and_the_next_one_a_picture(
    server: Server, maker: Switchable
) -> None:
    result = await server.player.slash(server.channel, "lastmatch")
    attached(result)
    maker.works = False
    result = await server.player.click(message(result), label="Older")
    assert_in_words(result)
    maker.works = True
    result = await server.player.click(message(result), label="Newer")
    attached(result)


@pytest.mark.parametrize("command", OPTIONS)
async def test_in_words_where_the_bot_may_not_attach_files(
    server: Server, simcord_bot: HaloBot, sandbox: SandboxService, command: str
) -> None:
    assert simcord_bot.user is not None
    no_files = discord.PermissionOverwrite(attach_files=False)
    channel = server.guild.create_text_channel("words", overwrites={simcord_bot.user: no_files})
    assert_in_words(await server.player.slash(channel, command, **OPTIONS[command]))
    assert not any(sandbox.count(endpoint) for endpoint in ARTWORK)


@pytest.mark.parametrize("command", OPTIONS)
@pytest.mark.parametrize(
    "fault",
    [
        lambda: refusal(413),
        lambda: refusal(400, 40005),
        lambda: refusal(403, 50013),
        lambda: refusal(400, 50035, invalid("embeds.0.image.url", "Not a well formed URL.")),
        lambda: refusal(400, 50035, invalid("attachments.0", "Unknown")),
    ],
    ids=["413", "too large", "may not attach", "its address", "the attachment"],
)
async def test_in_words_where_discord_refuses_the_picture(
    server: Server, command: str, fault: Callable[[], Exception], caplog: pytest.LogCaptureFixture
) -> None:
    with spoilt(fault, tries=None, files=True):
        result = await server.player.slash(server.channel, command, **OPTIONS[command])
    assert_in_words(result)
    assert caplog.text.count("answered in words") == 1


async def test_a_press_whose_picture_is_refused_shows_words_from_then_on(server: Server) -> None:
    result = await server.player.slash(server.channel, "lastmatch")
    with spoilt(lambda: refusal(413), tries=None, files=True):
        result = await server.player.click(message(result), label="Older")
    assert_in_words(result)
    assert all(controls(result).values())
    assert_in_words(await server.player.click(message(result), label="Older"))


async def test_the_picture_stays_when_the_controls_go(server: Server) -> None:
    result = await server.player.slash(server.channel, "lastmatch")
    before = attached(result).filename
    await server.env.advance_time(601)
    assert attached(result).filename == before
    assert not any(controls(result).values())


async def test_an_error_card_takes_no_picture(server: Server) -> None:
    result = await server.player.slash(server.channel, "csr", gamertag="Solo Sable")
    assert not message(result).attachments


def assert_in_words(result: InteractionResult) -> None:
    """The complete card, without a picture."""
    embed = card(result)
    assert_acceptable(embed)
    assert not message(result).attachments
    assert embed.image.url is None
    assert embed.fields or "\n" in (embed.description or "")


@pytest.mark.parametrize("command", OPTIONS)
async def test_in_words_for_those_who_want_words(server: Server, app: App, command: str) -> None:
    await app.lookups.user_settings.change(server.player.id, pictures=False)
    options = OPTIONS[command]
    assert_in_words(await server.player.slash(server.channel, command, **options))
    # The other one of a comparison is the asker, where nobody is named; a board is about all.
    subject = {"compare": "other_player", "leaderboard": None}.get(command, "player")
    named = {subject: server.player} if subject is not None else {}
    attached(await server.stranger.slash(server.channel, command, **options, **named))
