"""The bot as Discord sees it."""

import discord

from tests.discord_app.conftest import Stage


async def test_it_subscribes_to_its_servers_alone(stage: Stage) -> None:
    assert stage.env.bot.intents == discord.Intents(guilds=True)


async def test_its_answers_mention_nobody(stage: Stage) -> None:
    await stage.asker.slash(stage.channel, "open")
    sent = [each.json for each in stage.env.http_requests if each.method == "PATCH"]
    assert [body["allowed_mentions"] for body in sent if body] == [{"parse": []}]


async def test_its_commands_are_published_at_the_start(stage: Stage) -> None:
    published = stage.env.backend.commands[None].values()
    names = {command["name"] for command in published}
    assert names == {"open", "closed", "costly", "laid_out", "checked"}
    for command in published:
        assert set(command["contexts"]) == {0, 1, 2}
        assert set(command["integration_types"]) == {0, 1}


async def test_what_people_write_is_not_read(stage: Stage) -> None:
    before = len(stage.env.http_requests)
    await stage.asker.send(stage.channel, f"<@{stage.env.backend.bot_user.id}> open")
    assert len(stage.env.http_requests) == before
