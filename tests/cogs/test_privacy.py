"""/privacy: what is stored about the asker."""

import json

import pytest

from bot.app import App
from bot.facts.errors import NotLinked
from tests.conftest import Server
from tests.look.checks import assert_acceptable
from tests.support.discord import card, controls, message


@pytest.fixture
async def known(server: Server, app: App) -> Server:
    """A server whose player has left a trace in every place."""
    await app.lookups.links.link_member(server.guild.id, server.player.id, "Ember Fox", 1)
    await app.lookups.links.link_member(
        server.guild.id, server.stranger.id, "Quiet Comet", server.player.id
    )
    await app.lookups.user_settings.change(server.player.id, time_zone="Asia/Tokyo")
    return server


async def test_what_is_stored_is_shown(known: Server) -> None:
    result = await known.player.slash(known.channel, "privacy show")
    assert message(result).ephemeral
    assert_acceptable(card(result))
    said = card(result).description or ""
    assert "1 × your link to a gamertag" in said
    assert "1 × links of others that name you as the admin who made them" in said
    # Right below a list, text is taken for a part of its last item.
    assert "1 × your settings\n\n`/privacy export`" in said


async def test_nothing_is_stored_about_a_stranger(server: Server) -> None:
    for command in ("show", "export", "delete"):
        result = await server.stranger.slash(server.channel, f"privacy {command}")
        assert "Nothing is stored" in (card(result).description or "")
        assert not any(controls(result).values())


async def test_all_of_it_comes_as_a_file(known: Server) -> None:
    result = await known.player.slash(known.channel, "privacy export")
    assert message(result).ephemeral
    (file,) = message(result).attachments
    assert file.filename == "my-data.json"
    content = json.loads(await file.read())
    assert content["user_id"] == str(known.player.id)
    places = {
        part["table"]: part["rows"] for part in content["stored"] if part["column"] == "user_id"
    }
    assert places["own_links"][0]["gamertag"] == "MapleLeaf 117"
    assert places["user_settings"][0]["time_zone"] == "Asia/Tokyo"
    assert "Quiet Comet" not in json.dumps(content)


async def test_it_is_deleted_once_confirmed(known: Server, app: App) -> None:
    result = await known.player.slash(known.channel, "privacy delete")
    assert message(result).ephemeral
    assert "1 × your settings\n\nLinks that you" in (card(result).description or "")
    assert (await app.lookups.privacy.show(known.player.id)) != ()
    await known.player.click(message(result), label="Delete everything")
    assert "Nothing is stored about you any more" in (card(result).description or "")
    assert controls(result) == {"Delete everything": False}
    assert await app.lookups.privacy.show(known.player.id) == ()
    with pytest.raises(NotLinked):
        await app.lookups.links.whois(known.player.id, known.guild.id, own=True)
    linked = card(await known.stranger.slash(known.channel, "whois"))
    assert "**Quiet Comet** in this server" in (linked.description or "")
    assert known.player.mention not in (linked.description or "")
    listed = card(await known.admin.slash(known.channel, "admin links"))
    assert "Quiet Comet" in (listed.description or "")
    assert "None" not in (listed.description or "")
