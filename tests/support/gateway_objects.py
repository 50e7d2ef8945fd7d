"""The people and places of the small Discord, as the real one describes them to a client."""

from typing import Any

Json = dict[str, Any]
BOT: Json = {"id": "1", "username": "halo", "discriminator": "0", "avatar": None, "bot": True}
ASKER: Json = {"id": "2", "username": "alex", "discriminator": "0", "avatar": None}
APPLICATION: Json = {
    "id": "1", "name": "halo", "description": "", "icon": None, "bot_public": True,
    "bot_require_code_grant": False, "owner": ASKER, "verify_key": "", "flags": 0,
}  # fmt: skip
DIRECT_MESSAGES: Json = {"id": "3", "type": 1, "recipients": [ASKER], "last_message_id": None}
MEMBER: Json = {
    "roles": [], "joined_at": "2026-05-04T20:15:00+00:00", "deaf": False, "mute": False, "flags": 0,
}  # fmt: skip
SERVER: Json = {
    "id": "4", "name": "Halo night", "owner_id": ASKER["id"], "member_count": 2, "large": False,
    "roles": [{
        "id": "4", "name": "@everyone", "permissions": "0", "position": 0, "color": 0,
        "hoist": False, "managed": False, "mentionable": False, "flags": 0,
    }],
    "members": [{**MEMBER, "user": BOT}], "channels": [], "threads": [], "presences": [],
    "voice_states": [], "emojis": [], "stickers": [], "features": [], "unavailable": False,
    "verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0,
    "mfa_level": 0, "nsfw_level": 0, "premium_tier": 0, "system_channel_flags": 0, "afk_timeout": 0,
    "preferred_locale": "en-US", "premium_progress_bar_enabled": False,
}  # fmt: skip


def ready(shard: list[int], gateway_url: str, servers: list[Json]) -> Json:
    """What a shard ([its number, of how many]) is told first, with the servers it is in."""
    return {
        "v": 10, "user": BOT, "session_id": f"s{shard[0]}", "shard": shard,
        "guilds": [{"id": server["id"], "unavailable": True} for server in servers],
        "resume_gateway_url": gateway_url, "application": {"id": "1", "flags": 0},
    }  # fmt: skip


def elsewhere(shard: int, user: Json) -> Json:
    """The part of an interaction that says where it comes from: a server on that shard."""
    # The shard of a server is in the bits of its id above the lowest 22.
    server = {"id": str(shard << 22), "locale": "en-US", "features": []}
    member = {**MEMBER, "user": user, "permissions": "0"}
    channel = {
        "id": "4", "type": 0, "name": "stats", "guild_id": server["id"], "position": 0,
        "permission_overwrites": [],
    }  # fmt: skip
    return {
        "guild_id": server["id"], "guild": server, "member": member, "channel": channel,
        "channel_id": "4", "context": 0,
    }  # fmt: skip


def command_data(commands: list[Json], name: str, options: Json) -> Json:
    """The data of a slash command's interaction, as the published `commands` have it."""
    root, _, leaf = name.partition(" ")
    # None are known before the first worker has published them.
    known: list[Json] = next(
        (one.get("options", []) for one in commands if one["name"] == root), []
    )
    if leaf:
        known = next(one for one in known if one["name"] == leaf)["options"]
    types = {one["name"]: one["type"] for one in known}
    given: list[Json] = [
        {"name": key, "type": types[key], "value": str(value) if types[key] == 6 else value}
        for key, value in options.items()
    ]
    people = [one["value"] for one in given if one["type"] == 6]
    resolved = {
        "users": {each: {**ASKER, "id": each} for each in people},
        "members": dict.fromkeys(people, MEMBER),
    }
    if leaf:
        given = [{"name": leaf, "type": 1, "options": given}]
    data: Json = {"id": "9", "type": 1, "name": root, "options": given}
    return {**data, "resolved": resolved} if people else data
