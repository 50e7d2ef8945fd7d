"""What each endpoint does with a request: reads it, refuses it, or asks the world."""

from collections.abc import Awaitable, Callable, Mapping
from json import JSONDecodeError

from aiohttp import web

from bot.halo import endpoints as core
from bot.halo.endpoints import Endpoint
from bot.halo.identifiers import is_bot, parse_xuid
from bot.sandbox import endpoints as extra
from bot.sandbox.answers import Answers
from bot.sandbox.players import Player
from bot.sandbox.replies import Reply, found, listed, refusal
from bot.sandbox.signin import SignIn
from bot.sandbox.wire import Json

Handler = Callable[[web.Request], Awaitable[Reply]]

MAX_PAGE = 25
_ALL_KINDS = frozenset({"matchmaking", "custom", "local"})


class HaloHandlers:
    """The stats, skill and profile services, answering from `answers`.

    `account` is the player whose tokens are signed in.
    """

    def __init__(self, answers: Answers, account: Callable[[], Player]) -> None:
        self._answers = answers
        self._account = account

    def table(self) -> Mapping[Endpoint, Handler]:
        """Which method answers which endpoint."""
        return {
            core.MATCH_HISTORY: self.history,
            core.MATCH_STATS: self.match,
            core.MATCH_PROGRESSION: self.progression,
            core.CHALLENGE_DECKS: self.decks,
            core.SERVICE_RECORD: self.service_record,
            core.MATCH_PRIVACY: self.privacy,
            core.MATCH_SKILL: self.skill,
            core.PLAYLIST_CSR: self.playlist_csr,
            core.USER_BY_GAMERTAG: self.user_by_gamertag,
            core.USERS_BY_XUID: self.users,
            core.MATCH_COUNT: self.match_count,
            core.CURRENT_USER: self.current_user,
            core.USER_BY_XUID: self.user_by_xuid,
        }

    async def history(self, request: web.Request) -> Reply:
        """A page of the match history."""
        query = request.query
        kinds = _kinds(query.get("type", "all"))
        if kinds is None:
            return refusal(400, "type is one or more of all, matchmaking, custom, local")
        try:
            start, count = int(query.get("start", "0")), int(query.get("count", str(MAX_PAGE)))
        except ValueError:
            return refusal(400, "start and count are whole numbers")
        if start < 0 or not 1 <= count <= MAX_PAGE:
            return refusal(400, f"start begins at 0, count is from 1 to {MAX_PAGE}")
        return found(self._answers.history(request.match_info["player"], kinds, start, count))

    async def match(self, request: web.Request) -> Reply:
        """The stats of one match."""
        return found(self._answers.match(request.match_info["match_id"]))

    async def match_count(self, request: web.Request) -> Reply:
        """How many matches a player has."""
        return found(self._answers.match_count(request.match_info["player"]))

    async def service_record(self, request: web.Request) -> Reply:
        """A player's service record."""
        named = request.match_info
        return found(
            self._answers.service_record(named["player"], named["kind"], dict(request.query))
        )

    async def progression(self, request: web.Request) -> Reply:
        """What a match did to challenges."""
        named = request.match_info
        return found(self._answers.progression(named["player"], named["match_id"]))

    async def decks(self, request: web.Request) -> Reply:
        """A player's challenges."""
        return found(self._answers.decks(request.match_info["player"]))

    async def privacy(self, request: web.Request) -> Reply:
        """Whether a player shows the match history."""
        return found(self._answers.privacy(request.match_info["player"]))

    async def skill(self, request: web.Request) -> Reply:
        """Skill in one match."""
        players = listed(request, "players")
        if not players or any(is_bot(player) for player in players):
            return refusal(400, "players are XUIDs, at least one and no bots")
        return found(self._answers.skill(request.match_info["match_id"], players))

    async def playlist_csr(self, request: web.Request) -> Reply:
        """Standings in one playlist; 404 where a player is unknown, the others in its body."""
        players = listed(request, "players")
        if not players:
            return refusal(400, "players are XUIDs, at least one")
        season = request.query.get("season", "")
        answer = self._answers.playlist_csr(request.match_info["playlist_id"], players, season)
        if answer is None:
            return found(None)
        body, complete = answer
        return Reply(body, 200 if complete else 404)

    async def user_by_gamertag(self, request: web.Request) -> Reply:
        """A user by gamertag; 400 where there is none, as the real service has it."""
        user = self._answers.user(request.match_info["gamertag"])
        return Reply(user) if user else refusal(400, "there is no such gamertag")

    async def user_by_xuid(self, request: web.Request) -> Reply:
        """A user by XUID."""
        xuid = parse_xuid(request.match_info["xuid"])
        users = self._answers.users([xuid]) if xuid else []
        return found(users[0] if users else None)

    async def current_user(self, request: web.Request) -> Reply:  # noqa: ARG002
        """The signed-in account itself."""
        return Reply(self._account().json())

    async def users(self, request: web.Request) -> Reply:
        """Users by XUID; those that do not exist are left out."""
        xuids = [parse_xuid(text) for text in listed(request, "xuids")]
        known = [xuid for xuid in xuids if xuid is not None]
        if not known or len(known) < len(xuids):
            return refusal(400, "xuids are numbers, at least one")
        return Reply(self._answers.users(known))


class SignInHandlers:
    """The sign-in chain, answering from the token bookkeeping."""

    def __init__(self, signin: SignIn) -> None:
        self._signin = signin

    def table(self) -> Mapping[Endpoint, Handler]:
        """Which method answers which endpoint."""
        return {
            core.OAUTH_AUTHORIZE: self.authorize,
            core.OAUTH_TOKEN: self.oauth_token,
            core.DEVICE_CODE: self.device_code,
            core.DEVICE_TOKEN: self.device_token,
            extra.DEVICE_PAGE: self.device_page,
            core.XBOX_USER_TOKEN: self.xbox_user_token,
            core.XSTS_TOKEN: self.xsts_token,
            core.SPARTAN_TOKEN: self.spartan_token,
            core.CLEARANCE: self.clearance,
        }

    async def authorize(self, request: web.Request) -> Reply:
        """Send the browser back with a code, as if somebody had agreed."""
        return self._signin.consent.authorize(request.query)

    async def oauth_token(self, request: web.Request) -> Reply:
        """The OAuth token, by code or refresh token."""
        return self._signin.oauth_token(await _form(request))

    async def device_code(self, request: web.Request) -> Reply:
        """A code to enter on another device, whose page the sandbox has as well."""
        page = f"{request.scheme}://{request.host}/{extra.DEVICE_PAGE.host}{extra.DEVICE_PAGE.path}"
        return self._signin.consent.begin_device(await _form(request), page)

    async def device_token(self, request: web.Request) -> Reply:
        """The OAuth token of a device code, or of a refresh token that came from one."""
        return self._signin.device_token(await _form(request))

    async def device_page(self, request: web.Request) -> Reply:
        """Agree to the user code in ?otc=, or decline it with &decline=1."""
        return self._signin.consent.enter(
            request.query.get("otc", ""), agreed="decline" not in request.query
        )

    async def xbox_user_token(self, request: web.Request) -> Reply:
        """The Xbox user token."""
        body = await _xbox_body(request)
        return self._signin.user_token(body) if body is not None else Reply(status=400)

    async def xsts_token(self, request: web.Request) -> Reply:
        """An XSTS token."""
        body = await _xbox_body(request)
        return self._signin.xsts_token(body) if body is not None else Reply(status=400)

    async def spartan_token(self, request: web.Request) -> Reply:
        """The Spartan token."""
        body = await _body(request)
        return self._signin.spartan_token(body) if body is not None else Reply(status=400)

    async def clearance(self, request: web.Request) -> Reply:  # noqa: ARG002
        """The clearance."""
        return self._signin.flight()


def _kinds(text: str) -> frozenset[str] | None:
    words = frozenset(text.lower().split(","))
    if not words <= _ALL_KINDS | {"all"}:
        return None
    return _ALL_KINDS if "all" in words else words


async def _form(request: web.Request) -> Mapping[str, str]:
    form = await request.post()
    return {name: value for name, value in form.items() if isinstance(value, str)}


async def _body(request: web.Request) -> Json | None:
    try:
        body = await request.json()
    except (JSONDecodeError, UnicodeDecodeError):
        return None
    return body if isinstance(body, dict) else None


async def _xbox_body(request: web.Request) -> Json | None:
    if request.headers.get("x-xbl-contract-version") != "1":
        return None
    return await _body(request)
