"""Matches as a file: CSV for spreadsheets, JSON for programs, and the card it comes with."""

import json
from dataclasses import fields
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

import discord

from bot.features.export.lookup import ExportedMatch, ExportReport
from bot.look import names, notes, text, theme, waypoint
from bot.look.limits import fit
from bot.look.spreadsheet import csv_file
from bot.look.texts import Texts


class ExportFormat(StrEnum):
    """What kind of file."""

    CSV = "csv"
    JSON = "json"


def export_file(report: ExportReport, kind: ExportFormat, texts: Texts) -> bytes:
    """The matches in UTF-8, with the fields of ExportedMatch.

    Times are ISO 8601 in the reader's time zone, durations seconds, outcomes and kinds of games
    and modes their names ("WIN"); modes without a name are called by their kind. What is
    not known is empty in CSV and null in JSON.
    """
    rows = [_row(match, texts) for match in report.matches]
    if kind is ExportFormat.JSON:
        player = {"xuid": report.player.xuid, "gamertag": report.player.gamertag}
        written = json.dumps({"player": player, "matches": rows}, ensure_ascii=False, indent=1)
        return written.encode("utf-8", "replace")
    header = [field.name for field in fields(ExportedMatch)]
    return csv_file(header, ([row[name] for name in header] for row in rows))


def filename(kind: ExportFormat) -> str:
    """What the file is called."""
    return f"halo-matches.{kind.value}"


def export_card(report: ExportReport, texts: Texts) -> discord.Embed:
    """What is in the file; within Discord's limits."""
    embed = discord.Embed(
        title=texts.count("Your last match", "Your last {count} matches", len(report.matches)),
        description=notes.lines(
            texts(
                "One row a match: result, map, mode, playlist, figures, and CSR before and after."
            ),
            notes.stale_note(report.freshness, texts),
        ),
        colour=theme.DONE,
    )
    embed.set_author(
        name=text.plain(report.player.gamertag), url=waypoint.player_url(report.player)
    )
    embed.set_footer(text=notes.missing_note(report, texts))
    return fit(embed)


def _row(match: ExportedMatch, texts: Texts) -> dict[str, object]:
    row = {field.name: _plain(getattr(match, field.name), texts) for field in fields(match)}
    return row | {
        "mode": names.mode(match.mode, match.mode_category, texts),
        "playlist": names.known_playlist(match.playlist, match.playlist_id, texts) or None,
        "playlist_id": match.playlist_id or None,
    }


def _plain(value: object, texts: Texts) -> object:
    match value:
        case IntEnum():
            return value.name
        case datetime():
            return texts.local(value).isoformat()
        case timedelta():
            return round(value.total_seconds(), 3)
        case float():
            return round(value, 2)
        case _:
            return value
