"""What a playlist has in rotation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from bot.facts.asset_names import KNOWN_PLAYLISTS
from bot.facts.errors import PlaylistWithdrawn, UnknownPlaylist
from bot.facts.gathering import Gathering, at_once, gathering
from bot.facts.language import DEFAULT_LANGUAGE
from bot.facts.mode_names import PairName, pair_name
from bot.facts.ranked_playlists import has_csr
from bot.facts.results import CURRENT, Freshness, Player
from bot.halo.client import HaloClient
from bot.halo.errors import HaloError, NotFound
from bot.halo.identifiers import Xuid
from bot.halo.models.discovery_ugc import Playlist, RotationEntry
from bot.halo.services.base import for_each
from bot.translatable import N_


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

    `name` is "" where unknown, `is_ranked` None. `teams` and `team_size` are the most there can be,
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
    gone: tuple[str, ...] = ()


class RotationLookup:
    """Answers /playlist."""

    def __init__(self, client: HaloClient) -> None:
        self._client = client

    async def rotation(
        self, playlist: str, asker: Player | None = None, *, language: str = DEFAULT_LANGUAGE
    ) -> RotationReport:
        """The rotation of a playlist, by its id or by (part of) its name.

        A name that is not known is looked for among the playlists of the asker's latest matches.
        Raises UnknownPlaylist, PlaylistWithdrawn and the core's errors.
        """
        with gathering() as parts:
            playlist_id = _known(playlist)
            if playlist_id is None and asker is not None:
                playlist_id = await self._played(playlist, asker, language)
            if playlist_id is None:
                raise UnknownPlaylist
            async with at_once() as group:
                found = group.create_task(self._playlist(playlist_id, language))
                ranked = group.create_task(has_csr(self._client, playlist_id))
            if ranked.result() is None:
                parts.note_missing(N_("whether it is ranked"))
            return _report(parts, found.result(), language, is_ranked=ranked.result())

    async def _playlist(self, playlist_id: str, language: str) -> Playlist:
        try:
            return await self._client.discovery_ugc.playlist(playlist_id, language=language)
        except NotFound as error:
            gone = PlaylistWithdrawn if playlist_id in KNOWN_PLAYLISTS else UnknownPlaylist
            raise gone(str(error)) from error

    async def _played(self, name: str, asker: Player, language: str) -> str | None:
        """The playlist of that name among those of the asker's latest matches."""
        history = await self._client.stats.match_history(Xuid(asker.xuid), kind="matchmaking")
        links = (entry.match_info.playlist for entry in history.results)
        used = dict.fromkeys(link.asset_id for link in links if link is not None)
        failures: list[HaloError] = []

        async def named(playlist_id: str) -> tuple[str, str]:
            try:
                found = await self._client.discovery_ugc.playlist(playlist_id, language=language)
            except NotFound:
                return "", playlist_id
            except HaloError as error:
                failures.append(error)
                return "", playlist_id
            return found.public_name, playlist_id

        played = _by_name(name, await for_each(named, used))
        if played is None and failures:
            # It may be one of those that the service failed to name.
            raise failures[0]
        return played


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
    parts: Gathering, playlist: Playlist, language: str, *, is_ranked: bool | None
) -> RotationReport:
    rules = playlist.custom_data
    return RotationReport(
        playlist.asset_id,
        playlist.public_name,
        playlist.description,
        is_ranked,
        rules.max_teams,
        rules.max_team_size,
        _in_rotation(playlist.rotation_entries, language),
        parts.missing,
        parts.freshness,
        parts.gone,
    )


def _in_rotation(entries: Sequence[RotationEntry], language: str) -> tuple[InRotation, ...]:
    """The modes on their maps, each once: the service may list it under two names."""
    weights = [max(0.0, entry.metadata.weight) for entry in entries]
    total = sum(weights)
    shares: dict[PairName, float] = {}
    for entry, weight in zip(entries, weights, strict=True):
        pair = pair_name(entry.public_name, language)
        share = weight / total if total > 0 else 1 / len(weights)
        shares[pair] = shares.get(pair, 0.0) + share
    found = [InRotation(pair.mode, pair.map, share) for pair, share in shares.items()]
    found.sort(key=lambda entry: (-entry.share, entry.mode_name, entry.map_name))
    return tuple(found)
