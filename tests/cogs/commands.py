"""Every command and entry of a context menu there is, asked once."""

from collections.abc import Awaitable, Callable
from functools import cache

from simcord.results import InteractionResult

from bot.sandbox.players import MAIN
from bot.sandbox.world import World
from tests.conftest import Server
from tests.support.clock import NOW

Ask = Callable[[Server], Awaitable[InteractionResult]]


@cache
def _match_id() -> str:
    """The newest match of the simulated world."""
    return World.seeded(now=NOW).matches_of(MAIN)[0].match_id


COMMANDS: dict[str, Ask] = {
    "lastmatch": lambda s: s.player.slash(s.channel, "lastmatch"),
    "lastmatch by gamertag": lambda s: s.stranger.slash(
        s.channel, "lastmatch", gamertag="Ember Fox", kind="matchmaking"
    ),
    "match": lambda s: s.stranger.slash(s.channel, "match", id=_match_id()),
    "match by gamertag": lambda s: s.stranger.slash(
        s.channel, "match", id=_match_id(), gamertag="MapleLeaf 117"
    ),
    "history": lambda s: s.player.slash(s.channel, "history"),
    "history of custom games": lambda s: s.stranger.slash(
        s.channel, "history", gamertag="Custom Casper", kind="custom"
    ),
    "stats": lambda s: s.player.slash(s.channel, "stats"),
    "stats of ranked matches": lambda s: s.player.slash(s.channel, "stats", scope="ranked"),
    "stats of a playlist": lambda s: s.player.slash(s.channel, "stats", scope="playlist"),
    "career": lambda s: s.player.slash(s.channel, "career"),
    "compare": lambda s: s.player.slash(s.channel, "compare", gamertag="Ember Fox"),
    "playlist": lambda s: s.player.slash(s.channel, "playlist"),
    "playlist of the latest matches": lambda s: s.player.slash(
        s.channel, "playlist", playlist="rumble pit"
    ),
    "map": lambda s: s.player.slash(s.channel, "map", name="live"),
    "mode": lambda s: s.player.slash(s.channel, "mode"),
    "csr": lambda s: s.player.slash(s.channel, "csr"),
    "medals": lambda s: s.player.slash(s.channel, "medals"),
    "medals of the last match": lambda s: s.player.slash(s.channel, "medals", scope="match"),
    "session": lambda s: s.player.slash(s.channel, "session"),
    "session by gamertag": lambda s: s.stranger.slash(s.channel, "session", gamertag="Solo Sable"),
    "trend": lambda s: s.player.slash(s.channel, "trend"),
    "trend by gamertag": lambda s: s.stranger.slash(
        s.channel, "trend", gamertag="Solo Sable", matches=25
    ),
    "teammates": lambda s: s.player.slash(s.channel, "teammates"),
    "leaderboard": lambda s: s.player.slash(s.channel, "leaderboard"),
    "leaderboard by K/D": lambda s: s.player.slash(s.channel, "leaderboard", by="kills per death"),
    "export": lambda s: s.player.slash(s.channel, "export", matches=25),
    "link": lambda s: s.stranger.slash(s.channel, "link", gamertag="Ember Fox"),
    "unlink": lambda s: s.player.slash(s.channel, "unlink"),
    "whois": lambda s: s.player.slash(s.channel, "whois"),
    "settings": lambda s: s.player.slash(s.channel, "settings"),
    "privacy show": lambda s: s.player.slash(s.channel, "privacy show"),
    "privacy export": lambda s: s.player.slash(s.channel, "privacy export"),
    "privacy delete": lambda s: s.player.slash(s.channel, "privacy delete"),
    "status": lambda s: s.player.slash(s.channel, "status"),
    "help": lambda s: s.player.slash(s.channel, "help"),
    "admin link": lambda s: s.admin.slash(
        s.channel, "admin link", member=s.stranger, gamertag="Ember Fox"
    ),
    "admin unlink": lambda s: s.admin.slash(s.channel, "admin unlink", member=s.stranger),
    "admin links": lambda s: s.admin.slash(s.channel, "admin links"),
    "admin import": lambda s: s.admin.slash(
        s.channel, "admin import", file=("links.csv", f"{s.stranger.id},Ember Fox".encode())
    ),
    "admin export": lambda s: s.admin.slash(s.channel, "admin export"),
    "admin settings": lambda s: s.admin.slash(s.channel, "admin settings", kind="custom"),
}

# The entries that answer at once; "Link" opens a form.
MENUS: dict[str, Ask] = {
    "Last match": lambda s: s.stranger.context_menu(s.channel, "Last match", s.player),
    "CSR": lambda s: s.stranger.context_menu(s.channel, "CSR", s.player),
}
EVERYTHING = {**COMMANDS, **MENUS}
