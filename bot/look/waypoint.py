"""Addresses on Halo Waypoint, the game's own website."""

from urllib.parse import quote, urlsplit

from bot.facts.results import Player

_PLAYERS = "https://www.halowaypoint.com/halo-infinite/players"
_ASSETS = "https://www.halowaypoint.com/halo-infinite/ugc"
_PICTURE_HOST = ".svc.halowaypoint.com"
# A button's address may have 512 characters, and a letter may take twelve of them.
_LONGEST_GAMERTAG = 20
_LONGEST_ID = 36
_LONGEST_URL = 512


def player_url(player: Player) -> str:
    """The player's page."""
    return f"{_PLAYERS}/{quote(player.gamertag[:_LONGEST_GAMERTAG], safe='', errors='replace')}"


def match_url(player: Player, match_id: str) -> str:
    """A match's page, as the player saw it."""
    return f"{player_url(player)}/matches/{_id(match_id)}"


def asset_url(kind: str, asset_id: str) -> str:
    """The page of a "map" or "mode"."""
    return f"{_ASSETS}/{kind}s/{_id(asset_id)}"


def picture_url(url: str) -> str | None:
    """The address of a picture of the service, or None for what is no such address."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    sound = url.isascii() and url.isprintable() and " " not in url and len(url) <= _LONGEST_URL
    ours = parts.scheme == "https" and host.endswith(_PICTURE_HOST)
    return url if sound and ours else None


def _id(text: str) -> str:
    return quote(text.encode("ascii", "ignore")[:_LONGEST_ID], safe="")
