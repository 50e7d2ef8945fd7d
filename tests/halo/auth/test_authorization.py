import re
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.halo.auth.authorization import Authorization, ForeignRedirect, s256
from bot.halo.auth.oauth import Application
from bot.halo.errors import SignInNotFinished, SignInRequired

APPLICATION = Application("id", "s3cret", "https://localhost/back")


@pytest.fixture
def authorization() -> Authorization:
    return Authorization.begin(APPLICATION)


def test_the_address(authorization: Authorization) -> None:
    address = urlsplit(authorization.url)
    assert f"{address.scheme}://{address.netloc}{address.path}" == (
        "https://login.live.com/oauth20_authorize.srf"
    )
    assert {name: value for name, (value,) in parse_qs(address.query).items()} == {
        "client_id": "id",
        "response_type": "code",
        "approval_prompt": "auto",
        "scope": "Xboxlive.signin Xboxlive.offline_access",
        "redirect_uri": "https://localhost/back",
        "state": authorization.state,
        "code_challenge": s256(authorization.verifier),
        "code_challenge_method": "S256",
    }
    assert authorization.verifier not in authorization.url
    assert authorization.verifier not in repr(authorization)


def test_the_challenge_is_that_of_the_standard() -> None:
    # RFC 7636, appendix B.
    assert s256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == (
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    )


def test_each_has_secrets_of_its_own_in_the_standards_alphabet() -> None:
    made = [Authorization.begin(APPLICATION) for _ in range(20)]
    secrets = {one.verifier for one in made} | {one.state for one in made}
    assert len(secrets) == 40
    assert all(re.fullmatch(r"[A-Za-z0-9._~-]{43,128}", one.verifier) for one in made)


@pytest.mark.parametrize(
    "form",
    [
        "https://localhost/back?code=M.C5%2A1&state={state}",
        "  'https://localhost/back?lc=1033&state={state}&code=M.C5%2A1'\n",
        "localhost/back?code=M.C5%2A1&state={state}",
        "code=M.C5%2A1&state={state}",
        "https://localhost/back#code=M.C5%2A1&state={state}",
        "M.C5%2A1",
        "M.C5*1\n",
    ],
)
def test_what_people_paste(authorization: Authorization, form: str) -> None:
    assert authorization.code_in(form.format(state=authorization.state)) == "M.C5*1"


@pytest.mark.parametrize(
    "address", ["https://localhost/?code=x&state=other", "https://localhost/?code=x", "?code=x"]
)
def test_an_address_of_another_sign_in_is_refused(
    authorization: Authorization, address: str
) -> None:
    with pytest.raises(ForeignRedirect):
        authorization.code_in(address)


@pytest.mark.parametrize("nothing", ["", "  \n", "two words"])
def test_no_code_at_all(authorization: Authorization, nothing: str) -> None:
    with pytest.raises(SignInNotFinished):
        authorization.code_in(nothing)


@pytest.mark.parametrize(
    ("query", "advice"),
    [
        ({"error": "access_denied"}, "agree to it"),
        ({"error": "invalid_scope"}, "redirect URI against its registration"),
        ({"error": "consent_required"}, "agree to what the application asks for"),
        ({"error": "interaction_required"}, "do what Microsoft asks for"),
        ({"error": "server_error"}, "in a few minutes"),
        ({"error": "temporarily_unavailable"}, "in a few minutes"),
        ({"error": "something_new"}, "something_new, which is not known here"),
        ({"error": "\x1b[2J"}, "sent no code"),
        ({}, "sent no code"),
    ],
)
def test_a_refusal_says_what_to_do(
    authorization: Authorization, query: dict[str, str], advice: str
) -> None:
    with pytest.raises(SignInRequired) as refused:
        authorization.code_of({"state": authorization.state, **query})
    assert advice in refused.value.hint
