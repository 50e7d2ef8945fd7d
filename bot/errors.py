"""The root of the project's exceptions."""

import errno
from collections.abc import Container
from typing import ClassVar

from bot.translatable import N_


class BotError(Exception):
    """Something failed in a way the program knows by name.

    Every subclass says in `title` what happened and in `hint` what the reader can do about it;
    both are safe to show to anybody, and translated when shown. `offer` is a further hint behind
    the name of the option it needs: only a command with such an option gives it.
    `retry_after` is in seconds, when trying again makes sense. The exception's own text is for the
    log: it may name endpoints, never a secret.
    """

    title: ClassVar[str] = N_("Something went wrong")
    hint: str = N_("Try again in a moment.")
    offer: ClassVar[tuple[str, str] | None] = None

    def __init__(
        self, message: str = "", *, hint: str | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(message or self.title)
        if hint is not None:
            self.hint = hint
        self.retry_after = retry_after

    def offered(self, options: Container[str]) -> tuple[str, ...]:
        """What more a command with these options suggests, still in English."""
        return self.offer[1:] if self.offer is not None and self.offer[0] in options else ()


class PortTaken(BotError):
    """Something else listens on a port that was to be used."""

    title: ClassVar[str] = "The port is taken"

    def __init__(self, port: int) -> None:
        super().__init__(
            f"port {port} is taken",
            hint=f"Stop the program that listens on port {port}, or choose another port.",
        )


class Undelivered(BotError):
    """Discord did not accept an answer, and nobody is at fault.

    The message or channel is gone, the answer came too late, the bot lost its permission, or
    Discord cannot be reached. It is never shown, because no answer would arrive.
    """

    title: ClassVar[str] = "The answer was not delivered"


class FileRefused(BotError):
    """Discord refused an answer because of the file or picture attached to it."""

    title: ClassVar[str] = N_("Discord does not accept the file")
    hint = N_("Try again with less data, or in a channel where the bot may attach files.")


class CannotListen(BotError):
    """This machine does not let the program listen where it should."""

    title: ClassVar[str] = "The bot cannot listen at this address"

    def __init__(self, host: str, port: int, error: OSError) -> None:
        reason = error.strerror or type(error).__name__
        what = (
            "Ports below 1024 need a privilege: choose a higher one."
            if error.errno == errno.EACCES
            else "Choose an address of this machine, such as 127.0.0.1."
        )
        super().__init__(reason, hint=f"{host}, port {port}: {reason}. {what}")


def cannot_listen(error: OSError, host: str, port: int) -> BotError:
    """Why a listener did not start, by name: PortTaken or CannotListen."""
    return PortTaken(port) if error.errno == errno.EADDRINUSE else CannotListen(host, port, error)
