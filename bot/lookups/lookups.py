"""All use cases together, as the command line and the cogs are given them."""

from dataclasses import dataclass

from bot.lookups.artwork import Artwork
from bot.lookups.assets import AssetsLookup
from bot.lookups.career import CareerLookup
from bot.lookups.compare import CompareLookup
from bot.lookups.csr import CsrLookup
from bot.lookups.export import ExportLookup
from bot.lookups.history import HistoryLookup
from bot.lookups.last_match import LastMatch
from bot.lookups.leaderboard import LeaderboardLookup
from bot.lookups.links import Links
from bot.lookups.links_file import LinksFile
from bot.lookups.match import MatchLookup
from bot.lookups.medals import MedalsLookup
from bot.lookups.players import Players
from bot.lookups.privacy import Privacy
from bot.lookups.rotation import RotationLookup
from bot.lookups.session import SessionLookup
from bot.lookups.stats import StatsLookup
from bot.lookups.status import StatusLookup
from bot.lookups.teammates import TeammatesLookup
from bot.lookups.trend import TrendLookup
from bot.storage.gamertags import GamertagIndex
from bot.storage.settings import SettingsRepository
from bot.storage.user_settings import UserSettingsRepository


@dataclass(frozen=True, slots=True)
class Lookups:
    """What people can ask for."""

    players: Players
    last_match: LastMatch
    match: MatchLookup
    history: HistoryLookup
    stats: StatsLookup
    career: CareerLookup
    compare: CompareLookup
    rotation: RotationLookup
    assets: AssetsLookup
    csr: CsrLookup
    medals: MedalsLookup
    session: SessionLookup
    trend: TrendLookup
    leaderboard: LeaderboardLookup
    export: ExportLookup
    teammates: TeammatesLookup
    links: Links
    settings: SettingsRepository
    artwork: Artwork
    user_settings: UserSettingsRepository
    gamertags: GamertagIndex
    privacy: Privacy
    status: StatusLookup
    links_file: LinksFile
