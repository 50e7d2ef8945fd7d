"""Answers from a folder of recorded payloads in place of the seeded world.

The recordings belong to one player of five matches, so a few things are bent to make every
question answerable:

- Any gamertag resolves, to the recorded player's XUID; that XUID goes by the gamertag asked last.
- Everybody's history is the five recorded matches, newest first, then the recorded history; the
  latter's match ids answer with the Slayer match under that id.
- A player other than the recorded one gets match ids of their own in the history. They answer
  with the same matches, the recorded player's place taken by that player.
- Every skill and CSR answer is the recorded one under the asked ids.
- Every operation's track is the one recorded, every image too; a search finds the recorded page.
- Nobody recorded what a match does to challenges, or a sprite sheet: those are the world's.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar

from bot.errors import BotError
from bot.halo.identifiers import parse_match_id, parse_xuid
from bot.halo.models.enums import LifecycleMode
from bot.halo.ranks import RANKED_PLAYLISTS
from bot.sandbox import belongings, files
from bot.sandbox.assets import Asset, AssetKind, invented_id, playlist_configuration
from bot.sandbox.library import Search
from bot.sandbox.wire import Json

RECORDED_XUID = 2_535_445_291_321_133
"""The player of the recorded matches, skill and CSR."""

_SLAYER = "get_match_stats"
_MATCHES = (
    _SLAYER, "get_match_stats_ctf", "get_match_stats_elimination", "get_match_stats_oddball",
    "get_match_stats_zones",
)  # fmt: skip
_ASSETS = {
    AssetKind.MAP: "get_map",
    AssetKind.GAME_VARIANT: "get_ugc_game_variant",
    AssetKind.PLAYLIST: "get_playlist",
    AssetKind.MAP_MODE_PAIR: "get_map_mode_pair",
}
_PROGRESSION_FILES = {
    files.CAREER_TRACK.lower(): "get_career_reward_track",
    files.CSR_CALENDAR.lower(): "get_csr_season_calendar",
    files.SEASON_CALENDAR.lower(): "get_season_calendar",
}
_OPERATION = "get_operation_reward_track"
_IMAGE = "get_image.png"
_NEEDED = (
    *_MATCHES, *_ASSETS.values(), "get_match_history", "get_match_skill", "get_match_count",
    "get_playlist_csr", "get_service_record", "get_user", "get_medal_metadata",
    *_PROGRESSION_FILES.values(), _OPERATION, "get_player_customization",
    "get_player_career_rank", "get_player_reward_track_operations", "search_assets",
    "get_film_by_match_id",
)  # fmt: skip
_KINDS = {LifecycleMode.CUSTOM: "custom", LifecycleMode.LAN: "local"}


class PayloadsMissing(BotError):
    """The folder of recorded answers is not there or not complete."""

    title: ClassVar[str] = "Recorded answers are missing"

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        listed = ", ".join(names)
        super().__init__(hint=f"Name the folder that holds them all. In {folder}: no {listed}.")


class RecordedAnswers:
    """Answers every endpoint from the recorded files. Build one with load()."""

    def __init__(self, recordings: Mapping[str, Any], image: bytes) -> None:
        self._files = recordings
        self._image = image
        matches = [recordings[name] for name in _MATCHES]
        self._matches = {match["MatchId"]: match for match in matches}
        self._listed = _history_of(matches) + [
            entry
            for entry in recordings["get_match_history"]["Results"]
            if entry["MatchId"] not in self._matches
        ]
        self._listed_ids = {entry["MatchId"] for entry in self._listed}
        self._by_start = {match_id[:18]: match_id for match_id in self._listed_ids}
        self._gamertag = "Spartan 1133"

    @classmethod
    def load(cls, folder: Path) -> "RecordedAnswers":
        """Read the folder. Raises PayloadsMissing naming what is not there or unreadable."""
        recordings: dict[str, Any] = {}
        image = b""
        missing = []
        for name in _NEEDED:
            path = folder / f"{name}.json"
            try:
                recordings[name] = json.loads(path.read_bytes())
            except (OSError, ValueError):
                missing.append(path.name)
        try:
            image = (folder / _IMAGE).read_bytes()
        except OSError:
            missing.append(_IMAGE)
        if missing:
            raise PayloadsMissing(folder, missing)
        return cls(recordings, image)

    def user(self, gamertag: str) -> Json | None:
        """Any gamertag there is, at the recorded player's XUID."""
        self._gamertag = gamertag
        return self._user(RECORDED_XUID)

    def users(self, xuids: Sequence[int]) -> list[Json]:
        """Everybody, under invented names."""
        return [self._user(xuid) for xuid in xuids]

    def history(self, player: str, kinds: frozenset[str], start: int, count: int) -> Json | None:
        """A page of the one history there is."""
        xuid = parse_xuid(player) if player.startswith("xuid(") else None
        wanted = [entry for entry in self._listed if _kind_of(entry["MatchInfo"]) in kinds]
        page = [
            {**entry, "MatchId": _own_id(entry["MatchId"], xuid or RECORDED_XUID)}
            for entry in wanted[start : start + count]
        ]
        return {
            "Start": start,
            "Count": count,
            "ResultCount": len(page),
            "Results": page,
            "Links": {},
        }

    def match_count(self, player: str) -> Json | None:  # noqa: ARG002
        """The recorded count."""
        return self._file("get_match_count")

    def match(self, match_id: str) -> Json | None:
        """A recorded match; one of another player's history has that player in it."""
        original, xuid = self._resolve(match_id)
        if original is None:
            return None
        match = self._matches.get(original, self._file(_SLAYER))
        return {**match, "MatchId": match_id, "Players": _with_player(match["Players"], xuid)}

    def service_record(
        self,
        player: str,  # noqa: ARG002
        kind: str,  # noqa: ARG002
        filters: Mapping[str, str] = MappingProxyType({}),  # noqa: ARG002
    ) -> Json | None:
        """The recorded record, of every kind and however narrowed."""
        return self._file("get_service_record")

    def privacy(self, player: str) -> Json | None:  # noqa: ARG002
        """Everybody shows their history."""
        return {"MatchmadeGames": 1, "OtherGames": 1}

    def skill(self, match_id: str, players: Sequence[str]) -> Json | None:
        """The recorded result for the match's player; nobody else has one."""
        original, xuid = self._resolve(match_id)
        if original is None:
            return None
        info = self._matches.get(original, self._file(_SLAYER))["MatchInfo"]
        if _kind_of(info) != "matchmaking":
            return None
        result = self._file("get_match_skill")["Value"][0]["Result"]
        return {
            "Value": [
                {"Id": asked, "ResultCode": 0, "Result": result}
                if asked == f"xuid({xuid})"
                else {"Id": asked, "ResultCode": 1, "Result": None}
                for asked in players
            ]
        }

    def playlist_csr(
        self,
        playlist_id: str,  # noqa: ARG002
        players: Sequence[str],
        season: str,  # noqa: ARG002
    ) -> tuple[Json, bool] | None:
        """The recorded standing, for everybody."""
        entry = self._file("get_playlist_csr")["Value"][0]
        return {"Value": [{**entry, "Id": asked} for asked in players]}, True

    def medal_metadata(self) -> Json:
        """The recorded metadata."""
        return self._file("get_medal_metadata")

    def playlist_configuration(self, playlist_id: str) -> Json | None:
        """There is no recording: the known ranked playlists have CSR, others have not."""
        name = RANKED_PLAYLISTS.get(playlist_id.lower(), "Recorded playlist")
        ranked = playlist_id.lower() in RANKED_PLAYLISTS
        return playlist_configuration(
            Asset(AssetKind.PLAYLIST, name, asset_id=playlist_id, has_csr=ranked)
        )

    def asset(
        self,
        kind: AssetKind,
        asset_id: str,
        version_id: str | None,
        language: str,  # noqa: ARG002
    ) -> Json | None:
        """The recorded asset of the kind, under the asked ids."""
        asset = self._file(_ASSETS[kind])
        return {**asset, "AssetId": asset_id, "VersionId": version_id or asset["VersionId"]}

    def decks(self, player: str) -> Json | None:  # noqa: ARG002
        """Invented: the recording was made up by its authors."""
        return belongings.challenge_decks(1, invented_id("clearance"))

    def progression(self, player: str, match_id: str) -> Json | None:  # noqa: ARG002
        """Invented: there is no recording."""
        return belongings.match_progression(match_id, invented_id("clearance"))

    def customization(self, player: str) -> Json | None:  # noqa: ARG002
        """The recorded looks."""
        return self._file("get_player_customization")

    def career_rank(self, player: str) -> Json | None:  # noqa: ARG002
        """The recorded career."""
        return self._file("get_player_career_rank")

    def operations(self, player: str) -> Json | None:  # noqa: ARG002
        """The recorded operations."""
        return self._file("get_player_reward_track_operations")

    def search(self, asked: Search) -> Json:
        """What was found when it was recorded, whatever is searched for now."""
        recorded = self._file("search_assets")
        page = recorded["Results"][asked.start : asked.start + asked.count]
        window = {"Start": asked.start, "Count": asked.count, "ResultCount": len(page)}
        return {**recorded, **window, "Results": page}

    def film(self, match_id: str) -> Json | None:
        """The recorded film, under the asked match."""
        recorded = self._file("get_film_by_match_id")
        return {**recorded, "CustomData": {**recorded["CustomData"], "MatchId": match_id}}

    def progression_file(self, path: str) -> Json | None:
        """The recorded file of that path; each operation has the one recorded track, and
        challenges, of which there is no recording, are invented."""
        if path in files.CHALLENGE_PATHS:
            return files.progression_file(path)
        name = _PROGRESSION_FILES.get(path.lower())
        if name is None and path.lower().startswith("rewardtracks/operations/"):
            name = _OPERATION
        return self._file(name) if name is not None else None

    def image(self, path: str) -> bytes | None:
        """The recorded image."""
        return self._image if path.lower().endswith(".png") else None

    def sprite_sheet(self, path: str) -> bytes | None:
        """Invented: there is no recording."""
        return files.sprite_sheet(path)

    def _file(self, name: str) -> Json:
        file: Json = self._files[name]
        return file

    def _user(self, xuid: int) -> Json:
        name = self._gamertag if xuid == RECORDED_XUID else f"Spartan {xuid % 10_000:04}"
        return {**self._file("get_user"), "xuid": str(xuid), "gamertag": name}

    def _resolve(self, match_id: str) -> tuple[str | None, int]:
        """The recorded match id behind an asked one, and whose match it is."""
        asked = parse_match_id(match_id) or ""
        if asked in self._listed_ids:
            return asked, RECORDED_XUID
        # The second half is a XUID where _own_id made the id.
        return self._by_start.get(asked[:18]), int(asked[18:].replace("-", "") or "0", 16)


def _own_id(match_id: str, xuid: int) -> str:
    """A match id for another player: its first half, and their XUID for the second."""
    if xuid == RECORDED_XUID:
        return match_id
    written = f"{xuid:016x}"
    return f"{match_id[:18]}-{written[:4]}-{written[4:]}"


def _with_player(players: list[Json], xuid: int) -> list[Json]:
    wanted, recorded = f"xuid({xuid})", f"xuid({RECORDED_XUID})"
    if any(player["PlayerId"] == wanted for player in players):
        return players
    return [
        {**player, "PlayerId": wanted} if player["PlayerId"] == recorded else player
        for player in players
    ]


def _kind_of(info: Json) -> str:
    return _KINDS.get(info["LifecycleMode"], "matchmaking")


def _history_of(matches: Sequence[Json]) -> list[Json]:
    """History entries of recorded matches as the recorded player saw them, newest first."""
    entries = []
    for match in sorted(matches, key=lambda match: match["MatchInfo"]["StartTime"], reverse=True):
        player = next(
            player for player in match["Players"] if player["PlayerId"] == f"xuid({RECORDED_XUID})"
        )
        entries.append(
            {
                "MatchId": match["MatchId"],
                "MatchInfo": match["MatchInfo"],
                "LastTeamId": player["LastTeamId"],
                "Outcome": player["Outcome"],
                "Rank": player["Rank"],
                "PresentAtEndOfMatch": player["ParticipationInfo"]["PresentAtCompletion"],
            }
        )
    return entries
