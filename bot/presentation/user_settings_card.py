"""The card of somebody's own settings."""

from datetime import UTC, datetime
from typing import Protocol

import discord

from bot.lookups.results import MatchKind
from bot.lookups.time_zones import zone
from bot.presentation import names, notes, text, theme
from bot.presentation.limits import fit
from bot.presentation.texts import Texts
from bot.translatable import N_

_KINDS: dict[str, str] = {
    MatchKind.ALL: N_("all matches"),
    MatchKind.MATCHMAKING: N_("matchmaking matches"),
    MatchKind.CUSTOM: N_("custom matches"),
    MatchKind.LOCAL: N_("local matches"),
}


class UserSettings(Protocol):
    """What the card needs of a user's settings; see bot/storage/records.py for their meaning."""

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


def user_settings_card(settings: UserSettings, now: float, texts: Texts) -> discord.Embed:
    """All settings as they are; `now` is Unix time, for the time of day in the time zone."""
    there = datetime.fromtimestamp(now, UTC).astimezone(zone(settings.time_zone))
    zone_and_time = texts(
        "{zone}, where it is {time}", zone=text.escape(settings.time_zone), time=f"{there:%H:%M}"
    )
    held = {
        texts("Answers"): texts("as pictures" if settings.pictures else "in words"),
        texts("Matches"): kind_label(settings.match_kind, texts),
        texts("Ranks"): playlist_label(settings.playlist, texts),
        texts("Time zone"): zone_and_time,
        texts("Leaderboards"): leaderboards_label(settings.on_leaderboards, texts),
    }
    return fit(
        discord.Embed(
            title=f"{theme.SETTINGS} {texts('Your settings')}",
            description=notes.lines(
                texts("They hold for you in every server; nobody else sees them."),
                *(f"**{name}** {value}" for name, value in held.items()),
            ),
            colour=theme.NEUTRAL,
        )
    )


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
