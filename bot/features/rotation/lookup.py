"""What a playlist has in rotation."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from bot.facts.errors import UnknownPlaylist
from bot.facts.gathering import Gathering, at_once, gathering
from bot.facts.language import DEFAULT_LANGUAGE
from bot.facts.results import CURRENT, Freshness, Player
from bot.halo.client import HaloClient
from bot.halo.errors import HaloError, NotFound
from bot.halo.identifiers import Xuid
from bot.halo.models.discovery_ugc import Playlist, RotationEntry
from bot.halo.models.gamecms import PlaylistConfiguration
from bot.halo.ranks import RANKED_PLAYLISTS
from bot.halo.services.base import for_each
from bot.translatable import N_

KNOWN_PLAYLISTS = RANKED_PLAYLISTS | {
    "bdceefb3-1c52-4848-a6b7-d49acd13109d": N_("Quick Play"),
    "a446725e-b281-414c-a21e-31b8700e95a1": N_("Big Team Battle"),
}
"""Found by name without a request: the service lists its playlists nowhere."""


@dataclass(frozen=True, slots=True)
class InRotation:
    """A mode on a map that may come up; `share` is how likely, from 0 to 1.

    `map_name` is "" where the service's name of the pair does not tell it.
    """

    mode_name: str
    map_name: str
    share: float


@dataclass(frozen=True, slots=True)
class RotationReport:
    """What a playlist has in rotation, the likeliest first.

    `is_ranked` is None where it is not known. `teams` and `team_size` are the most there can be,
    0 where unknown.
    """

    playlist_id: str
    name: str
    description: str
    is_ranked: bool | None
    teams: int
    team_size: int
    entries: tuple[InRotation, ...]
    missing: tuple[str, ...] = ()
    freshness: Freshness = CURRENT


class RotationLookup:
    """Answers /playlist."""

    def __init__(self, client: HaloClient) -> None:
        self._client = client

    async def rotation(
        self, playlist: str, asker: Player | None = None, *, language: str = DEFAULT_LANGUAGE
    ) -> RotationReport:
        """The rotation of a playlist, by its id or by (part of) its name.

        A name that is not known is looked for among the playlists of the asker's latest matches.
        Raises UnknownPlaylist and the core's errors.
        """
        with gathering() as parts:
            playlist_id = _known(playlist)
            if playlist_id is None and asker is not None:
                playlist_id = await self._played(playlist, asker, language)
            if playlist_id is None:
                raise UnknownPlaylist
            async with at_once() as group:
                found = group.create_task(self._playlist(playlist_id, language))
                configuration = group.create_task(self._configuration(parts, playlist_id))
            return _report(parts, found.result(), configuration.result())

    async def _playlist(self, playlist_id: str, language: str) -> Playlist:
        try:
            return await self._client.discovery_ugc.playlist(playlist_id, language=language)
        except NotFound as error:
            raise UnknownPlaylist(str(error)) from error

    async def _configuration(
        self, parts: Gathering, playlist_id: str
    ) -> PlaylistConfiguration | None:
        ask = self._client.gamecms.playlist_configuration(playlist_id)
        return await parts.optional(N_("whether it is ranked"), ask)

    async def _played(self, name: str, asker: Player, language: str) -> str | None:
        """The playlist of that name among those of the asker's latest matches."""
        history = await self._client.stats.match_history(Xuid(asker.xuid), kind="matchmaking")
        links = (entry.match_info.playlist for entry in history.results)
        used = dict.fromkeys(link.asset_id for link in links if link is not None)

        async def named(playlist_id: str) -> tuple[str, str]:
            try:
                found = await self._client.discovery_ugc.playlist(playlist_id, language=language)
            except HaloError:
                return "", playlist_id
            return found.public_name, playlist_id

        return _by_name(name, await for_each(named, used))


def _known(playlist: str) -> str | None:
    """The id of a playlist that needs no request, or None."""
    try:
        return str(UUID(playlist.strip()))
    except ValueError:
        return _by_name(playlist, ((name, each) for each, name in KNOWN_PLAYLISTS.items()))


def _by_name(wanted: str, playlists: Iterable[tuple[str, str]]) -> str | None:
    """The id of the one called so, or else of the first whose name holds it."""
    wanted = " ".join(wanted.casefold().split())
    known = [(name.casefold(), playlist_id) for name, playlist_id in playlists if name]
    exact = (playlist_id for name, playlist_id in known if name == wanted)
    near = (playlist_id for name, playlist_id in known if wanted and wanted in name)
    return next(exact, None) or next(near, None)


def _report(
    parts: Gathering, playlist: Playlist, configuration: PlaylistConfiguration | None
) -> RotationReport:
    rules = playlist.custom_data
    weights = [max(0.0, entry.metadata.weight) for entry in playlist.rotation_entries]
    total = sum(weights)
    entries = [
        _in_rotation(entry, weight / total if total > 0 else 1 / len(weights))
        for entry, weight in zip(playlist.rotation_entries, weights, strict=True)
    ]
    entries.sort(key=lambda entry: (-entry.share, entry.mode_name, entry.map_name))
    return RotationReport(
        playlist.asset_id,
        playlist.public_name or KNOWN_PLAYLISTS.get(playlist.asset_id, ""),
        playlist.description,
        configuration.has_csr if configuration is not None else None,
        rules.max_teams,
        rules.max_team_size,
        tuple(entries),
        parts.missing,
        parts.freshness,
    )


def _in_rotation(entry: RotationEntry, share: float) -> InRotation:
    """The pair's name taken apart: "Ranked:CTF on Bazaar"."""
    name = entry.public_name
    mode, joined, map_name = name.rpartition(" on ")
    if not joined:
        mode, map_name = name, ""
    return InRotation(mode.rpartition(":")[2].strip() or mode, map_name, share)
