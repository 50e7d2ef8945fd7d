"""Where Discord is: the real one, or a stand-in under test."""

from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

DISCORD = "https://discord.com"


def use_discord_at(base_url: str) -> None:
    """Send all calls of this process to base_url/api/v10 and its gateway to base_url/gateway.

    discord.py knows both addresses as class attributes only, so this holds for every client.
    """
    base = URL(base_url)
    Route.BASE = str(base / "api/v10")
    DiscordWebSocket.DEFAULT_GATEWAY = (
        base.with_scheme("wss" if base.scheme == "https" else "ws") / "gateway"
    )
