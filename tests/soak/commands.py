"""What people of a soak ask for, and how often."""

from random import Random
from typing import Any

from tests.soak.people import some_gamertag

# Weights: what is asked often in earnest is asked often here.
LOOKUPS = {
    "lastmatch": 20, "csr": 14, "medals": 10, "stats": 8, "history": 8, "career": 6, "session": 3,
    "trend": 2, "teammates": 2, "compare": 4, "playlist": 2, "map": 2, "mode": 2, "help": 2,
    "status": 2, "settings": 2, "privacy show": 2, "leaderboard": 1, "admin links": 1,
    "admin settings": 1, "export": 1,
}  # fmt: skip
LINKING = {"link": 6, "unlink": 2, "whois": 6}
IN_SERVER = ("leaderboard", "admin links", "admin settings")
_OWN = ("help", "status", "settings", "privacy show", "leaderboard", "admin links", "export")


def pick(random: Random) -> str:
    """A command."""
    weights = LOOKUPS | LINKING
    return random.choices(list(weights), list(weights.values()))[0]


def options(command: str, random: Random) -> dict[str, Any]:
    """What it is asked about."""
    match command:
        case "map" | "mode":
            return {"name": random.choice(("live", "slayer", "bazaar", "no such thing"))}
        case "playlist":
            return {}
        case "admin settings":
            return {"kind": random.choice(("matchmaking", "custom"))}
        case "trend" | "teammates":
            return {"gamertag": some_gamertag(random), "matches": 25}
        case _ if command in _OWN:
            return {}
        case _:
            # Now and then one's own link, a stranger's name, or nonsense.
            chance = random.random()
            if chance < 0.3 and command != "compare":
                return {}
            return {"gamertag": some_gamertag(random) if chance < 0.95 else "Nobody at all"}
