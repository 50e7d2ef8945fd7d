"""The seeded world: invented players and their matches, the same for the same seed and time."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from types import MappingProxyType

from bot.halo.identifiers import parse_xuid
from bot.halo.models.enums import LifecycleMode
from bot.sandbox import assets, belongings, files, library, medals
from bot.sandbox.assets import Asset, AssetKind, invented_id, playlist_configuration
from bot.sandbox.library import Search
from bot.sandbox.matches import Match, play
from bot.sandbox.plans import (
    AGAINST_THE_COMPUTER,
    SEASON,
    SHOWCASE,
    Plan,
    custom_plan,
    mixed_plans,
    ranked_plan,
    social_plan,
)
from bot.sandbox.players import FIRST_XUID, HERMITS, MAIN, Player, gamertag_key, make_players
from bot.sandbox.records import fits, service_record
from bot.sandbox.skill import Recap, recaps_of, skill_json, with_peaks
from bot.sandbox.wire import Json

_SHOWN, _HIDDEN = 1, 2
_MOST_STANDINGS = 32
_RECORD_KINDS = {"matchmade": "matchmaking", "custom": "custom", "local": "local"}


class World:
    """Everything the simulated service knows. Build one with World.seeded()."""

    def __init__(self, players: Sequence[Player], matches: Sequence[Match], rng: Random) -> None:
        self.matches = tuple(sorted(matches, key=lambda match: match.ended_at, reverse=True))
        self._matches = {match.match_id: match for match in matches}
        self._played: dict[int, list[Match]] = {player.xuid: [] for player in players}
        for match in self.matches:
            for line in match.lines:
                if line.player:
                    self._played[line.player.xuid].append(match)
        self._recaps: dict[str, dict[int, Recap]] = {}
        everybody = []
        for player in players:
            played = self._played[player.xuid]
            recaps = recaps_of(rng, player, played)
            everybody.append(with_peaks(player, played, recaps))
            for match_id, recap in recaps.items():
                self._recaps.setdefault(match_id, {})[player.xuid] = recap
        self.players = tuple(everybody)
        self._by_xuid = {player.xuid: player for player in everybody}
        self._by_key = {player.key: player for player in everybody}
        self._assets = {
            (asset.kind, asset.asset_id): asset
            for asset in (*assets.MAPS, *assets.VARIANTS, *assets.PLAYLISTS)
        }
        self._pairs = {
            pair["AssetId"]: match
            for match in self.matches
            if (pair := match.info["PlaylistMapModePair"]) is not None
        }

    @classmethod
    def seeded(cls, seed: int = 117, now: datetime | None = None) -> "World":
        """The world of a seed, its newest match ended shortly before `now`."""
        rng = Random(seed)  # noqa: S311 - an invented world, nothing secret
        players = make_players(rng)
        today = now or datetime.now(UTC)
        matches = _Calendar(rng, players, today).matches()
        # Of random numbers of their own: who is added changes nobody else's matches.
        hermits = _Calendar(Random(seed), players, today).hermits()  # noqa: S311 - as above
        return cls(players, [*matches, *hermits], rng)

    def rename(self, gamertag: str, new: str) -> None:
        """Give a player another gamertag; nobody has the old one from then on.

        Raises KeyError where there is no such player, ValueError where somebody else has the new
        gamertag.
        """
        player = self.player(gamertag)
        renamed = replace(player, gamertag=new)
        if self._by_key.get(renamed.key, player).xuid != player.xuid:
            raise ValueError(f"somebody else is called {new}")
        del self._by_key[player.key]
        self._by_key[renamed.key] = self._by_xuid[player.xuid] = renamed

    @property
    def main(self) -> Player:
        """The main player, whose account the sandbox signs in, by whatever gamertag."""
        return self._by_xuid[FIRST_XUID]

    def player(self, gamertag: str) -> Player:
        """A player by gamertag. Raises KeyError where there is none."""
        return self._by_key[gamertag_key(gamertag)]

    def matches_of(self, gamertag: str) -> tuple[Match, ...]:
        """A player's matches, newest first, hidden ones too."""
        return tuple(self._played[self.player(gamertag).xuid])

    def user(self, gamertag: str) -> Json | None:
        """The user with that gamertag."""
        player = self._by_key.get(gamertag_key(gamertag))
        return player.json() if player else None

    def users(self, xuids: Sequence[int]) -> list[Json]:
        """Those of the users that exist."""
        return [self._by_xuid[xuid].json() for xuid in xuids if xuid in self._by_xuid]

    def history(self, player: str, kinds: frozenset[str], start: int, count: int) -> Json | None:
        """A page of the match history; empty where it is private."""
        known = self._find(player)
        if known is None:
            return None
        played = [] if known.private else self._played[known.xuid]
        wanted = [match for match in played if match.kind in kinds]
        page = [
            match.history_json(line)
            for match in wanted[start : start + count]
            if (line := match.line_of(known.xuid))
        ]
        return {
            "Start": start,
            "Count": count,
            "ResultCount": len(page),
            "Results": page,
            "Links": {},
        }

    def match_count(self, player: str) -> Json | None:
        """How many matches of each kind the player has."""
        known = self._find(player)
        if known is None:
            return None
        kinds = [match.kind for match in self._played[known.xuid]]
        return {
            "CustomMatchesPlayedCount": kinds.count("custom"),
            "MatchesPlayedCount": len(kinds),
            "MatchmadeMatchesPlayedCount": kinds.count("matchmaking"),
            "LocalMatchesPlayedCount": kinds.count("local"),
        }

    def match(self, match_id: str) -> Json | None:
        """The stats of one match."""
        match = self._matches.get(match_id.lower())
        return match.json if match and not match.plan.gone else None

    def service_record(
        self, player: str, kind: str, filters: Mapping[str, str] = MappingProxyType({})
    ) -> Json | None:
        """The record of one kind; matchmade ones are longer than the history kept here."""
        known = self._find(player)
        if known is None or kind not in _RECORD_KINDS:
            return None
        wanted = _RECORD_KINDS[kind]
        played = [
            match
            for match in self._played[known.xuid]
            if match.kind == wanted and fits(match, filters)
        ]
        return service_record(known, played, known.career if kind == "matchmade" else 1)

    def privacy(self, player: str) -> Json | None:
        """Whether the player shows the match history."""
        known = self._find(player)
        if known is None:
            return None
        shown = _HIDDEN if known.private else _SHOWN
        return {"MatchmadeGames": shown, "OtherGames": shown}

    def skill(self, match_id: str, players: Sequence[str]) -> Json | None:
        """Skill in one match; None for custom games, which have none."""
        match = self._matches.get(match_id.lower())
        if match is None or match.plan.gone or match.kind != "matchmaking":
            return None
        return skill_json(match, players, self._recaps.get(match.match_id, {}))

    def playlist_csr(
        self, playlist_id: str, players: Sequence[str], season: str
    ) -> tuple[Json, bool] | None:
        """Standings of the asked players who exist, and whether all of them do."""
        if (AssetKind.PLAYLIST, playlist_id.lower()) not in self._assets:
            return None
        # As the real service has it: a path is no season to it, and the 33rd player is not there.
        this_season = season in {"", SEASON} or "/" in season
        found = {asked: self._find(asked) for asked in players[:_MOST_STANDINGS]}
        value = [
            {
                "Id": asked,
                "ResultCode": 0,
                "Result": player.standing(playlist_id.lower()).json(this_season=this_season),
            }
            for asked, player in found.items()
            if player
        ]
        return {"Value": value}, len(value) == len(found)

    def medal_metadata(self) -> Json:
        """The medal metadata file."""
        return medals.metadata()

    def playlist_configuration(self, playlist_id: str) -> Json | None:
        """The playlist's file in gamecms."""
        playlist = self._assets.get((AssetKind.PLAYLIST, playlist_id.lower()))
        return playlist_configuration(playlist) if playlist else None

    def asset(
        self, kind: AssetKind, asset_id: str, version_id: str | None, language: str
    ) -> Json | None:
        """An asset; no version asks for the newest."""
        if kind is AssetKind.MAP_MODE_PAIR:
            match = self._pairs.get(asset_id.lower())
            pair = library.pair_json(match) if match else None
            return pair if pair and version_id in (None, pair["VersionId"]) else None
        asset = self._assets.get((kind, asset_id.lower()))
        if asset is None or not asset.published or not _is_version(asset, version_id):
            return None
        return asset.json(language)

    def decks(self, player: str) -> Json | None:
        """The player's challenges."""
        known = self._find(player)
        if known is None:
            return None
        return belongings.challenge_decks(len(self._played[known.xuid]), invented_id("clearance"))

    def progression(self, player: str, match_id: str) -> Json | None:
        """What a match did to the player's challenges; None where the player was not in it."""
        known, match = self._find(player), self._matches.get(match_id.lower())
        if known is None or match is None or match.line_of(known.xuid) is None:
            return None
        return belongings.match_progression(match.match_id, invented_id("clearance"))

    def customization(self, player: str) -> Json | None:
        """How the player looks."""
        known = self._find(player)
        return belongings.customization(known) if known else None

    def career_rank(self, player: str) -> Json | None:
        """How far the player's career is."""
        known = self._find(player)
        return belongings.career_progress(known, len(self._played[known.xuid])) if known else None

    def operations(self, player: str) -> Json | None:
        """How far the player is on the operations' tracks."""
        known = self._find(player)
        played = self._played[known.xuid] if known else []
        return belongings.operations_progress(known, len(played)) if known else None

    def search(self, asked: Search) -> Json:
        """A page of the assets that fit."""
        return library.search(asked)

    def film(self, match_id: str) -> Json | None:
        """The film of a match."""
        match = self._matches.get(match_id.lower())
        return library.film_json(match) if match and not match.plan.gone else None

    def progression_file(self, path: str) -> Json | None:
        """A file of gamecms' progression shelf."""
        return files.progression_file(path)

    def image(self, path: str) -> bytes | None:
        """A PNG of gamecms' image shelf."""
        return files.image(path)

    def sprite_sheet(self, path: str) -> bytes | None:
        """A PNG of medals, of gamecms' Waypoint shelf."""
        return files.sprite_sheet(path)

    def _find(self, player: str) -> Player | None:
        xuid = parse_xuid(player) if player.startswith("xuid(") else None
        return self._by_xuid.get(xuid) if xuid else self._by_key.get(gamertag_key(player))


def _is_version(asset: Asset, version_id: str | None) -> bool:
    return version_id is None or version_id.lower() == asset.version_id


class _Calendar:
    """Who played what when."""

    def __init__(self, rng: Random, players: Sequence[Player], now: datetime) -> None:
        self._rng = rng
        self._now = now
        self._named = {player.gamertag: player for player in players}
        self._ordinary = [player for player in players if not player.reserved]

    def matches(self) -> list[Match]:
        """Everybody's matches."""
        rng = self._rng
        friends = ("Quiet Comet", "Ember Fox")
        plans = [*SHOWCASE, *mixed_plans(rng)]
        played = self._season(MAIN, plans, friends, timedelta(minutes=12))
        played += self._season("Solo Sable", [social_plan(rng) for _ in range(14)])
        customs = [custom_plan(rng) for _ in range(5)]
        customs.append(custom_plan(rng, LifecycleMode.LAN))
        played += self._season("Custom Casper", customs)
        gone = Plan(assets.SLAYER, assets.CATALYST, assets.QUICK_PLAY, gone=True)
        played += self._season("Gone Ghost", [gone] * 4)
        played += self._season("Quiet Comet", [ranked_plan(rng) for _ in range(6)])
        return played

    def hermits(self) -> list[Match]:
        """The matches of those who are in nobody else's."""
        return [match for name, _ in HERMITS for match in self._season(name, AGAINST_THE_COMPUTER)]

    def _season(
        self,
        gamertag: str,
        plans: Sequence[Plan],
        friends: Sequence[str] = (),
        since: timedelta = timedelta(hours=3),
    ) -> list[Match]:
        """One player's matches, newest first: a few in a row, then a pause of a day or more."""
        rng = self._rng
        ended_at = self._now - since
        matches = []
        for number, plan in enumerate(plans):
            match = play(rng, plan, self._roster(gamertag, plan, friends), ended_at)
            matches.append(match)
            pause = timedelta(minutes=rng.uniform(2, 6))
            if number % 7 == 6:
                pause = timedelta(hours=rng.uniform(20, 60))
            ended_at = match.started_at - pause
        return matches

    def _roster(self, gamertag: str, plan: Plan, friends: Sequence[str]) -> list[Player]:
        first = self._named[gamertag]
        roster = [first]
        if plan.lifecycle is not LifecycleMode.MATCHMADE and gamertag == MAIN:
            roster.append(self._named["Custom Casper"])
        elif len(plan.sizes) > 1:
            roster += [self._named[name] for name in friends if self._rng.random() < 0.6]
        roster = roster[: max(1, plan.sizes[0])]
        # The main player's history is only what was made for it.
        taken = {MAIN, *(player.gamertag for player in roster)}
        others = [player for player in self._ordinary if player.gamertag not in taken]
        return roster + self._rng.sample(others, plan.humans - len(roster))
