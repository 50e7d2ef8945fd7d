"""The people of a soak: whom each of them is linked to, as the bot has confirmed it."""

import asyncio
from random import Random

from bot.sandbox.players import CAST, HERMITS, MAIN, MODERN
from tests.support.gateway import Asked

_FIRST_ID = 700_000_000
WARNING = "⚠️"


class Person:
    """A Discord user. `gamertag` is what they are linked to; `sure` is false where a command that
    changes that was never answered, so that both may be true."""

    def __init__(self, user_id: int) -> None:
        self.user_id = user_id
        self.gamertag = ""
        self.sure = True
        self.turn = asyncio.Lock()

    def told(self, command: str, gamertag: str, asked: Asked) -> None:
        """Learn from the answer to /link or /unlink."""
        if not asked.answered.is_set():
            self.sure = False
        elif asked.title == "Linked":
            self.gamertag, self.sure = gamertag, True
        elif asked.title == "Unlinked":
            self.gamertag, self.sure = "", True
        elif command == "link" and "not answering" in asked.title:
            # The database may have kept it all the same.
            self.sure = False

    def denies(self, asked: Asked) -> bool:
        """Whether the answer to /whois contradicts what the bot has confirmed."""
        if not self.sure or not asked.answered.is_set():
            return False
        if asked.title == "Who is it?":
            said = str(asked.answer["embeds"][0]["description"]).replace("\\", "")
            return not self.gamertag or self.gamertag not in said
        return bool(self.gamertag) and "linked" in asked.title


def people(count: int) -> list[Person]:
    """So many people."""
    return [Person(_FIRST_ID + number) for number in range(count)]


def some_gamertag(random: Random) -> str:
    """A gamertag of the simulated world as people type it, the main player's most often."""
    written = [*(gamertag for gamertag, _ in (*CAST, *HERMITS)), *(shown for _, shown in MODERN)]
    return MAIN if random.random() < 0.2 else random.choice(written)
