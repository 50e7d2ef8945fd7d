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
