"""What can be wrong with the database or with the key that seals the tokens in it."""

from typing import ClassVar

from bot.errors import BotError
from bot.translatable import N_


class StorageError(BotError):
    """Root of the errors of storage."""

    title: ClassVar[str] = N_("The bot's memory could not answer")


class StorageUnavailable(StorageError):
    """The database is unreachable, too busy, or broken."""

    title = N_("The bot's database is not answering")
    hint = N_("Try again in a moment. If it stays so, the bot's host has to look at the database.")


class ValueRefused(StorageUnavailable):
    """The database works, but cannot hold a value: a NUL character, or one its encoding lacks."""

    title = N_("The bot's database cannot store this")
    hint = N_(
        "It contains characters that the database does not support. The bot's host can move to a "
        "database with UTF-8 encoding."
    )


class DatabaseUrlWrong(StorageUnavailable):
    """The database URL is malformed or names something this program cannot use."""

    title = N_("The bot's database is not set up correctly")
    hint = N_(
        "The bot's host has to correct the database URL: sqlite:///path/to/file.db or "
        "postgresql://user:password@host/database."
    )


class SqliteTooOld(StorageError):
    """Python's SQLite lacks what the program needs. Only the host ever reads this."""

    title: ClassVar[str] = "Python's SQLite is too old"
    hint = "Install a Python with SQLite 3.35 or newer, or use PostgreSQL."


class MigrationNeeded(StorageError):
    """The database's tables are older than the program."""

    title = N_("The bot's database has to be upgraded first")
    hint = N_("The bot's host has to run: python -m bot migrate")


class DatabaseTooNew(StorageError):
    """The database is at a revision this program does not know: a newer program wrote it."""

    title = N_("The bot's database belongs to a newer version of the bot")
    hint = N_("The bot's host has to install the newer version, or restore an older backup.")


class TokenKeyMissing(StorageError):
    """There is no key to seal tokens with."""

    title = N_("The bot has no key for its stored tokens")
    hint = N_("The bot's host has to set TOKEN_KEY; make a key with: python -m bot keygen")


class TokenKeyWrong(StorageError):
    """A token key is malformed, or none of the keys opens what is stored."""

    title = N_("The bot's key for its stored tokens does not fit")
    hint = N_(
        "The bot's host has to set TOKEN_KEY to the key that the tokens were stored with; after a "
        "change of keys the old one stays in the list, behind the new one."
    )
