"""The controls of /medals: pages, order, and asking again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from bot.discord_app.asker import Asker
from bot.discord_app.screens import Screen
from bot.facts.players import Players
from bot.facts.results import MedalScope, MedalSort, MedalsReport
from bot.features.match.lookup import MatchLookup
from bot.features.medals.card import SORTS, medals_card, on_page, pages_of
from bot.features.medals.lookup import MedalsLookup, medals_of, sorted_by
from bot.halo.identifiers import Xuid
from bot.look.card import Button, Card, Choice, Menu
from bot.look.paging import paging
from bot.look.text import sentence
from bot.pictures.fetching import Artwork


@dataclass(frozen=True, slots=True)
class MedalsState:
    """Whose medals, in which order, on which page.

    `match_id` narrows them to one match; without it `scope` says whether they are those of the
    career or of the latest match. `fresh` ignores the cache.
    """

    xuid: int
    scope: MedalScope = MedalScope.CAREER
    sort: MedalSort = MedalSort.COUNT
    match_id: UUID | None = None
    page: int = 0
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class MedalsShown:
    """The medals, and the game's own pictures of those on the page, by medal id."""

    report: MedalsReport
    icons: Mapping[int, bytes]


class MedalsScreen(Screen[MedalsState, MedalsShown]):
    """A page of medals."""

    name = "medals"
    state = MedalsState

    def __init__(
        self, medals: MedalsLookup, match: MatchLookup, players: Players, artwork: Artwork
    ) -> None:
        self._medals = medals
        self._match = match
        self._players = players
        self._artwork = artwork

    async def load(self, asker: Asker, state: MedalsState) -> MedalsShown:
        """Asks for the medals.

        Raises NoMedals, NoSuchMatch, PlayerNotFound and the core's errors.
        """
        player = await self._players.by_xuid(Xuid(state.xuid))
        if state.match_id is not None:
            # By now the latest match may be another one.
            match = await self._match.by_id(str(state.match_id), player, language=asker.language)
            report = sorted_by(medals_of(match), state.sort)
        else:
            report = await self._medals.medals(
                player, state.scope, state.sort, language=asker.language, fresh=state.fresh
            )
        icons: Mapping[int, bytes] = {}
        if asker.sees_pictures:
            icons = await self._artwork.for_medals(on_page(report, state.page)[1])
        return MedalsShown(report, icons)

    def show(self, report: MedalsShown, state: MedalsState, asker: Asker) -> Card:
        """Returns the page with its controls."""
        medals, texts = report.report, asker.texts
        page, _ = on_page(medals, state.page)
        match_id = UUID(medals.match_id) if medals.match_id else None
        here = replace(state, match_id=match_id, page=page, fresh=False)
        again = replace(here, match_id=None, fresh=True)
        orders = tuple(
            Choice(
                sentence(texts(label)), replace(here, sort=sort, page=0), chosen=sort is medals.sort
            )
            for sort, label in SORTS.items()
        )
        return replace(
            medals_card(medals, texts, page, report.icons),
            controls=(
                (
                    *paging(here, pages_of(medals), texts),
                    Button("refresh", texts("Refresh"), again, "🔄"),
                ),
                (Menu("order", texts("Order"), orders),),
            ),
        )
