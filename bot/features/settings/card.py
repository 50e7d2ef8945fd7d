"""The words of somebody's own settings."""

from datetime import UTC, datetime
from typing import Protocol

from bot.facts.results import MatchKind
from bot.facts.time_zones import COMMON, zone
from bot.halo.ranks import RANKED_PLAYLISTS
from bot.look import layout, names, notes, text, theme
from bot.look.texts import Texts
from bot.translatable import N_

_KINDS: dict[str, str] = {
    MatchKind.ALL: N_("all matches"),
    MatchKind.MATCHMAKING: N_("matchmaking matches"),
    MatchKind.CUSTOM: N_("custom matches"),
    MatchKind.LOCAL: N_("local matches"),
}


class UserSettings(Protocol):
    """What the card needs of a user's settings; see bot/records.py for their meaning."""

    @property
    def pictures(self) -> bool:
        """Whether answers may be pictures."""

    @property
    def time_zone(self) -> str:
        """The IANA name."""

    @property
    def match_kind(self) -> str:
        """The default kind of matches, or "" for the server's."""

    @property
    def playlist(self) -> str:
        """The id of the default ranked playlist, or "" for all."""

    @property
    def on_leaderboards(self) -> bool:
        """Whether to be shown on leaderboards."""


def settings_head(texts: Texts) -> str:
    """What the settings are."""
    return notes.lines(
        f"### {theme.SETTINGS} {texts('Your settings')}",
        layout.small(texts("They hold for you in every server; nobody else sees them.")),
    )


def setting_names(settings: UserSettings, now: float, texts: Texts) -> dict[str, str]:
    """What each setting is called, by its field's name; `now` is Unix time, for the time of day in
    the time zone."""
    there = datetime.fromtimestamp(now, UTC).astimezone(zone(settings.time_zone))
    zone_and_time = texts(
        "{zone}, where it is {time}", zone=text.escape(settings.time_zone), time=f"{there:%H:%M}"
    )
    return {
        "pictures": f"**{texts('Answers')}**",
        "match_kind": f"**{texts('Matches')}**",
        "playlist": f"**{texts('Ranks')}**",
        "time_zone": f"**{texts('Time zone')}** {zone_and_time}",
        "on_leaderboards": f"**{texts('Leaderboards and suggestions')}**",
    }


def setting_choices(texts: Texts) -> dict[str, dict[str | bool, str]]:
    """The choices of each setting with their labels, by its field's name."""
    kinds = ("", *MatchKind)
    return {
        "pictures": {True: texts("as pictures"), False: texts("in words")},
        "match_kind": {str(kind): kind_label(kind, texts) for kind in kinds},
        "playlist": {each: playlist_label(each, texts) for each in ("", *RANKED_PLAYLISTS)},
        "time_zone": {name: name.replace("_", " ") for name in COMMON},
        "on_leaderboards": {shown: leaderboards_label(shown, texts) for shown in (True, False)},
    }


def kind_label(kind: str, texts: Texts) -> str:
    """A default kind of matches in words."""
    if not kind:
        return texts("as each server has set it")
    return texts(_KINDS[kind]) if kind in _KINDS else text.escape(kind)


def playlist_label(playlist: str, texts: Texts) -> str:
    """A default playlist in words."""
    if not playlist:
        return texts("all ranked playlists")
    return text.escape(names.playlist("", playlist, texts))


def leaderboards_label(shown: bool, texts: Texts) -> str:
    """Whether somebody is shown on leaderboards, in words."""
    return texts("you are shown" if shown else "you are not shown")
