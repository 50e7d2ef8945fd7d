"""What the simulated service asks of whatever it answers from."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.sandbox.assets import AssetKind
from bot.sandbox.library import Search
from bot.sandbox.wire import Json


class Answers(Protocol):
    """The bodies behind the endpoints; None is a 404.

    `player` is "xuid(1)" or a gamertag, as it stands in the path.
    """

    def user(self, gamertag: str) -> Json | None:
        """The user with that gamertag."""

    def users(self, xuids: Sequence[int]) -> list[Json]:
        """Those of the users that exist."""

    def history(self, player: str, kinds: frozenset[str], start: int, count: int) -> Json | None:
        """A page of the match history; `kinds` are matchmaking, custom, local."""

    def match_count(self, player: str) -> Json | None:
        """How many matches of each kind the player has."""

    def match(self, match_id: str) -> Json | None:
        """The stats of one match."""

    def service_record(
        self, player: str, kind: str, filters: Mapping[str, str] = ...
    ) -> Json | None:
        """The record of one kind: matchmade, custom, local; `filters` as in the query."""

    def decks(self, player: str) -> Json | None:
        """The player's challenges."""

    def progression(self, player: str, match_id: str) -> Json | None:
        """What a match did to the player's challenges."""

    def customization(self, player: str) -> Json | None:
        """How the player looks."""

    def career_rank(self, player: str) -> Json | None:
        """How far the player's career is."""

    def operations(self, player: str) -> Json | None:
        """How far the player is on the operations' tracks."""

    def privacy(self, player: str) -> Json | None:
        """Whether the player shows the match history: 1 show, 2 hide."""

    def skill(self, match_id: str, players: Sequence[str]) -> Json | None:
        """Skill in one match, for the asked players."""

    def playlist_csr(
        self, playlist_id: str, players: Sequence[str], season: str
    ) -> tuple[Json, bool] | None:
        """Standings of the asked players who exist, and whether all of them do."""

    def medal_metadata(self) -> Json:
        """The medal metadata file."""

    def playlist_configuration(self, playlist_id: str) -> Json | None:
        """The playlist's file in gamecms."""

    def asset(
        self, kind: AssetKind, asset_id: str, version_id: str | None, language: str
    ) -> Json | None:
        """An asset of discovery_ugc; no version asks for the newest."""

    def search(self, asked: Search) -> Json:
        """A page of the assets that fit."""

    def film(self, match_id: str) -> Json | None:
        """The film of a match."""

    def progression_file(self, path: str) -> Json | None:
        """A file of gamecms' progression shelf."""

    def image(self, path: str) -> bytes | None:
        """A PNG of gamecms' image shelf."""

    def sprite_sheet(self, path: str) -> bytes | None:
        """A PNG of medals, of gamecms' Waypoint shelf."""
