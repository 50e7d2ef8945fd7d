"""/settings, and how the commands keep to them."""

import pytest
from simcord.components import walk_components
from simcord.results import InteractionResult

from bot.app import App
from bot.storage.errors import StorageUnavailable
from tests.conftest import Server
from tests.support.discord import aside, card, message, words

RANKED_SLAYER = "dcb2e24e-05fb-4390-8076-32a0cdb4326e"
MENUS = ("pictures", "match_kind", "playlist", "time_zone", "on_leaderboards")


def menus(result: InteractionResult) -> dict[str, dict[str, str]]:
    """The choices of each menu by their labels, under the name of its setting."""
    found = [part for part in walk_components(message(result).components) if part["type"] == 3]
    return {
        name: {option["label"]: option["value"] for option in menu["options"]}
        for name, menu in zip(MENUS, found, strict=True)
    }


def chosen(result: InteractionResult) -> list[str]:
    """What each menu shows as chosen."""
    return [
        option["label"]
        for part in walk_components(message(result).components)
        for option in part.get("options", [])
        if option.get("default")
    ]


async def choose(server: Server, result: InteractionResult, name: str, label: str) -> None:
    """Pick an entry of a menu."""
    found = [part for part in walk_components(message(result).components) if part["type"] == 3]
    custom_id = found[MENUS.index(name)]["custom_id"]
    value = menus(result)[name][label]
    pressed = await server.player.select(message(result), [value], custom_id=custom_id)
    assert pressed.followups == []


async def test_it_shows_what_holds(server: Server) -> None:
    result = await server.player.slash(server.channel, "settings")
    assert message(result).ephemeral
    assert not message(result).embeds
    assert card(result).title == "⚙️ Your settings"
    assert chosen(result) == [
        "As pictures",
        "As each server has set it",
        "All ranked playlists",
        "UTC",
        "You are shown",
    ]
    assert "**Time zone** UTC, where it is 20:15" in words(result)


async def test_everything_can_be_changed(server: Server, app: App) -> None:
    result = await server.player.slash(server.channel, "settings")
    for name, label in (
        ("pictures", "In words"),
        ("match_kind", "Custom matches"),
        ("playlist", "Ranked Slayer"),
        ("time_zone", "Asia/Tokyo"),
        ("on_leaderboards", "You are not shown"),
    ):
        await choose(server, result, name, label)
        assert label in chosen(result)
    held = await app.lookups.user_settings.get(server.player.id)
    assert (held.pictures, held.match_kind, held.playlist) == (False, "custom", RANKED_SLAYER)
    assert (held.time_zone, held.on_leaderboards) == ("Asia/Tokyo", False)
    assert "Asia/Tokyo, where it is 05:15" in words(result)
    await choose(server, result, "match_kind", "As each server has set it")
    assert (await app.lookups.user_settings.get(server.player.id)).match_kind == ""
    again = await server.player.slash(server.channel, "settings")
    assert chosen(again) == chosen(result)


async def test_any_time_zone_by_name(server: Server) -> None:
    choices = await server.player.autocomplete(server.channel, "settings", "time_zone", "lisb")
    assert [choice["value"] for choice in choices] == ["Europe/Lisbon"]
    result = await server.player.slash(server.channel, "settings", time_zone="Europe/Lisbon")
    assert "Europe/Lisbon" in chosen(result)
    wrong = await server.player.slash(server.channel, "settings", time_zone="Mars")
    assert card(wrong).title == "⚠️ No time zone of that name"


async def test_only_their_owner_changes_them(server: Server, app: App) -> None:
    await server.stranger.slash(server.channel, "settings", time_zone="Asia/Tokyo")
    held = await app.lookups.user_settings.get(server.player.id)
    assert held.time_zone == "UTC"


@pytest.mark.parametrize("pictures", [True, False])
async def test_the_own_kind_of_matches_wins_over_the_servers(
    server: Server, app: App, pictures: bool
) -> None:
    await server.admin.slash(server.channel, "admin settings", kind="matchmaking")
    await app.lookups.user_settings.change(server.player.id, match_kind="custom", pictures=pictures)
    shown = card(await server.player.slash(server.channel, "lastmatch")).description or ""
    assert "Custom game" in shown
    shown = card(await server.player.user.slash("lastmatch")).description or ""
    assert "Custom game" in shown
    asked = await server.player.slash(server.channel, "lastmatch", kind="all")
    assert "Ranked Arena" in (card(asked).description or "")
    other = await server.stranger.slash(server.channel, "lastmatch", player=server.player)
    assert "Ranked Arena" in (card(other).description or "")


async def test_the_own_playlist_is_what_csr_shows(server: Server, app: App) -> None:
    everything = card(await server.player.slash(server.channel, "csr"))
    await app.lookups.user_settings.change(server.player.id, playlist=RANKED_SLAYER)
    own = card(await server.player.slash(server.channel, "csr"))
    assert [field.name for field in own.fields] != [field.name for field in everything.fields]
    assert all("Ranked Slayer" in (field.name or "") for field in own.fields)
    all_of_them = await server.player.slash(server.channel, "csr", playlist="all")
    assert card(all_of_them) == everything


async def test_a_database_that_fails_is_named_and_the_menus_stay(
    server: Server, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = await server.player.slash(server.channel, "settings")
    before = chosen(result)

    async def fail(*_arguments: object, **_changes: object) -> None:
        raise StorageUnavailable

    monkeypatch.setattr(type(app.lookups.user_settings), "change", fail)
    found = [part for part in walk_components(message(result).components) if part["type"] == 3]
    pressed = await server.player.select(
        message(result), ["False"], custom_id=found[0]["custom_id"]
    )
    assert aside(pressed).title == "⚠️ The bot's database is not answering"
    assert chosen(result) == before
