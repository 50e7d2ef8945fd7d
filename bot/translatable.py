"""Marking texts that are shown later, in a language that is not known yet."""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """The message itself, marked for the catalogue of translations.

    For texts in tables, enums and error classes; whoever shows one asks its `Texts` for it.
    """
    return message
