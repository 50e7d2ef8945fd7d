"""`python -m bot`."""

import gc


def start() -> None:
    """Import everything, then run what the command line says."""
    # What is imported stays. Looking for garbage in it, again and again while it grows, takes a
    # sixth of a start, and later makes everybody wait for a tenth of a second now and then.
    gc.disable()
    from bot.cli import main  # noqa: PLC0415 - see above

    gc.freeze()
    gc.enable()
    main()


if __name__ == "__main__":
    start()
