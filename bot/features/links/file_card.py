"""What came of a file of links."""

from collections.abc import Iterator, Sequence

import discord

from bot.features.links.file import HEADER, FailedRow, ImportReport
from bot.look import notes, text, theme
from bot.look.limits import fit
from bot.look.spreadsheet import csv_file
from bot.look.texts import Texts

SHOWN = 15
_CELL = 60


def imported_card(report: ImportReport, texts: Texts) -> discord.Embed:
    """How many links were made, and the first of the rows that made none."""
    return fit(
        discord.Embed(
            title=f"{theme.LINKED} {texts('Imported')}",
            description=notes.lines(
                texts.count(
                    "**{count}** member linked in this server.",
                    "**{count}** members linked in this server.",
                    report.linked,
                ),
                *_failures(report.failed, texts),
            ),
            colour=theme.LOW if report.failed else theme.DONE,
        )
    )


def exported_links_card(links: int, texts: Texts) -> discord.Embed:
    """How many links the file holds."""
    return fit(
        discord.Embed(
            title=f"{theme.LINKED} {texts('Links in this server')}",
            description=notes.lines(
                texts.count("The file holds {count} link.", "The file holds {count} links.", links),
                texts("`/admin import` reads it, here or in another server."),
            ),
            colour=theme.NEUTRAL,
        )
    )


def failed_rows(report: ImportReport, texts: Texts) -> bytes:
    """The rows that made no link, as a CSV file that can be corrected and imported again."""
    # The import knows the columns by these names, in every language.
    return csv_file(
        (*HEADER, "reason"),
        ((each.row.mention, each.row.gamertag, _reason(each, texts)) for each in report.failed),
    )


def _failures(failed: Sequence[FailedRow], texts: Texts) -> Iterator[str]:
    if failed:
        yield texts.count(
            "**{count}** line made no link:", "**{count}** lines made no link:", len(failed)
        )
    for each in failed[:SHOWN]:
        yield _line(each, texts)
    if len(failed) > SHOWN:
        yield texts.count(
            "and {count} more, in the file",
            "and {count} more, all in the file",
            len(failed) - SHOWN,
        )


def _line(failed: FailedRow, texts: Texts) -> str:
    row = failed.row
    what = notes.joined(
        text.escape(row.member, _CELL),
        text.escape(row.gamertag, _CELL),
        text.escape(_reason(failed, texts), 2 * _CELL),
    )
    return texts("Line {number}: {what}", number=texts.number(row.line), what=what)


def _reason(failed: FailedRow, texts: Texts) -> str:
    near = ""
    if failed.near:
        near = texts("near: {names}", names=", ".join(failed.near))
    return notes.joined(texts(failed.reason), near)
