"""Worlds of the sandbox that differ from the seeded one in one thing."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Self

from bot.sandbox import assets
from bot.sandbox.players import MAIN
from bot.sandbox.wire import Json
from bot.sandbox.world import World
from tests.support.clock import NOW


class _OtherWorld(World):
    @classmethod
    def new(cls) -> Self:
        """The seeded world with this difference."""
        world = cls.seeded(now=NOW)
        assert isinstance(world, cls)
        return world


class GrowingWorld(_OtherWorld):
    """Everybody's newest `unplayed` matches are still to be played."""

    unplayed = 0

    def history(self, player: str, kinds: frozenset[str], start: int, count: int) -> Json | None:
        """The page without the matches that are still to be played."""
        page = super().history(player, kinds, start + self.unplayed, count)
        return page and {**page, "Start": start}


class RankedEventWorld(_OtherWorld):
    """The event's playlist is ranked, with the ranks of Ranked Arena."""

    def playlist_configuration(self, playlist_id: str) -> Json | None:
        """The playlist's file, which says so."""
        found = super().playlist_configuration(playlist_id)
        if playlist_id == assets.EVENT.asset_id and found is not None:
            return {**found, "HasCsr": True}
        return found

    def playlist_csr(
        self, playlist_id: str, players: Sequence[str], season: str
    ) -> tuple[Json, bool] | None:
        """Standings, for the event those of Ranked Arena."""
        arena = playlist_id == assets.EVENT.asset_id
        return super().playlist_csr(
            assets.ARENA.asset_id if arena else playlist_id, players, season
        )


class HalfOpenWorld(_OtherWorld):
    """Everybody shows matchmade games and hides the others; nobody has played any."""

    def history(self, player: str, kinds: frozenset[str], start: int, count: int) -> Json | None:
        """An empty page."""
        return super().history(player, frozenset(), start, count)

    def privacy(self, player: str) -> Json | None:
        """Shown and hidden."""
        return {"MatchmadeGames": 1, "OtherGames": 2}


class OneMatchWorld(_OtherWorld):
    """Everybody has played one match only."""

    def history(self, player: str, kinds: frozenset[str], start: int, count: int) -> Json | None:
        """A page of one match, or an empty one."""
        return super().history(player, kinds, start, 1 if start == 0 else 0)


class EqualWorld(_OtherWorld):
    """Everybody has the service record of the main player."""

    def service_record(
        self, player: str, kind: str, filters: Mapping[str, str] = MappingProxyType({})
    ) -> Json | None:
        """That record; None of players whom there are none of."""
        if super().service_record(player, kind, filters) is None:
            return None
        return super().service_record(MAIN, kind, filters)


class UntoldBotsWorld(_OtherWorld):
    """Bot Bootcamp calls itself a playlist of players: only who is in a match tells."""

    def history(self, player: str, kinds: frozenset[str], start: int, count: int) -> Json | None:
        """The page with that playlist's matches as those of any arena."""
        page = super().history(player, kinds, start, count)
        return page and {**page, "Results": [_untold(entry) for entry in page["Results"]]}

    def match(self, match_id: str) -> Json | None:
        """The match, told in the same way."""
        match = super().match(match_id)
        return match and _untold(match)


def _untold(told: Json) -> Json:
    return {**told, "MatchInfo": {**told["MatchInfo"], "PlaylistExperience": 2}}
