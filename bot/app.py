"""The composition root: from settings to a live program, and back down in order."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from yarl import URL

from bot.config import Settings
from bot.discord_app.bot import HaloBot
from bot.discord_app.cooldowns import Cooldowns
from bot.discord_app.endpoint import DISCORD
from bot.discord_app.interactions import Listener as InteractionListener
from bot.discord_app.people import People
from bot.discord_app.screens import Screens
from bot.facts.player_names import PlayerNames
from bot.facts.players import Players
from bot.facts.recent_matches import RecentMatches
from bot.facts.time_zones import TimeZones
from bot.facts.unchanged import LONGEST, Unchanged
from bot.features.assets.lookup import AssetsLookup
from bot.features.career.lookup import CareerLookup
from bot.features.compare.lookup import CompareLookup
from bot.features.csr.lookup import CsrLookup
from bot.features.export.lookup import ExportLookup
from bot.features.history.lookup import HistoryLookup
from bot.features.leaderboard.lookup import LeaderboardLookup
from bot.features.links.file import LinksFile
from bot.features.links.lookup import Links
from bot.features.lookups import Lookups
from bot.features.match.lookup import MatchLookup
from bot.features.match.neighbours import LastMatch
from bot.features.medals.lookup import MedalsLookup
from bot.features.medals.screen import MedalsScreen
from bot.features.privacy.lookup import Privacy
from bot.features.rotation.lookup import RotationLookup
from bot.features.session.lookup import SessionLookup
from bot.features.stats.lookup import StatsLookup
from bot.features.status.lookup import StatusLookup
from bot.features.teammates.lookup import TeammatesLookup
from bot.features.trend.lookup import TrendLookup
from bot.halo.auth.chain import Chain, log_refusal
from bot.halo.auth.fixed import NoTokens, PastedTokens
from bot.halo.auth.oauth import Application
from bot.halo.client import HaloClient
from bot.halo.clock import Clock, SystemClock
from bot.halo.endpoints import Rate
from bot.halo.errors import SignInRequired
from bot.halo.names import Names
from bot.halo.transport.accounts import MAIN
from bot.halo.transport.authenticate import TokenSource
from bot.halo.transport.health import Health
from bot.halo.transport.limit import WaitListener
from bot.halo.transport.memory import Memory
from bot.halo.transport.observe import Listener
from bot.halo.transport.retry import DEADLINE
from bot.halo.transport.shared import SharedLimits
from bot.halo.transport.stack import PUBLISHED_RATES, Network, Stack
from bot.halo.transport.wire import open_session
from bot.look.texts import Catalogue
from bot.pictures.fetching import Artwork
from bot.pictures.pictures import Pictures
from bot.pictures.workshop import Workshop
from bot.sign_ins import SignIns
from bot.storage.cache import CacheLimits, StoredResponses
from bot.storage.cache_database import CacheDatabase, cache_url
from bot.storage.crypto import TokenCipher
from bot.storage.engine import Database, Pool
from bot.storage.gamertags import GamertagIndex
from bot.storage.leaderboard import LeaderboardRepository
from bot.storage.links import LinkRepository
from bot.storage.names import StoredNames
from bot.storage.optional import OptionalReads
from bot.storage.personal_data import PersonalData
from bot.storage.places import UpstreamPlaces
from bot.storage.players import AskedPlayers
from bot.storage.settings import SettingsRepository
from bot.storage.tokens import StoredTokens
from bot.storage.user_settings import UserSettingsRepository
from cogs.admin import AdminCog
from cogs.assets import AssetsCog
from cogs.career import CareerCog
from cogs.compare import CompareCog
from cogs.csr import CsrCog
from cogs.export import ExportCog
from cogs.help import HelpCog
from cogs.history import HistoryCog
from cogs.last_match import LastMatchCog
from cogs.leaderboard import LeaderboardCog
from cogs.linking import LinkingCog
from cogs.match import MatchCog
from cogs.medals import MedalsCog
from cogs.playlist import PlaylistCog
from cogs.privacy import PrivacyCog
from cogs.session import SessionCog
from cogs.settings import SettingsCog
from cogs.stats import StatsCog
from cogs.status import StatusCog
from cogs.teammates import TeammatesCog
from cogs.trend import TrendCog
from cogs.user_menus import UserMenusCog

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class App:
    """The live program without Discord: what the command line, the bot and the demo share.

    `sign_ins` are the accounts that sign in by themselves; `pictures` is None where answers are in
    words alone; `places` is None where this process has the service's rate limits for itself.
    """

    settings: Settings
    clock: Clock
    database: Database
    client: HaloClient
    stack: Stack
    responses: StoredResponses
    lookups: Lookups
    sign_ins: SignIns
    pictures: Pictures | None
    places: UpstreamPlaces | None
    optional: OptionalReads

    @property
    def chains(self) -> tuple[Chain, ...]:
        """The chains of the accounts that sign in by themselves."""
        return self.sign_ins.chains


@asynccontextmanager
async def open_app(
    settings: Settings,
    *,
    clock: Clock | None = None,
    rates: Mapping[str, Rate] = PUBLISHED_RATES,
    deadline: float = DEADLINE,
    listeners: Sequence[Listener] = (),
    wait_listeners: Sequence[WaitListener] = (),
    keep_tokens_fresh: bool = True,
) -> AsyncIterator[App]:
    """Build everything, and take it down in the opposite order.

    `rates` of nothing ({}) hold no request back, for a simulated service; `deadline` is what one
    call may take, in seconds. `listeners` are told of every call, `wait_listeners` of how long
    rate limits held each request back. Raises the storage's errors; nothing is asked of Discord or
    the Halo service until somebody does.
    """
    clock = clock or SystemClock()
    async with AsyncExitStack() as resources:
        database = await Database.open(settings.database_url, _pool(settings), clock)
        resources.push_async_callback(database.close)
        places = UpstreamPlaces(database, clock) if settings.is_one_of_several else None
        shared = SharedLimits(places, clock) if places is not None else None
        if shared is not None:
            resources.push_async_callback(shared.close)
        session = await resources.enter_async_context(open_session())
        network = Network(
            session, clock, base_url=settings.halo_base_url, rates=rates, deadline=deadline,
            wait_listeners=wait_listeners, budgets=shared.of if shared is not None else None,
            proxies=settings.proxies,
        )  # fmt: skip
        sign_ins = _sign_ins(settings, network, database, clock)
        tokens = await _token_sources(settings, sign_ins, network, clock)
        responses = _stored_responses(settings, clock)
        health = Health(clock)
        resources.push_async_callback(responses.close)
        stack = network.lookups(
            tokens,
            store=responses,
            memory=Memory(settings.cache_memory_megabytes * MEGABYTE),
            own_freshness=settings.cache_own_freshness,
            listeners=(health.called, *listeners),
        )
        resources.push_async_callback(stack.close)
        await responses.start(stack.figures)
        resources.push_async_callback(sign_ins.close)
        if keep_tokens_fresh:
            sign_ins.keep_fresh(stack.accounts)
        names = Names(clock)
        client = HaloClient(stack, names)
        status = StatusLookup(
            clock, database, stack.cache, responses, lambda: sign_ins.chains, health, stack.queues
        )
        unchanged = Unchanged(client, clock, LONGEST if settings.cache_own_freshness else 0.0)
        stored_names = StoredNames(database, clock)
        resources.push_async_callback(stored_names.close)
        asked = AskedPlayers(database, clock, GamertagIndex(database, clock, names))
        resources.push_async_callback(asked.close)
        names.listen(stored_names.hear)
        names.listen(asked.index.hear)
        lookups = _lookups(client, database, clock, status, unchanged, asked)
        resources.push_async_callback(lookups.artwork.close)
        resources.push_async_callback(lookups.gamertags.close)
        resources.push_async_callback(lookups.players.close)
        optional = OptionalReads(clock)
        resources.push_async_callback(optional.close)
        pictures = Pictures() if settings.pictures else None
        if pictures is not None:
            resources.push_async_callback(pictures.close)
        yield App(
            settings, clock, database, client, stack, responses, lookups, sign_ins, pictures,
            places, optional,
        )  # fmt: skip


def create_bot(
    app: App,
    catalogue: Catalogue,
    listeners: Sequence[InteractionListener] = (),
    *,
    cooldowns: bool = True,
) -> HaloBot:
    """The Discord bot with all its commands, not yet connected.

    `listeners` are told of every interaction that has been answered; `cooldowns` is whether users
    have to wait between two uses of a command.
    """
    lookups = app.lookups
    last_match = LastMatchCog(lookups, app.pictures)
    csr = CsrCog(lookups, app.pictures)
    screens = Screens(
        [MedalsScreen(lookups.medals, lookups.match, lookups.players, lookups.artwork)],
        app.pictures,
    )
    return HaloBot(
        app.clock,
        [
            last_match,
            csr,
            UserMenusCog(lookups, last_match, csr),
            MatchCog(lookups, app.pictures),
            HistoryCog(lookups, app.pictures),
            StatsCog(lookups, app.pictures),
            CareerCog(lookups, app.pictures),
            CompareCog(lookups, app.pictures),
            PlaylistCog(lookups),
            AssetsCog(lookups),
            MedalsCog(lookups.players, screens),
            SessionCog(lookups, app.clock, app.pictures),
            TrendCog(lookups, app.clock, app.pictures),
            TeammatesCog(lookups, app.clock, app.pictures),
            LeaderboardCog(lookups, app.clock, app.pictures),
            ExportCog(lookups, app.clock),
            LinkingCog(lookups),
            PrivacyCog(lookups),
            SettingsCog(lookups, app.clock, TimeZones()),
            StatusCog(lookups),
            HelpCog(),
            AdminCog(lookups, app.clock),
        ],
        catalogue,
        listeners,
        screens=screens,
        people=People(lookups.gamertags, lookups.settings, lookups.user_settings, app.optional),
        cooldowns=Cooldowns(app.clock) if cooldowns else None,
        shard_ids=app.settings.shard_ids,
        shard_count=app.settings.shard_count,
        proxy=discord_proxy(app.settings),
    )


def discord_proxy(settings: Settings) -> URL | None:
    """The proxy on the way to Discord, or to what stands in for it."""
    return settings.proxies.of(URL(settings.discord_base_url or DISCORD))


def _pool(settings: Settings) -> Pool:
    return Pool(
        settings.database_pool_size,
        settings.database_timeout,
        settings.database_statement_timeout,
    )


async def require_sign_in(app: App) -> None:
    """Make sure that there is any sign-in at all, be it refused. Raises SignInRequired."""
    settings = app.settings
    if settings.has_pasted_tokens or settings.halo_refresh_token.get_secret_value():
        return
    store = StoredTokens(app.database, TokenCipher(settings.token_keys), app.clock)
    if not await store.list_names():
        raise SignInRequired("no account in the database")


def _sign_ins(settings: Settings, network: Network, database: Database, clock: Clock) -> SignIns:
    """The accounts that sign in by themselves, none of them yet: every account that the database
    holds or that the configuration's refresh token starts."""
    store = None
    if settings.token_keys and not settings.has_pasted_tokens:
        store = StoredTokens(database, TokenCipher(settings.token_keys), clock)
    seed = settings.halo_refresh_token.get_secret_value()
    application = Application(
        settings.halo_client_id,
        settings.halo_client_secret.get_secret_value(),
        settings.halo_redirect_uri,
    )

    def start(account: str) -> Chain:
        assert store is not None
        return Chain(
            network.sign_in(), store, clock, application,
            seed=seed if account == MAIN else "", account=account,
        )  # fmt: skip

    return SignIns(store, start, clock, MAIN if seed else "")


async def _token_sources(
    settings: Settings, sign_ins: SignIns, network: Network, clock: Clock
) -> dict[str, TokenSource]:
    """Whoever signs the requests, by account name: the pasted tokens of the configuration, else
    all accounts."""
    if settings.has_pasted_tokens:
        pasted = PastedTokens(
            settings.halo_spartan_token.get_secret_value(),
            settings.halo_clearance_token.get_secret_value(),
            sender=network.sign_in(),
            clock=clock,
            on_refusal=log_refusal,
        )
        return {pasted.status().account: pasted}
    await sign_ins.begin()
    return {chain.account: chain for chain in sign_ins.chains} or {MAIN: NoTokens()}


def _stored_responses(settings: Settings, clock: Clock) -> StoredResponses:
    url = cache_url(settings.database_url, settings.cache_database_url)
    limits = CacheLimits(bytes=settings.cache_megabytes * MEGABYTE)
    return StoredResponses(CacheDatabase(url, _pool(settings)), clock, limits)


def _lookups(
    client: HaloClient,
    database: Database,
    clock: Clock,
    status: StatusLookup,
    unchanged: Unchanged,
    asked: AskedPlayers,
) -> Lookups:
    repository = LinkRepository(database, clock, asked)
    players = Players(client, clock, repository, asked)
    names = PlayerNames(client)
    match = MatchLookup(client, clock, names)
    last_match = LastMatch(client, match)
    stats, csr = StatsLookup(client), CsrLookup(client, unchanged)
    links = Links(players, repository)
    recent = RecentMatches(client, clock)
    return Lookups(
        players=players,
        last_match=last_match,
        match=match,
        history=HistoryLookup(client, clock),
        stats=stats,
        career=CareerLookup(client, clock),
        compare=CompareLookup(client, stats, csr),
        rotation=RotationLookup(client),
        assets=AssetsLookup(client, names),
        csr=csr,
        medals=MedalsLookup(client, last_match, unchanged),
        session=SessionLookup(client, clock, recent),
        trend=TrendLookup(client, recent),
        export=ExportLookup(client, recent),
        leaderboard=LeaderboardLookup(
            client, players, LeaderboardRepository(database, client.names)
        ),
        teammates=TeammatesLookup(recent, names),
        links=links,
        links_file=LinksFile(links),
        settings=SettingsRepository(database),
        artwork=Artwork(client, Workshop(), clock),
        user_settings=UserSettingsRepository(database, asked),
        gamertags=asked.index,
        privacy=Privacy(PersonalData(database, asked)),
        status=status,
    )
