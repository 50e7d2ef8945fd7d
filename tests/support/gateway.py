"""A small Discord on loopback: enough of it for the real client to log in and to be asked.

Answers have exactly the content type application/json, and READY names a gateway to resume at that
is on loopback too: discord.py insists on both.
"""

import asyncio
import json
from collections import defaultdict
from itertools import count
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.support import controls
from tests.support.controls import Control
from tests.support.gateway_faults import FATAL_CODES, Refusal
from tests.support.gateway_objects import (
    APPLICATION,
    ASKER,
    BOT,
    DIRECT_MESSAGES,
    MEMBER,
    SERVER,
    Json,
    command_data,
    elsewhere,
    ready,
)
from tests.support.troubles import Trouble

TOKEN = "loopback-discord-token"
# With the slash where the client goes by its own address, without where it was told one.
GATEWAY = ("GET /gateway", "GET /gateway/")
WAITING = "⏳ Waiting for your turn"
_DEFERRED, _UPDATE = (5, 6), 7
# The flag of messages that are made of components; such a message has no embeds.
_COMPONENTS = 1 << 15


class Asked:
    """One interaction, and what the bot did with it, by the event loop's clock.

    Of a press, `card` is the answer that was pressed on, and `answer` what came beside it. An
    answer is `answered` by each change, also by those that presses on it lead to, but not while it
    says that the command waits for its turn: `waits` are these cards' words. `first_card_at` and
    `changed_at` are when the first and the latest other card came.
    """

    def __init__(self) -> None:
        self.asker = ASKER
        self.place: Json = {}
        self.card: Asked | None = None
        self.asked_at = asyncio.get_running_loop().time()
        self.first_answer_at = 0.0
        self.noticed = asyncio.Event()
        self.deferred = asyncio.Event()
        self.answered = asyncio.Event()
        self.answer: Json = {}
        self.waits: list[str] = []
        self.first_card_at = self.changed_at = 0.0
        self.files: dict[str, bytes] = {}

    @property
    def title(self) -> str:
        """The title of the card that it was finally answered with; "" for components."""
        embeds = self.answer.get("embeds")
        return str(embeds[0]["title"]) if embeds else ""

    @property
    def components(self) -> list[Json]:
        """The components that it was finally answered with."""
        return list(self.answer.get("components", ()))


class LoopbackDiscord:
    """Serves the REST calls and the gateway that one bot needs; an async context manager.

    The bot's shards may be in several processes. `connected` is set by the first of them, `shards`
    holds those that are there now, `away` those that are to come back. `recommended` is how many
    Discord would have it use, and `starts_left` how many it may still start today.
    `identified` are the shards that have logged in, each with the count it named. `guilds` is what
    GET /users/@me/guilds answers; `refusals` maps "METHOD path" to a status, or to all that Discord
    says, and the first of the `troubles` that takes a call spoils it. The gateway closes with
    `close_code` instead of READY where there is one; else READY also says what is in `ready`.
    `app_permissions` is what the bot may do where it is asked: nothing, so it answers in words.
    """

    def __init__(self) -> None:
        self.base_url = ""
        self.commands: list[Json] = []
        self.guilds: list[Json] = []
        self.refusals: dict[str, Refusal | int] = {}
        self.troubles: list[Trouble] = []
        self.ready: Json = {}
        self.close_code: int | None = None
        self.recommended = 1
        self.starts_left = 1000
        self.identified: list[tuple[int, int]] = []
        self.shards: dict[int, web.WebSocketResponse] = {}
        self.away: set[int] = set()
        self.app_permissions = "0"
        self.calls: list[str] = []
        self.connected = asyncio.Event()
        self._arrivals = asyncio.Condition()
        self._ids = count(100)
        self._asked: dict[str, Asked] = defaultdict(Asked)
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[self._guard])
        api = "/api/v10"
        app.add_routes([
            web.get("/gateway", self._gateway),
            web.get("/gateway/", self._gateway),
            web.get(f"{api}/users/@me", self._me),
            web.get(f"{api}/users/@me/guilds", self._guilds),
            web.get(f"{api}/oauth2/applications/@me", self._application),
            web.get(f"{api}/gateway/bot", self._gateway_bot),
            web.put(f"{api}/applications/1/commands", self._sync),
            web.get(f"{api}/applications/1/commands", self._published),
            web.post(f"{api}/interactions/{{id}}/{{token}}/callback", self._callback),
            web.patch(f"{api}/webhooks/1/{{token}}/messages/{{id}}", self._edit),
            web.post(f"{api}/webhooks/1/{{token}}", self._follow_up),
        ])  # fmt: skip
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for socket in list(self.shards.values()):
            await socket.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def command(
        self, name: str, /, *, asker: int | None = None, shard: int = 0, **options: Any
    ) -> Asked:
        """Send a slash command, of somebody new where nobody is named: nobody may use one as often
        as a test does. Members are named by their id. On the first shard it is in the bot's direct
        messages, on others in a server."""
        return await self._interact(
            2, command_data(self.commands, name, options), shard=shard, **_user(asker)
        )

    async def command_in_server(self, name: str, /, *, asker: int, **options: Any) -> Asked:
        """Send a slash command in the one server, of somebody who may manage it."""
        data = command_data(self.commands, name, options)
        member = {**MEMBER, "user": {**ASKER, "id": str(asker)}, "permissions": str(1 << 5)}
        where = {"guild_id": SERVER["id"], "context": 0, "member": member}
        return await self._interact(2, data, user=member["user"], **where)

    async def suggest(self, name: str, option: str, typed: str) -> Asked:
        """Ask for suggestions while somebody types into an option of a command."""
        focused = {"name": option, "type": 3, "value": typed, "focused": True}
        data = {"id": "9", "type": 1, "name": name, "options": [focused]}
        return await self._interact(4, data)

    async def press(self, card: Asked, label: str) -> Asked:
        """Press the button with this label on an answer."""
        return await self.use(card, controls.live(card.components)[label])

    async def use(self, card: Asked, control: Control, *chosen: str) -> Asked:
        """Press a button on an answer, or choose these of a menu."""
        data = {"component_type": control["type"], "custom_id": control["custom_id"]}
        if chosen:
            data["values"] = [*chosen]
        return await self._interact(
            3, data, card=card, message=card.answer, user=card.asker, **card.place
        )

    async def fill_in(self, form: Asked, text: str) -> Asked:
        """Send a form back with this text in its one field."""
        (label,) = form.answer["components"]
        field = {"type": 4, "custom_id": label["component"]["custom_id"], "value": text}
        data = {
            "custom_id": form.answer["custom_id"],
            "components": [{"type": 18, "id": 1, "component": field}],
        }
        return await self._interact(5, data, user=form.asker)

    async def hang_up(self, shard: int) -> None:
        """End a shard's connection, as a gateway does that restarts, and refuse new ones until
        take_calls()."""
        self.refusals |= dict.fromkeys(GATEWAY, 503)
        await self.close(shard, aiohttp.WSCloseCode.SERVICE_RESTART)

    async def close(self, shard: int, code: int) -> None:
        """End a shard's connection with this code."""
        if code not in FATAL_CODES:
            self.away.add(shard)
        await self.shards.pop(shard).close(code=code)

    def take_calls(self) -> None:
        """Have a gateway again."""
        for call in GATEWAY:
            del self.refusals[call]

    async def _interact(
        self, kind: int, data: Json, *, shard: int = 0, card: Asked | None = None, **more: Any
    ) -> Asked:
        number = next(self._ids)
        asked = self._asked[f"token-{number}"]
        asked.asker = more.pop("user", {**ASKER, "id": str(10_000 + number)})
        asked.card = card
        asked.place = {key: value for key, value in more.items() if key != "message"}
        payload: Json = {
            "id": str(number), "application_id": "1", "type": kind, "token": f"token-{number}",
            "version": 1, "user": asked.asker, "channel": DIRECT_MESSAGES, "channel_id": "3",
            "locale": "en-US", "entitlements": [], "data": data,
            "app_permissions": self.app_permissions,
            "authorizing_integration_owners": {}, "context": 1, "attachment_size_limit": 10**7,
        }  # fmt: skip
        if shard:
            payload |= elsewhere(shard, payload.pop("user"))
        await self.tell("INTERACTION_CREATE", payload | more, shard=shard)
        return asked

    async def tell(self, event: str, data: object, *, shard: int = 0) -> None:
        """Send an event, whatever is in it; to a shard that is to come back, once it is there."""
        async with self._arrivals:
            await self._arrivals.wait_for(lambda: shard not in self.away)
        await self._dispatch(self.shards[shard], event, data)

    async def _dispatch(self, socket: web.WebSocketResponse, event: str, data: object) -> None:
        await socket.send_json({"op": 0, "t": event, "s": next(self._ids), "d": data})

    @web.middleware
    async def _guard(self, request: web.Request, handler: Any) -> web.StreamResponse:
        call = f"{request.method} {request.path.removeprefix('/api/v10')}"
        self.calls.append(call)
        spoilt = next((each for each in self.troubles if each.takes(call)), None)
        if spoilt is not None:
            return await spoilt.spoil(request, handler)
        allowed = request.headers.get("Authorization", f"Bot {TOKEN}") == f"Bot {TOKEN}"
        refusal = self.refusals.get(call, None if allowed else 401)
        if refusal is None:
            response: web.StreamResponse = await handler(request)
            return response
        refusal = Refusal(refusal) if isinstance(refusal, int) else refusal
        return _json(refusal.body, refusal.status)

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 41_250}, "s": None})
        async for message in socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                break
            said = json.loads(message.data)
            if said["op"] == 1:
                await socket.send_json({"op": 11, "d": None, "s": None})
            elif said["op"] == 8:
                await self._members(socket, said["d"])
            elif said["op"] == 2 and self.close_code is not None:
                await socket.close(code=self.close_code)
            elif said["op"] == 2:
                await self._identify(socket, said["d"]["shard"])
            elif said["op"] == 6:
                await self._resume(socket, said["d"]["session_id"])
        for shard in [shard for shard, one in self.shards.items() if one is socket]:
            del self.shards[shard]
        return socket

    async def _identify(self, socket: web.WebSocketResponse, shard: list[int]) -> None:
        number, of = shard
        self.identified.append((number, of))
        here = [SERVER] if number == 0 else []
        await self._dispatch(socket, "READY", ready(shard, self._gateway_url, here) | self.ready)
        for server in here:
            await self._dispatch(socket, "GUILD_CREATE", server)
        await self._arrived(number, socket)
        self.connected.set()

    async def _arrived(self, shard: int, socket: web.WebSocketResponse) -> None:
        async with self._arrivals:
            self.shards[shard] = socket
            self.away.discard(shard)
            self._arrivals.notify_all()

    async def _resume(self, socket: web.WebSocketResponse, session: str | None) -> None:
        if session is None:
            # There is none to go on with: the client identifies itself anew.
            await socket.send_json({"op": 9, "d": False, "s": None})
            return
        await self._dispatch(socket, "RESUMED", {})
        await self._arrived(int(session.removeprefix("s")), socket)

    async def _members(self, socket: web.WebSocketResponse, wanted: Json) -> None:
        """Say that all whom the bot asks about are in the server."""
        found = [{**MEMBER, "user": {**ASKER, "id": each}} for each in wanted["user_ids"]]
        await self._dispatch(socket, "GUILD_MEMBERS_CHUNK", {
            "guild_id": SERVER["id"], "members": found, "chunk_index": 0, "chunk_count": 1,
            "not_found": [], "nonce": wanted.get("nonce"),
        })  # fmt: skip

    @property
    def _gateway_url(self) -> str:
        return f"ws{self.base_url.removeprefix('http')}/gateway"

    async def _gateway_bot(self, _request: web.Request) -> web.Response:
        limit = {"remaining": self.starts_left, "reset_after": 3_600_000, "max_concurrency": 16}
        return _json({
            "url": self._gateway_url, "shards": self.recommended,
            "session_start_limit": {"total": 1000, **limit},
        })  # fmt: skip

    async def _me(self, _request: web.Request) -> web.Response:
        return _json(BOT)

    async def _guilds(self, _request: web.Request) -> web.Response:
        return _json(self.guilds)

    async def _application(self, _request: web.Request) -> web.Response:
        return _json(APPLICATION)

    async def _sync(self, request: web.Request) -> web.Response:
        self.commands = await request.json()
        return await self._published(request)

    async def _published(self, _request: web.Request) -> web.Response:
        more = {
            "application_id": "1", "version": "1", "description": "",
            "default_member_permissions": None,
        }  # fmt: skip
        return _json([
            {"id": str(number), **more, **command}
            for number, command in enumerate(self.commands, start=10)
        ])  # fmt: skip

    async def _callback(self, request: web.Request) -> web.Response:
        asked = self._asked[request.match_info["token"]]
        if asked.noticed.is_set():
            return _json({"message": "acknowledged already", "code": 40060}, 400)
        asked.first_answer_at = asyncio.get_running_loop().time()
        asked.noticed.set()
        body = await _body(request, asked)
        kind = body["type"]
        resource: Json = {"type": kind}
        if kind in _DEFERRED:
            asked.deferred.set()
        else:
            shown = asked.card if kind == _UPDATE else None
            resource["message"] = self._answered(asked, shown or asked, body.get("data", {}))
        interaction = {"id": request.match_info["id"], "type": 2}
        return _json({"interaction": interaction, "resource": resource})

    async def _edit(self, request: web.Request) -> web.Response:
        """The original answer: of a press, the one that was pressed on."""
        asked = self._asked[request.match_info["token"]]
        body = await _body(request, asked)
        shown = asked.card or asked
        if body.get("flags", 0) & _COMPONENTS and {**shown.answer, **body}.get("embeds"):
            return _json({"message": "Invalid Form Body", "code": 50035}, 400)
        return _json(self._answered(asked, shown, body))

    async def _follow_up(self, request: web.Request) -> web.Response:
        asked = self._asked[request.match_info["token"]]
        return _json(self._answered(asked, asked, await _body(request, asked)))

    def _answered(self, asked: Asked, shown: Asked, body: Json) -> Json:
        """Let what is `shown` be this, which comes of what was `asked`."""
        before = shown.answer or {
            "id": str(next(self._ids)), "channel_id": "3", "author": BOT, "content": "",
            "timestamp": "2026-05-04T20:15:00+00:00", "edited_timestamp": None, "tts": False,
            "mention_everyone": False, "mentions": [], "mention_roles": [], "attachments": [],
            "embeds": [], "components": [], "pinned": False, "type": 0,
        }  # fmt: skip
        new = {key: value for key, value in body.items() if value is not None}
        shown.answer = before | {**new, "attachments": []}
        if shown.title == WAITING:
            shown.waits.append(shown.answer["embeds"][0]["description"])
            return shown.answer
        shown.changed_at = asyncio.get_running_loop().time()
        shown.first_card_at = shown.first_card_at or shown.changed_at
        asked.answered.set()
        shown.answered.set()
        if asked.card is not None:
            asked.card.answered.set()
        return shown.answer


def _user(asker: int | None) -> Json:
    return {} if asker is None else {"user": {**ASKER, "id": str(asker)}}


async def _body(request: web.Request, asked: Asked) -> Json:
    """The JSON of a call, which has its attachments beside it when it is multipart."""
    if not request.content_type.startswith("multipart/"):
        return dict(await request.json())
    form = await request.post()
    for field in form.values():
        if isinstance(field, web.FileField):
            asked.files[field.filename] = field.file.read()
    return dict(json.loads(str(form["payload_json"])))


def _json(data: object, status: int = 200) -> web.Response:
    # aiohttp would add the charset, and discord.py would then take the answer for text.
    return web.Response(
        body=json.dumps(data).encode(), status=status,
        headers={"Content-Type": "application/json", "Via": "loopback"},
    )  # fmt: skip
