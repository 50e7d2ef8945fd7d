"""What players own and how they look (economy.svc.halowaypoint.com).

A player may be given in any form; a gamertag is looked up first, which raises PlayerNotFound.
"""

from bot.halo.endpoints import CAREER_RANK, CUSTOMIZATION, OPERATIONS, Endpoint
from bot.halo.identifiers import PlayerRef, format_xuid
from bot.halo.models.economy import CareerProgress, Customization, OperationsProgress
from bot.halo.services.base import Service
from bot.halo.services.profile import ProfileService
from bot.halo.transport.base import Model, Request, Sender


class EconomyService(Service):
    """Looks, career and operations."""

    def __init__(self, sender: Sender, profile: ProfileService | None = None) -> None:
        super().__init__(sender)
        self._profile = profile or ProfileService(sender)

    async def customization(self, player: PlayerRef) -> Customization:
        """GET /hi/players/{player}/customization?view=public: armour, weapons, service tag."""
        return await self._of(player, CUSTOMIZATION, Customization, [("view", "public")])

    async def career_rank(self, player: PlayerRef) -> CareerProgress:
        """GET /hi/players/{player}/rewardtracks/careerranks/careerrank1.

        The rank counts from 0, the progress within it is in XP; gamecms.career_reward_track has
        the ranks' names and sizes.
        """
        return await self._of(player, CAREER_RANK, CareerProgress)

    async def operations(self, player: PlayerRef) -> OperationsProgress:
        """GET /hi/players/{player}/rewardtracks/operations: ranks reached, progress in XP.

        gamecms.operation_reward_track takes the paths of the tracks.
        """
        return await self._of(player, OPERATIONS, OperationsProgress)

    async def _of(
        self,
        player: PlayerRef,
        endpoint: Endpoint,
        model: type[Model],
        query: list[tuple[str, str]] | None = None,
    ) -> Model:
        xuid = format_xuid(await self._profile.xuid(player))
        return await self._get(
            model, Request.to(endpoint, query=query or (), model=model, player=xuid)
        )
