"""Unexpected faults to Sentry, without secrets; only with the extra `sentry` and a SENTRY_DSN."""

import logging
from typing import TYPE_CHECKING, Any

from bot.config import SettingsWrong
from bot.telemetry.redaction import Redaction

if TYPE_CHECKING:
    from sentry_sdk.transport import Transport
    from sentry_sdk.types import Event

# Seconds that the last faults may take to leave.
_FLUSH = 1.0


def start_sentry(dsn: str, redaction: Redaction, transport: "Transport | None" = None) -> None:
    """Report what is logged as an error from now on. Raises SettingsWrong.

    Nothing else is collected: no requests, no local variables, no machine names. Every text of an
    event passes the redaction first.
    """
    try:
        import sentry_sdk  # noqa: PLC0415 - optional
        from sentry_sdk.integrations.logging import LoggingIntegration  # noqa: PLC0415
        from sentry_sdk.utils import BadDsn  # noqa: PLC0415
    except ModuleNotFoundError:
        raise SettingsWrong(
            hint="SENTRY_DSN is set, but the extra named sentry is not installed."
        ) from None

    def scrubbed(event: "Event", _hint: dict[str, Any]) -> "Event":
        return redaction.deep(event)  # type: ignore[return-value]

    try:
        sentry_sdk.init(
            dsn=dsn,
            transport=transport,
            integrations=[LoggingIntegration(level=logging.INFO, event_level=logging.ERROR)],
            default_integrations=False,
            auto_enabling_integrations=False,
            include_local_variables=False,
            server_name="",
            before_send=scrubbed,
            before_breadcrumb=lambda crumb, _hint: redaction.deep(crumb),  # type: ignore[return-value, arg-type]
        )
    except BadDsn:
        raise SettingsWrong(hint="Correct SENTRY_DSN: it is not a DSN of Sentry.") from None


def stop_sentry() -> None:
    """Send what waits to be sent, for at most a second, and report no more."""
    import sentry_sdk  # noqa: PLC0415 - optional

    sentry_sdk.get_client().close(timeout=_FLUSH)
