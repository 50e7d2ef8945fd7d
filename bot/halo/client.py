"""The door to the API core: one property per service."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from bot.halo.names import Names
from bot.halo.services.discovery_ugc import DiscoveryUgcService
from bot.halo.services.economy import EconomyService
from bot.halo.services.gamecms import GameCmsService
from bot.halo.services.profile import ProfileService
from bot.halo.services.skill import SkillService
from bot.halo.services.stats import StatsService
from bot.halo.transport.as_account import AsAccount
from bot.halo.transport.base import HaloTokens, Sender


class HaloClient:
    """All services of Halo Infinite behind one sender (see transport/stack.py for a whole one).

    `names` holds what players are called now.
    """

    def __init__(self, sender: Sender, names: Names | None = None) -> None:
        self._sender = AsAccount(sender)
        self.names = names or Names()

    @contextmanager
    def as_account(self, spartan_token: str, clearance_token: str = "") -> Iterator[None]:
        """Make the calls in this block as the user whom the Spartan token belongs to.

        It holds for this task and the tasks it starts in the block, and for no other. The token
        is not renewed and not stored; where it is refused the call raises SignInRequired. Answers
        are cached for this user alone. Endpoints that need a clearance get the one given here.
        """
        with self._sender.account(HaloTokens(spartan_token, clearance_token)):
            yield

    @cached_property
    def stats(self) -> StatsService:
        """Match histories, matches and service records."""
        return StatsService(self._sender)

    @cached_property
    def skill(self) -> SkillService:
        """Ranks, and what a match did to them."""
        return SkillService(self._sender, self.profile)

    @cached_property
    def profile(self) -> ProfileService:
        """XUIDs and gamertags."""
        return ProfileService(self._sender, self.names)

    @cached_property
    def gamecms(self) -> GameCmsService:
        """The game's own files: medals, seasons, reward tracks, pictures."""
        return GameCmsService(self._sender)

    @cached_property
    def discovery_ugc(self) -> DiscoveryUgcService:
        """Maps, game variants, playlists, films, and the search for them."""
        return DiscoveryUgcService(self._sender, self.profile)

    @cached_property
    def economy(self) -> EconomyService:
        """Players' looks, careers and operations."""
        return EconomyService(self._sender, self.profile)
