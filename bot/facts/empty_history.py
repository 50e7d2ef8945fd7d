"""Why a page of a match history is empty, as far as the service tells."""

from bot.facts.errors import NoMatches
from bot.facts.results import MatchKind, Player
from bot.halo.client import HaloClient
from bot.halo.errors import HaloError, PrivateHistory
from bot.halo.identifiers import Xuid
from bot.halo.models.enums import Privacy
from bot.translatable import N_


async def why_empty(client: HaloClient, player: Player, kind: MatchKind) -> Exception:
    """The error that fits: PrivateHistory, or NoMatches."""
    try:
        privacy = await client.stats.match_privacy(Xuid(player.xuid))
    except HaloError:
        # It need not tell us about others: the hint then speaks of both reasons.
        return NoMatches(
            hint=N_(
                "Nothing played yet, or the history is private. The player can open it in the "
                "game: Settings > Accessibility > Match History Privacy, both to Share; or on "
                "halowaypoint.com under settings, privacy."
            )
        )
    custom = kind in (MatchKind.CUSTOM, MatchKind.LOCAL)
    setting = privacy.other_games if custom else privacy.matchmade_games
    return PrivateHistory() if setting == Privacy.HIDE else NoMatches()
