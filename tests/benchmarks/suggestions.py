"""What it takes to suggest gamertags, with as many known as are kept."""

from bot.halo.clock import SystemClock
from bot.halo.names import Name, Names
from bot.storage.engine import Database, create_engine
from bot.storage.gamertags import KEEP, KEEP_A_PERSON, KEEP_A_SERVER, GamertagIndex
from tests.benchmarks.measure import Row, cpu_of

_TARGET = 0.05


async def rows() -> list[Row]:
    """One row: the time of the slowest question, which fits nobody."""
    database = Database(create_engine("sqlite://"))
    clock = SystemClock()
    index = GamertagIndex(database, clock, Names())
    for number in range(KEEP):
        index.ask(number, number, Name(f"Gamertag {number:05}", 0.0), clock.now())
    for number in range(KEEP_A_SERVER):
        index.link(number, 1, KEEP + number, Name(f"Linked {number:05}", 0.0))
    for number in range(KEEP_A_PERSON):
        index.ask(1, number, Name(f"Gamertag {number:05}", 0.0), clock.now())
    taken = cpu_of({"ours": lambda: index.suggest("zzz", 1, 1)}, 9, 20)["ours"]
    await database.close()
    return [
        Row(
            "suggesting gamertags while somebody types",
            f"{1000 * taken:.2f} ms",
            "",
            f"<= {1000 * _TARGET:.0f} ms",
            taken <= _TARGET,
            f"{KEEP_A_SERVER} links and {KEEP_A_PERSON} players asked for, none of which fits",
        )
    ]
