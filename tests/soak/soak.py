"""One soak: a worker as a process, a small Discord in front of it, and mischief around it."""

import asyncio
import contextlib
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
from discord import Permissions

from bot.command_line.common import ExitCode
from bot.command_line.demo import demo_settings
from bot.look import theme
from bot.sandbox.players import CAST, MAIN
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from bot.storage.migrate import upgrade
from tests.soak.cards import Cards
from tests.soak.commands import IN_SERVER, LINKING, options, pick
from tests.soak.mischief import Mischief
from tests.soak.outcome import Outcome, Plan, Size
from tests.soak.people import WARNING, Person, people
from tests.support import controls
from tests.support.gateway import Asked, LoopbackDiscord
from tests.support.gateway_faults import FATAL_CODES
from tests.support.processes import PATIENCE
from tests.support.waiting import eventually
from tests.support.worker import worker_environment

_RUN = (sys.executable, "-m", "bot", "run")
_UNEXPECTED = "Something went wrong on our side"
# Seconds after which a reply counts as hanging. The longest chain of calls, each with its own
# deadline, is done by then.
_HANGING = 90.0
_IN_FLIGHT = 60
_STRIKE, _HEAL = 0.03, 0.03
# Seconds between two commands of a short life, on average.
_PACE = 0.05
# How often, two seconds apart, a sign-in is tried at the end.
_TRIES = 40


class Soak:
    """The stage of a soak while it lasts."""

    def __init__(
        self, plan: Plan, discord: LoopbackDiscord, service: SandboxService, folder: Path
    ) -> None:
        self._plan = plan
        self._discord = discord
        self._service = service
        self._folder = folder
        self._random = Random(plan.seed)
        self._people = people(plan.people)
        self._database = folder / "soak.db"
        self._log = folder / "worker.log"
        self._mischief = Mischief(service, discord, self._database, self._random)
        self._cards = Cards(self._random)
        self._ends_at = time.monotonic() + plan.seconds
        self._under_way: set[asyncio.Task[None]] = set()
        self._open: set[Asked] = set()
        self._port = 0
        self.outcome = Outcome()

    async def run(self) -> Outcome:
        """Everything in order; then look whether all links are there and the account signs in."""
        plan = self._plan
        settings = demo_settings(self._service.base_url, self._database)
        await upgrade(settings.database_url)
        self._port = unused_port()
        env = worker_environment(settings, self._discord.base_url) | {
            "METRICS_PORT": str(self._port),
            "LOG_FORMAT": "console",
        }
        await self._link_all(env)
        for _ in range(plan.restarts):
            await self._short_life(env, plan.restarting // plan.restarts)
        await self._long_life(env)
        self._read_log(settings.secrets())
        self.outcome.mischief = self._mischief.done
        return self.outcome

    async def _link_all(self, env: Mapping[str, str]) -> None:
        """Everybody begins with a link."""
        async with self._worker(env) as worker:
            for person in self._people:
                gamertag = self._random.choice(CAST)[0]
                asked = await self._answer("link", person, {"gamertag": gamertag})
                person.told("link", gamertag, asked)
            await self._terminate(worker)

    async def _short_life(self, env: Mapping[str, str], commands: int) -> None:
        """A worker that is ended, in one way or another, in the middle of its work."""
        self._mischief.refuse_to_publish()
        async with self._worker(env) as worker:
            for _ in range(commands):
                await self._ask_next()
                await asyncio.sleep(self._random.uniform(0, 2 * _PACE))
            way = self._random.choices(("SIGTERM", "Discord", "SIGKILL"), (2, 1, 2))[0]
            if way != "SIGKILL":
                await self._terminate(worker, by_discord=way == "Discord")
                return
            self.outcome.restarts[way] += 1
            worker.kill()
            await worker.wait()
            # Whoever was being answered is not any more.
            for task in self._under_way:
                task.cancel()
            await self._settle()

    async def _long_life(self, env: Mapping[str, str]) -> None:
        """A worker that is measured, and in the end asked about all links."""
        plan, sizes = self._plan, self.outcome.sizes
        async with self._worker(env) as worker:
            for asked in range(1, plan.steady + 1):
                await self._ask_next()
                if asked % plan.settled == 0 or time.monotonic() > self._ends_at:
                    self._mischief.heal()
                    await self._settle()
                    sizes[asked] = await self._size(worker)
                if time.monotonic() > self._ends_at:
                    break
            await self._mischief.close()
            await self._look_at_all()
            await self._terminate(worker)

    @asynccontextmanager
    async def _worker(self, env: Mapping[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
        self._discord.connected.clear()
        with self._log.open("ab") as log:
            worker = await asyncio.create_subprocess_exec(
                *_RUN, env=env, cwd=self._folder, stdout=log, stderr=log
            )
        try:
            async with asyncio.timeout(PATIENCE):
                await self._discord.connected.wait()
                while not await self._is_ready():  # noqa: ASYNC110 - another process
                    await asyncio.sleep(0.1)
            yield worker
        finally:
            if worker.returncode is None:
                worker.kill()
                await worker.wait()

    async def _is_ready(self) -> bool:
        with contextlib.suppress(aiohttp.ClientError):
            return "discord: ok" in await self._get("readyz")
        return False

    async def _get(self, path: str) -> str:
        """What the worker's own server answers."""
        url = f"http://127.0.0.1:{self._port}/{path}"
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            return await answer.text()

    async def _terminate(
        self, worker: asyncio.subprocess.Process, *, by_discord: bool = False
    ) -> None:
        """SIGTERM, or a connection that Discord ends for good: everybody is answered, and the
        worker ends well within ten seconds."""
        way = "Discord" if by_discord else "SIGTERM"
        self.outcome.restarts[way] += 1
        # What Discord has sent and the worker has not read is lost whatever it does.
        async with asyncio.timeout(PATIENCE):
            await eventually(lambda: not self._discord.away)
            for one in tuple(self._open):
                await one.noticed.wait()
        began, under_way = time.monotonic(), len(self._under_way)
        if by_discord:
            await self._discord.close(0, self._random.choice(FATAL_CODES))
        else:
            worker.send_signal(signal.SIGTERM)
        code = await asyncio.wait_for(worker.wait(), PATIENCE)
        took = time.monotonic() - began
        self.outcome.endings.append(took)
        if code != (ExitCode.DISCORD_REFUSED if by_discord else ExitCode.OK):
            self.outcome.wrong.append(f"{way} ended with {code} after {took:.1f} s")
        await self._settle()
        self.outcome.finished_at_the_end += under_way

    async def _ask_next(self) -> None:
        """Ask one thing more, once there is room, and perhaps let something go wrong."""
        if self._random.random() < _STRIKE:
            self._mischief.strike()
        if self._random.random() < _HEAL:
            self._mischief.heal()
        while len(self._under_way) >= _IN_FLIGHT:
            await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
        card = self._cards.take() if self._random.random() < self._plan.presses else None
        if card is not None:
            task = asyncio.create_task(self._press(card))
        else:
            command, person = pick(self._random), self._random.choice(self._people)
            task = asyncio.create_task(self._ask(command, person, options(command, self._random)))
        self._under_way.add(task)
        task.add_done_callback(self._asked)
        # Lets it be sent.
        await asyncio.sleep(0)

    def _asked(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.outcome.wrong.append(repr(error))

    async def _ask(self, command: str, person: Person, given: Mapping[str, Any]) -> None:
        if command not in LINKING:
            await self._answer(command, person, given)
            return
        async with person.turn:
            gamertag = self._random.choice(CAST)[0]
            given = {"gamertag": gamertag} if command == "link" else {}
            asked = Asked()
            try:
                asked = await self._answer(command, person, given)
            finally:
                # Also where a kill has taken the answer away.
                if command != "whois":
                    person.told(command, gamertag, asked)
            if command == "whois" and person.denies(asked):
                self.outcome.wrong.append(
                    f"{person.user_id} is {person.gamertag!r}: {asked.answer['embeds']}"
                )

    async def _answer(self, command: str, person: Person, given: Mapping[str, Any]) -> Asked:
        """The final answer, which is looked at."""
        self.outcome.asked += 1
        ask = self._discord.command_in_server if command in IN_SERVER else self._discord.command
        self._allow_pictures()
        asked = await ask(command, asker=person.user_id, **given)

        def over() -> bool:
            return not asked.title.startswith(theme.WORKING)

        if await self._over(command, asked, asked, over):
            self._look_at(command, asked, "answered")
            self._cards.add(asked)
        return asked

    async def _press(self, card: Asked) -> None:
        """Press something on a card: it shows what comes of it, or an error comes beside it."""
        picked = self._cards.pick(card)
        if picked is None:
            return
        control, chosen = picked
        self.outcome.pressed += 1
        self._allow_pictures()
        card.answered.clear()
        press = await self._discord.use(card, control, *chosen)

        def over() -> bool:
            return press.answered.is_set() and not controls.is_at_work(card.components)

        name = f"{controls.label(control)} of {card.title!r}"
        if await self._over(name, press, card, over):
            self._look_at(name, press, "pressed")
            self._cards.add(card)

    def _allow_pictures(self) -> None:
        """Whether the bot may attach files to what is asked next."""
        may = self._random.random() < self._plan.pictures
        self._discord.app_permissions = str(Permissions(attach_files=may).value)

    async def _over(self, name: str, asked: Asked, card: Asked, over: Callable[[], bool]) -> bool:
        """Whether it comes to its end, as the card on which that is seen changes."""
        self._open.add(asked)
        try:
            async with asyncio.timeout(_HANGING):
                await card.answered.wait()
                while not over():
                    card.answered.clear()
                    await card.answered.wait()
        except TimeoutError:
            self.outcome.hanging.append(name)
            return False
        except asyncio.CancelledError:
            self.outcome.cut_off += 1
            raise
        finally:
            self._open.discard(asked)
        return True

    def _look_at(self, name: str, asked: Asked, well: str) -> None:
        """Count an answer, and put up with no unforeseen error."""
        self.outcome.titles[asked.title if asked.title.startswith(WARNING) else well] += 1
        self.outcome.pictures += sum(file.endswith(".png") for file in asked.files)
        asked.files.clear()
        if _UNEXPECTED in asked.title:
            self.outcome.wrong.append(f"{name}: {asked.answer['embeds']}")

    async def _look_at_all(self) -> None:
        """No link is lost, and nobody is locked out: a new sign-in works."""
        # A refused account is looked at again after a minute; no strike refuses one.
        self._service.signin.expire_spartan()
        self._service.signin.expire_xsts()
        for person in self._people:
            while person.sure:
                asked = await self._answer("whois", person, {})
                if not asked.title.endswith("Not so fast"):
                    break
                await asyncio.sleep(1)
            if person.sure and person.denies(asked):
                self.outcome.wrong.append(f"lost at the end: {person.user_id} {person.gamertag!r}")
        for _ in range(_TRIES):
            nobody = Person(self._random.getrandbits(50))
            asked = await self._answer("csr", nobody, {"gamertag": MAIN})
            if not asked.title.startswith(WARNING):
                return
            await asyncio.sleep(2)
        self.outcome.wrong.append(f"locked out: {asked.title}")

    async def _settle(self) -> None:
        """Wait for all that is under way."""
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _size(self, worker: asyncio.subprocess.Process) -> Size:
        text = await self._get("metrics")
        figures = dict(line.rsplit(" ", 1) for line in text.splitlines() if line[:1] != "#")
        return Size(
            int(float(figures["process_resident_memory_bytes"])),
            int(float(figures["halo_bot_tasks"])),
            int(float(figures["process_open_fds"])),
        )

    def _read_log(self, secrets: Sequence[str]) -> None:
        """Nothing unforeseen has happened in the worker, and no secret is in its log."""
        log = self._log.read_text()
        at = log.find("Traceback")
        if at >= 0:
            self.outcome.wrong.append(f"in the log: {log[max(0, at - 300) : at + 1_500]}")
        issued = {*self._service.signin.refresh_tokens, *secrets}
        if any(secret in log for secret in issued):
            self.outcome.wrong.append("a secret in the log")


def unused_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def soak(plan: Plan, folder: Path) -> Outcome:
    """Carry the plan out in an empty folder."""
    async with LoopbackDiscord() as discord, SandboxService(World.seeded()) as service:
        # Tokens that end soon keep the sign-in, and the rotation of its tokens, under way.
        signin = service.signin
        signin.oauth_lifetime = signin.user_lifetime = signin.xsts_lifetime = 70.0
        signin.spartan_lifetime = 100.0
        return await Soak(plan, discord, service, folder).run()
