"""Words and figures in the language of whoever reads them.

The messages are the English texts in the code; locales/ holds their translations, a gettext file a
language. `make texts` brings the files up to date with the code.
"""

import gettext
import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_gmt
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.look import theme
from bot.look.figures import Figures
from bot.translatable import N_

LOCALES = Path(__file__).parent / "locales"
ENGLISH = "en-US"
# Discord's names of the languages that are spoken, and the file of each; English has none.
LANGUAGES: Mapping[str, str] = {
    "de": "de",
    "es-419": "es",
    "es-ES": "es",
    "fr": "fr",
    "ja": "ja",
    "pt-BR": "pt_BR",
}
_ORDINALS: Mapping[str, str] = {
    "one": N_("{place}st"),
    "two": N_("{place}nd"),
    "few": N_("{place}rd"),
    "other": N_("{place}th"),
}


@dataclass(frozen=True, eq=False)
class Texts(Figures):
    """One language: `texts("Kills")` is the word for it. Made by a Catalogue.

    Days and times are told in `zone`, the reader's time zone. A message without a translation is
    given as it is, so that names of the service may be asked for as well.
    """

    locale: Locale
    translations: gettext.NullTranslations = field(repr=False)
    catalogue: "Catalogue" = field(repr=False)
    zone: tzinfo = UTC

    def __call__(self, message: str, /, **values: str) -> str:
        """The message in this language, with the values in the places of their names."""
        # gettext gives the file's own header for nothing.
        found = self.translations.gettext(message) if message else ""
        return found.format_map(values) if values else found

    def in_zone(self, zone: tzinfo) -> Self:
        """The same language for a reader in that time zone."""
        return replace(self, zone=zone)

    def count(self, one: str, many: str, count: int | None, /, **values: str) -> str:
        """The form for so many, with "{count}" written out: "1 match", "2,000 matches"."""
        found = self.translations.ngettext(one, many, count if count is not None else 0)
        return found.format(count=self.number(count), **values)

    def named(self, context: str, name: str) -> str:
        """What `name` is called where Discord itself shows it; see discord_app/translator.py."""
        return self.translations.pgettext(context, name) if name else ""

    def listed(self, parts: list[str]) -> str:
        """The parts as an enumeration with the language's "or": "a, b or c"."""
        *others, last = parts
        return self("{some} or {last}", some=", ".join(others), last=last) if others else last

    def ordinal(self, place: int) -> str:
        """A place in order: "1st", "2nd", "13th"."""
        form = self.locale.ordinal_form(abs(place))
        return self(_ORDINALS.get(form, _ORDINALS["other"]), place=self.number(place))

    def duration(self, length: timedelta | None) -> str:
        """How long something took: "45 s", "12 min 04 s", "1 h 02 min"; a dash if not known."""
        if length is None:
            return theme.DASH
        seconds = max(0, int(length.total_seconds()))
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        if hours:
            return self(
                "{hours} h {minutes} min", hours=self.number(hours), minutes=f"{minutes:02}"
            )
        if minutes:
            return self("{minutes} min {seconds} s", minutes=f"{minutes}", seconds=f"{seconds:02}")
        return self("{seconds} s", seconds=f"{seconds}")

    def day(self, moment: datetime | None) -> str:
        """The reader's day where Discord cannot write it for each reader: "Jun 1, 2026"."""
        if moment is None:
            return theme.DASH
        return format_date(self.local(moment), locale=self.locale)

    def moment(self, moment: datetime | None) -> str:
        """A moment where Discord cannot write it: "Jun 1, 2026, 9:40\u202fPM UTC+02:00"."""
        if moment is None:
            return theme.DASH
        at = self.local(moment)
        offset = get_timezone_gmt(at, "iso8601", locale=self.locale) if at.utcoffset() else ""
        return f"{self.day(at)}, {format_time(at, 'short', locale=self.locale)} UTC{offset}"

    def local(self, moment: datetime) -> datetime:
        """The moment in the reader's time zone; in its own where that leaves the calendar."""
        try:
            return moment.astimezone(self.zone)
        except OverflowError:
            return moment


class Catalogue:
    """All languages. Without translations everything is in English."""

    def __init__(self, translations: Mapping[str, gettext.NullTranslations] | None = None) -> None:
        """`translations` are by the names of their files, "pt_BR"."""
        known = translations or {}
        self._messages = {ENGLISH: gettext.NullTranslations()} | {
            locale: known[name] for locale, name in LANGUAGES.items() if name in known
        }
        self._texts: dict[str, Texts] = {}

    @classmethod
    def load(cls) -> Self:
        """Read all translations; blocking, for the program's start."""
        return cls({name: _read(name) for name in dict.fromkeys(LANGUAGES.values())})

    def texts(self, locale: str) -> Texts:
        """The texts in a language by Discord's name for it ("pt-BR"), English where unknown."""
        spoken = locale if locale in self._messages else ENGLISH
        if spoken not in self._texts:
            # How a language writes figures and days takes a megabyte: only for those who ask in it.
            self._texts[spoken] = self._made(spoken, self._messages[spoken])
        return self._texts[spoken]

    def messages(self, locale: str) -> gettext.NullTranslations:
        """The translations alone, by Discord's name for the language; none where it is unknown."""
        return self._messages.get(locale, self._messages[ENGLISH])

    def _made(self, locale: str, translations: gettext.NullTranslations) -> Texts:
        found = Locale.parse(locale, sep="-")
        figures = Figures.of(found)
        return Texts(figures.marks, figures.share, found, translations, self)


def _read(name: str) -> gettext.NullTranslations:
    compiled = io.BytesIO()
    with (LOCALES / f"{name}.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=name))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
