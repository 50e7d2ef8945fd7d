"""The upstream of the benchmarks: recorded answers as they are, from a process of its own.

The first part of a path says how to answer: a number is a delay in milliseconds, anything else the
name of an oddity, with "once-" before it for the first request of each path only. `/_seen` gives
the arrival times since it was last asked.
"""

import asyncio
import json
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aiohttp import web
from multidict import MultiMapping

DAY = {"Cache-Control": "public, max-age=86400"}
# What the path of a request has in it, which file answers, and whether it may be kept.
FILES = (
    (r"/stats$", "get_match_stats", True),
    (r"/matches$", "get_match_history", False),
    (r"/skill$", "get_match_skill", False),
    (r"/users", "get_users", False),
    (r"/maps/", "get_map", True),
    (r"/ugcGameVariants/", "get_ugc_game_variant", True),
    (r"/playlists/", "get_playlist", True),
    (r"/medals/metadata", "get_medal_metadata", True),
)
ODDITIES = ("unknown_enum", "unknown_medal", "missing_field", "null")


def for_all_asked(name: str, body: bytes, query: MultiMapping[str]) -> bytes:
    """The recorded answer with an item for every player asked about, as the service gives it."""
    if name == "get_users":
        (user, *_) = json.loads(body)
        return json.dumps([{**user, "xuid": xuid} for xuid in query.getall("xuids")]).encode()
    if name in {"get_match_skill", "get_playlist_csr"}:
        (item, *_) = json.loads(body)["Value"]
        value = [{**item, "Id": player} for player in query.getall("players")]
        return json.dumps({"Value": value}).encode()
    return body


def odd(name: str, oddity: str, answer: Any) -> Any:
    """A recorded answer with one thing in it that nobody expects."""
    info = answer["Results"][3]["MatchInfo"] if name == "get_match_history" else answer["MatchInfo"]
    if oddity == "unknown_enum":
        info["GameVariantCategory"] = 4711
    elif oddity == "missing_field":
        del info["ClearanceId"]
    elif oddity == "null":
        info["PlayableDuration"] = None
    elif name == "get_match_stats":
        stats = answer["Players"][0]["PlayerTeamStats"][0]["Stats"]["CoreStats"]
        stats["Medals"] = [{"NameId": 4711, "Count": 1, "TotalPersonalScoreAwarded": 0}]
    return answer


class Recordings:
    """Answers from the folder."""

    def __init__(self, folder: Path) -> None:
        self._bodies = {name: (folder / f"{name}.json").read_bytes() for _, name, _ in FILES}
        self._arrivals: list[tuple[float, str]] = []
        self._once: set[str] = set()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """The recorded answer, delayed or broken as the path says."""
        arrived = time.monotonic()
        if request.path == "/_seen":
            seen, self._arrivals = self._arrivals, []
            return web.json_response(seen)
        self._arrivals.append((arrived, request.path))
        how = request.path.split("/", 2)[1]
        if how.startswith("once-"):
            how = "0" if request.path in self._once else how.removeprefix("once-")
            self._once.add(request.path)
        name, keep = next(
            (name, keep) for path, name, keep in FILES if re.search(path, request.path)
        )
        body = for_all_asked(name, self._bodies[name], request.query)
        headers = DAY if keep else {}
        if how.isdigit():
            await asyncio.sleep(max(0.0, arrived + int(how) / 1000 - time.monotonic()))
        elif how in ODDITIES:
            body = json.dumps(odd(name, how, json.loads(body))).encode()
        elif how == "html":
            return web.Response(
                text="<html>Back soon</html>", content_type="text/html", headers=DAY
            )
        elif how == "empty":
            return web.Response(content_type="application/json", headers=DAY)
        elif how == "truncated":
            body, headers = body[: len(body) // 2], DAY
        return web.Response(body=body, content_type="application/json", headers=headers)


async def serve(folder: Path) -> None:
    """Serve until the process is ended; prints the port."""
    recordings = Recordings(folder)
    runner = web.ServerRunner(web.Server(recordings.answer))  # type: ignore[arg-type]
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)  # noqa: T201
    await asyncio.Event().wait()


class Upstream:
    """The running upstream, as the benchmarks see it."""

    def __init__(self, port: int) -> None:
        self._root = f"http://127.0.0.1:{port}"

    def base_url(self, how: str | int = 0) -> str:
        """Where it answers in this way: after so many milliseconds, or with this oddity."""
        return f"{self._root}/{how}"

    def arrivals(self) -> list[tuple[float, str]]:
        """When (in seconds of its own clock) what arrived since the last call of this."""
        with urllib.request.urlopen(f"{self._root}/_seen") as answer:
            return [(at, path) for at, path in json.load(answer)]


@contextmanager
def running_upstream(folder: Path) -> Iterator[Upstream]:
    """Start the upstream's process, and end it."""
    command = [sys.executable, "-m", "tests.benchmarks.upstream", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield Upstream(int(process.stdout.readline()))
        finally:
            process.terminate()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
