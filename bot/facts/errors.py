"""What can be wrong with a question itself."""

from bot.errors import BotError
from bot.translatable import N_


class NotLinked(BotError):
    """The member asked about has no gamertag link. `user_id` is None for the asker."""

    title = N_("No gamertag is linked")
    hint = N_("Link yours with /link.")
    offer = ("gamertag", N_("Or name a gamertag in the command."))

    def __init__(self, user_id: int | None = None) -> None:
        hint = None
        if user_id is not None:
            hint = N_("They can use /link, or a server admin can use /admin link.")
        super().__init__(hint=hint)
        self.user_id = user_id


class NoServerLink(BotError):
    """No admin of the server has linked the member."""

    title = N_("There is no link to remove")
    hint = N_(
        "No admin of this server has linked this member. Members remove the links they made "
        "themselves with /unlink."
    )


class NoMatches(BotError):
    """The player's history is open and empty for this kind of match."""

    title = N_("There are no such matches")
    hint = N_("None have been played yet.")
    offer = ("kind", N_("Try another kind of match."))


class MatchMissing(BotError):
    """The player's history names a match of which the service has no figures."""

    title = N_("The figures of this match are not there")
    hint = N_(
        "A match that ended seconds ago may need half a minute. Of some matches the service keeps "
        "none."
    )
    offer = ("kind", N_("Try another kind of match."))


class NoMatchId(BotError):
    """What was given for a match holds no match id."""

    title = N_("This is not a match id")
    hint = N_("A match id looks like this: b4be1c44-5782-42b3-8cf8-0d76dd87230c.")
    offer = ("id", N_("Give one, or the address of the match's page on Halo Waypoint."))


class NoSuchMatch(BotError):
    """The service has no figures under this match id."""

    title = N_("The Halo service does not know this match")
    hint = N_("A match that ended seconds ago may need half a minute.")
    offer = ("id", N_("Check the id."))


class NoRankedMatches(BotError):
    """The player has never used a ranked playlist."""

    title = N_("No ranked matches yet")
    hint = N_("A rank appears after the placement matches of a ranked playlist.")


class NoRecord(BotError):
    """The player has never finished a matchmade match, or the service shows none.

    `gamertag` tells who it is where several are asked about, or is "".
    """

    title = N_("There is no service record yet")
    hint = N_("It begins with the first matchmade match. Custom games do not count.")

    def __init__(self, gamertag: str = "") -> None:
        super().__init__()
        self.gamertag = gamertag


class NoCareer(BotError):
    """The service knows no career of the player."""

    title = N_("There is no career to show")
    hint = N_("It begins with the first matchmade match.")


class OnePlayerOnly(BotError):
    """A player was to be compared with themself."""

    title = N_("Name two different players")
    hint = N_("A player cannot be compared with themselves.")
    offer = ("gamertag", N_("Choose a member with a linked gamertag, or give any gamertag."))


class NoSuchPlaylist(BotError):
    """None of the player's ranked playlists has the name asked for."""

    title = N_("No ranked playlist of that name")
    hint = N_("The player has not used a ranked playlist of that name.")
    offer = ("playlist", N_("Pick one from the list, or all ranked playlists."))


class UnknownPlaylist(BotError):
    """Nothing is known of a playlist of this name or id."""

    title = N_("No playlist of that name is known")
    hint = N_("It may be gone from the game.")
    offer = (
        "playlist",
        N_(
            "Pick one from the list, give its id, or the name of one you have played lately with "
            "the gamertag you are linked to."
        ),
    )


class PlaylistWithdrawn(BotError):
    """The service no longer has a playlist that it once had."""

    title = N_("This playlist has been withdrawn")
    hint = N_("The game no longer has it, so nothing is in rotation. Pick another one.")


class NothingFound(BotError):
    """A search has found nothing."""

    title = N_("Nothing was found")
    hint = N_("Nothing that is published has such a name.")
    offer = ("name", N_("Try a shorter name, or leave it out to see what is played most."))


class NoSuchTimeZone(BotError):
    """Nothing in the time zone database has the name asked for."""

    title = N_("No time zone of that name")
    hint = N_("Time zones are named like Europe/Berlin.")
    offer = ("time_zone", N_("Pick one from the list that appears while you type."))


class FileUnusable(BotError):
    """An attached file is no list of members and gamertags, or too long a one."""

    title = N_("This file cannot be used")
    hint = N_(
        "A CSV file with the columns member (a mention, an id or a name) and gamertag is needed."
    )


class NoMedals(BotError):
    """There is not a single medal to show."""

    title = N_("No medals here yet")
    hint = N_("None have been earned.")
    offer = ("scope", N_("Try the other scope: career or the last match."))


class NoTeammates(BotError):
    """The player was with nobody in a team more than once."""

    title = N_("No teammates to count")
    hint = N_("Nobody was on the player's team in two of these matches.")
    offer = ("matches", N_("Ask for more matches, up to 100."))
