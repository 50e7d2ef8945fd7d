"""Which playlists are ranked."""

from bot.halo.client import HaloClient
from bot.halo.errors import HaloError, NotFound
from bot.halo.ranks import RANKED_PLAYLISTS


async def has_csr(client: HaloClient, playlist_id: str) -> bool | None:
    """Whether the playlist is ranked; None where the service does not tell this time.

    One that this program does not know costs a request, once a day for all players together.
    """
    if playlist_id in RANKED_PLAYLISTS:
        return True
    try:
        configuration = await client.gamecms.playlist_configuration(playlist_id)
    except NotFound:
        return False
    except HaloError:
        return None
    return configuration.has_csr
