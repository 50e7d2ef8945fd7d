"""What things are called, in the reader's language, also where the service has no name for them.

Names are as the service writes them, to be escaped by whoever shows them.
"""

from bot.facts.asset_names import KNOWN_PLAYLISTS
from bot.facts.results import EarnedMedal, Player, PlayerLine
from bot.facts.seasons import season_number, season_words
from bot.halo.models.enums import mode_name
from bot.look import theme
from bot.look.texts import Texts

# What is left of an id where people are to tell two of them apart.
_ID = 8


def medal(earned: EarnedMedal, texts: Texts) -> str:
    """A medal: "Perfect"; "Unknown medal (622331684)" where the metadata does not know it."""
    return earned.name or texts("Unknown medal ({number})", number=str(earned.medal_id))


def mode(name: str | None, category: int, texts: Texts) -> str:
    """A mode by its own name, or else its kind: "Slayer"; "Unknown mode (99)" of a new kind."""
    if name:
        return name
    known = mode_name(category)
    return texts(known) if known else texts("Unknown mode ({number})", number=str(int(category)))


def participant(line: PlayerLine, texts: Texts) -> str:
    """Who played: the gamertag, "Bot 1" or "Player 0123"."""
    if line.xuid is None and not line.name:
        return texts("Bot {number}", number=line.bot_number).strip()
    return gamertag(Player(line.xuid or 0, line.name), texts)


def gamertag(known: Player, texts: Texts) -> str:
    """A gamertag; "Player 0123" where it is not known, of the last digits of the XUID."""
    return known.gamertag or texts("Player {number}", number=f"{known.xuid % 10_000:04d}")


def playlist(name: str, playlist_id: str, texts: Texts) -> str:
    """A playlist by its own name, or else the one it was seen under, or a part of its id."""
    known = known_playlist(name, playlist_id, texts)
    return known or texts("Playlist {number}", number=playlist_id[:_ID])


def known_playlist(name: str | None, playlist_id: str, texts: Texts) -> str:
    """A playlist by its own name, or else the one it was seen under; "" where it has neither.

    The latter's English name stands for it where the service has none in the reader's language.
    """
    known = KNOWN_PLAYLISTS.get(playlist_id, "")
    if name and name != known:
        return name
    return texts(known) if known else ""


def season(season_id: str, texts: Texts) -> str:
    """A season: "Season 9-1"; its own words where it has no number: "Winter Break 22"."""
    number = season_number(season_id)
    return texts("Season {number}", number=number) if number else season_words(season_id)


def team(team_id: int, texts: Texts) -> str:
    """A team: "Eagle"; "Team 9" where the game has no name for it."""
    known = theme.team_style(team_id).label
    return texts(known) if known else texts("Team {number}", number=str(team_id))
