from bot.halo.names import Name, Names
from tests.support.clock import FakeClock

CHIEF = 117


def test_the_newest_name_holds_in_whatever_order_they_come() -> None:
    names = Names()
    assert names.get(CHIEF) is None
    assert names.hear(CHIEF, Name("Middle", 2.0)).gamertag == "Middle"
    assert names.hear(CHIEF, Name("Oldest", 1.0)).gamertag == "Middle"
    assert names.recall(CHIEF, Name("Newest", 3.0)).gamertag == "Newest"
    assert names.hear(CHIEF, Name("Middle", 2.0)).gamertag == "Newest"
    assert names.get(CHIEF) == Name("Newest", 3.0)


def test_listeners_hear_what_the_service_says_anew() -> None:
    told: list[tuple[int, Name]] = []
    names = Names()
    names.listen(lambda xuid, name: told.append((xuid, name)))
    names.recall(CHIEF, Name("Stored", 1.0))
    for name in (Name("New", 2.0), Name("New", 2.0), Name("Old", 1.5), Name("New", 3.0)):
        names.hear(CHIEF, name)
    assert told == [(CHIEF, Name("New", 2.0)), (CHIEF, Name("New", 3.0))]


def test_of_two_names_of_one_moment_the_service_s_last_word_counts() -> None:
    names = Names()
    names.hear(CHIEF, Name("First", 1.0))
    names.hear(CHIEF, Name("Second", 1.0))
    assert names.recall(CHIEF, Name("First", 1.0)).gamertag == "Second"


def test_the_players_named_longest_ago_are_forgotten() -> None:
    names = Names(keep=2)
    for xuid in (1, 2, 1, 3):
        names.hear(xuid, Name(f"Spartan {xuid}", 1.0))
    assert [xuid for xuid in (1, 2, 3) if names.get(xuid) is not None] == [1, 3]


def test_a_clock_that_was_ahead_keeps_no_old_name_alive(clock: FakeClock) -> None:
    names, now = Names(clock), clock.now()
    clock.advance(86_400)
    names.hear(CHIEF, Name("Old", clock.now()))
    clock.advance(-86_400)
    assert names.hear(CHIEF, Name("New", now)) == Name("New", now)
    assert names.recall(343, Name("Stored", now + 86_400)).at == now
    clock.advance(1)
    assert names.hear(343, Name("New", now + 1)).gamertag == "New"
