"""All use cases together, as the command line and the cogs are given them."""

from dataclasses import dataclass

from bot.facts.players import Players
from bot.features.assets.lookup import AssetsLookup
from bot.features.career.lookup import CareerLookup
from bot.features.compare.lookup import CompareLookup
from bot.features.csr.lookup import CsrLookup
from bot.features.export.lookup import ExportLookup
from bot.features.history.lookup import HistoryLookup
from bot.features.leaderboard.lookup import LeaderboardLookup
from bot.features.links.file import LinksFile
from bot.features.links.lookup import Links
from bot.features.match.lookup import MatchLookup
from bot.features.match.neighbours import LastMatch
from bot.features.medals.lookup import MedalsLookup
from bot.features.privacy.lookup import Privacy
from bot.features.rotation.lookup import RotationLookup
from bot.features.session.lookup import SessionLookup
from bot.features.stats.lookup import StatsLookup
from bot.features.status.lookup import StatusLookup
from bot.features.teammates.lookup import TeammatesLookup
from bot.features.trend.lookup import TrendLookup
from bot.pictures.fetching import Artwork
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
