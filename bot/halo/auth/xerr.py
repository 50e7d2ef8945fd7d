"""Why Xbox refuses: the numbers of its refusals ("XErr")."""

from collections.abc import Mapping

from pydantic import BaseModel, Field, ValidationError

from bot.halo.auth.answers import failure, is_failure, refused
from bot.halo.errors import (
    HaloError,
    SignInRefused,
    XboxAccountMissing,
    XboxAccountNeedsAttention,
    XboxAgeCheckRequired,
    XboxBanned,
    XboxChildAccount,
    XboxCountryBlocked,
    XboxCurfew,
    XboxParentallyRestricted,
    XboxRefused,
    XboxTermsNotAccepted,
)
from bot.halo.transport.base import Response

# The names are those of Microsoft's own SDK; more than its name is known of few numbers. It has
# none for 222, which accounts meet in regions that ask for their age, such as the UK. Of 237 it
# says that it is a curfew, while accounts in South Korea met it as a check of their age.
_REASONS: Mapping[int, tuple[str, type[XboxRefused]]] = {
    2148916222: ("no name", XboxAgeCheckRequired),
    2148916227: ("ENFORCEMENT_BAN", XboxBanned),
    2148916228: ("THIRD_PARTY_BAN", XboxBanned),
    2148916229: ("ACCOUNT_PARENTALLY_RESTRICTED", XboxParentallyRestricted),
    2148916232: ("ACCOUNT_BILLING_MAINTENANCE_REQUIRED", XboxAccountNeedsAttention),
    2148916233: ("ACCOUNT_CREATION_REQUIRED", XboxAccountMissing),
    2148916234: ("ACCOUNT_TERMS_OF_USE_NOT_ACCEPTED", XboxTermsNotAccepted),
    2148916235: ("ACCOUNT_COUNTRY_NOT_AUTHORIZED", XboxCountryBlocked),
    2148916236: ("ACCOUNT_AGE_VERIFICATION_REQUIRED", XboxAgeCheckRequired),
    2148916237: ("ACCOUNT_CURFEW", XboxCurfew),
    2148916238: ("ACCOUNT_CHILD_NOT_IN_FAMILY", XboxChildAccount),
    2148916239: ("ACCOUNT_CSV_TRANSITION_REQUIRED", XboxAccountNeedsAttention),
    2148916240: ("ACCOUNT_MAINTENANCE_REQUIRED", XboxAccountNeedsAttention),
    2148916243: ("ACCOUNT_NAME_CHANGE_REQUIRED", XboxAccountNeedsAttention),
}
# These are about the user token that was sent: another one may do.
_TOKENS: Mapping[int, str] = {
    2148916258: "EXPIRED_USER_TOKEN",
    2148916261: "INVALID_USER_TOKEN",
}


class _Refusal(BaseModel):
    xerr: int = Field(default=0, alias="XErr")


def refusal(endpoint: str, response: Response) -> HaloError:
    """The error that an answer of Xbox without a token means.

    Unavailable where it may yet work; SignInRefused where the token that was sent
    is refused or no reason is given; XboxRefused or one of its subclasses where the account is.
    """
    if is_failure(response):
        return failure(endpoint, response)
    try:
        xerr = _Refusal.model_validate_json(response.body).xerr
    except ValidationError:
        xerr = 0
    if not xerr:
        return refused(endpoint, response)
    message = f"{endpoint}: {response.status} XErr {xerr}"
    if xerr in _TOKENS:
        return SignInRefused(f"{message} ({_TOKENS[xerr]})", endpoint=endpoint)
    if xerr not in _REASONS:
        return XboxRefused(message, xerr=xerr, endpoint=endpoint)
    name, kind = _REASONS[xerr]
    return kind(f"{message} ({name})", xerr=xerr, endpoint=endpoint)
