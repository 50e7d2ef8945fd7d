"""The root of the project's exceptions."""

from typing import ClassVar

from bot.translatable import N_


class BotError(Exception):
    """Something failed in a way the program knows by name.

    Every subclass says in `title` what happened and in `hint` what the reader can do about it;
    both are safe to show to anybody, and translated when shown. `retry_after` is in seconds, when
    trying again makes sense. The exception's own text is for the log: it may name endpoints, never
    a secret.
    """

    title: ClassVar[str] = N_("Something went wrong")
    hint: str = N_("Try again in a moment.")

    def __init__(
        self, message: str = "", *, hint: str | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(message or self.title)
        if hint is not None:
            self.hint = hint
        self.retry_after = retry_after


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
