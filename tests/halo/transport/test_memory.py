from bot.halo.transport.base import Response, headers_of
from bot.halo.transport.memory import Held, Memory
from bot.halo.transport.store import CacheEntry, cache_key


def held(key: str, size: int) -> tuple[Held, ...]:
    body = b"x" * size
    entry = CacheEntry(cache_key("", "", key), "", (), 200, (), body, 0.0, 0.0)
    return (Held(entry, Response(200, headers_of(), body, 0.0), 0.0, 0.0),)


def room_for(count: int, size: int) -> int:
    """What so many answers of a size take."""
    memory = Memory(10**9)
    for number in range(count):
        memory.put(str(number), held(str(number), size))
    return memory.bytes


def test_what_was_not_used_for_longest_goes_first() -> None:
    memory = Memory(room_for(2, 100))
    memory.put("a", held("a", 100))
    memory.put("b", held("b", 100))
    assert memory.get("a")
    memory.put("c", held("c", 100))
    assert memory.get("a")
    assert memory.get("b") == ()
    assert memory.get("c")
    assert (len(memory), memory.evictions) == (2, 1)


def test_putting_again_replaces() -> None:
    memory = Memory()
    memory.put("a", held("a", 5000))
    memory.put("a", held("a", 10))
    assert len(memory.get("a")[0].entry.body) == 10
    assert memory.bytes == room_for(1, 10)


def test_what_is_too_large_drives_nothing_else_out() -> None:
    memory = Memory(room_for(2, 100))
    memory.put("a", held("a", 100))
    memory.put("large", held("large", 100_000))
    assert memory.get("a")
    assert memory.get("large") == ()


def test_what_grew_too_large_is_not_held_in_its_old_form() -> None:
    memory = Memory(room_for(1, 100))
    memory.put("a", held("a", 100))
    memory.put("a", held("a", 100_000))
    assert memory.get("a") == ()
    assert memory.bytes == 0


def test_forgetting_gives_the_room_back() -> None:
    memory = Memory()
    memory.put("a", held("a", 100))
    memory.forget("a")
    memory.forget("never there")
    assert memory.get("a") == ()
    assert memory.bytes == 0


def test_forgetting_a_url_takes_all_its_partitions() -> None:
    memory = Memory()
    url = "https://things.example/a"
    keys = [cache_key("", "", url), cache_key("one", "de", url), cache_key("", "", url + "/b")]
    for key in keys:
        memory.put(key, held(url, 10))
    memory.forget_url(url)
    assert [bool(memory.get(key)) for key in keys] == [False, False, True]
