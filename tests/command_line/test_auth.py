"""`python -m bot auth`, in this process, against the simulated services."""

import json
import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from queue import Queue
from threading import Event
from typing import Any

import pytest
from typer.testing import Result

from bot.cli import ExitCode
from bot.sandbox.consent import SEED_CODE
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.service import SandboxService
from bot.sandbox.signin import SEED_REFRESH_TOKEN, STATIC_CLEARANCE, STATIC_SPARTAN_TOKEN
from bot.storage.crypto import generate_key
from tests.support.command_line import Run
from tests.support.processes import PATIENCE

SECRET = "hush-hush-secret"
KEY = generate_key()
ME = "MapleLeaf 117"
# A fault that is not repeated, because it does not pass.
DOWN = Fault(FaultKind.STATUS, status=501)

Auth = Callable[..., Result]


@pytest.fixture
def auth(run: Run, served_sandbox: SandboxService) -> Auth:
    """Runs `python -m bot auth ...` with an application and a key."""
    settings = {
        "HALO_BASE_URL": served_sandbox.base_url,
        "HALO_CLIENT_ID": "app",
        "HALO_CLIENT_SECRET": SECRET,
        "HALO_REDIRECT_URI": "http://127.0.0.1",
        "TOKEN_KEY": KEY,
    }

    def invoke(*arguments: str, stdin: str | bytes | None = None, **others: str) -> Result:
        ended = run("auth", *arguments, stdin=stdin, **(settings | others))
        printed = ended.stdout + ended.stderr
        held = {*served_sandbox.signin.refresh_tokens, SECRET, KEY, STATIC_SPARTAN_TOKEN}
        assert not any(secret in printed for secret in held)
        assert "Traceback" not in printed
        return ended

    return invoke


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> "Iterator[Queue[str]]":
    """Follows the addresses that are opened, as a person who agrees; gives the pages' texts.

    It stays open until the test has ended.
    """
    pages: Queue[str] = Queue()
    ended = Event()

    def visit(url: str) -> None:
        try:
            with urllib.request.urlopen(url) as page:
                pages.put(page.read().decode())
        except urllib.error.HTTPError as error:
            pages.put(error.read().decode())
        except urllib.error.URLError:
            # Where https://localhost was to be reached: a browser shows an error there, too.
            pages.put("")
        ended.wait(PATIENCE)

    monkeypatch.setattr("webbrowser.open", visit)
    yield pages
    ended.set()


def accounts(auth: Auth) -> dict[str, Any]:
    listed = auth("list", "--json")
    assert listed.exit_code == ExitCode.OK
    return {line["account"]: line for line in json.loads(listed.stdout)}


def test_in_the_browser(
    auth: Auth, run: Run, browser: "Queue[str]", served_sandbox: SandboxService
) -> None:
    ended = auth()
    assert ended.exit_code == ExitCode.OK, ended.stderr
    assert f"Signed in as {ME} (XUID 2533274790000000)" in ended.stdout
    assert "You can close this page" in browser.get(timeout=PATIENCE)
    found = accounts(auth)["main"]
    assert (found["gamertag"], found["signed_in_by"], found["has_clearance"]) == (
        ME, "browser", True,
    )  # fmt: skip
    assert found["refused"] is None
    settings = {"HALO_BASE_URL": served_sandbox.base_url, "TOKEN_KEY": KEY}
    assert "Onyx" in run("lookup", "csr", ME, **settings).stdout


def test_a_person_who_declines_in_the_browser(
    auth: Auth, browser: "Queue[str]", served_sandbox: SandboxService
) -> None:
    served_sandbox.signin.consent.refusal = "access_denied"
    ended = auth()
    assert ended.exit_code == ExitCode.SIGN_IN
    assert "declined in the browser" in ended.stderr
    assert "declined in the browser" in browser.get(timeout=PATIENCE)
    assert accounts(auth) == {}


def test_without_a_browser_the_code_can_be_pasted(auth: Auth) -> None:
    ended = auth("--no-browser", stdin=f"{SEED_CODE}\n")
    assert ended.exit_code == ExitCode.OK, ended.stderr
    assert "login.live.com/oauth20_authorize.srf?client_id=app" in ended.stdout
    assert accounts(auth)["main"]["signed_in_by"] == "browser"


def test_a_redirect_that_cannot_be_taken_here_is_pasted(auth: Auth, browser: "Queue[str]") -> None:
    settings = {"HALO_REDIRECT_URI": "https://localhost:1"}
    ended = auth(stdin=f"{SEED_CODE}\n", **settings)
    assert ended.exit_code == ExitCode.OK, ended.stderr
    assert browser.get(timeout=PATIENCE) == ""


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_tokens_may_be_piped_in_the_encodings_of_windows(auth: Auth, encoding: str) -> None:
    piped = f"{STATIC_SPARTAN_TOKEN}\r\n\r\n".encode(encoding)
    ended = auth("--paste", stdin=piped, HALO_CLIENT_ID="")
    assert ended.exit_code == ExitCode.OK, ended.output


@pytest.mark.parametrize(
    ("pasted", "advice"),
    [
        ("", "Paste the address"),
        ("https://localhost/?code=M.1&state=another\n", "another sign-in"),
        ("M.C5_made_up\n", "bot auth"),
    ],
)
def test_what_is_pasted_has_to_belong_to_the_sign_in(auth: Auth, pasted: str, advice: str) -> None:
    ended = auth("--no-browser", stdin=pasted)
    assert (ended.exit_code, advice in ended.stderr) == (ExitCode.SIGN_IN, True), ended.stderr


def test_by_device_code(auth: Auth, served_sandbox: SandboxService) -> None:
    consent = served_sandbox.signin.consent
    consent.device_interval, consent.device_answer = 0, True
    ended = auth("--device", "--account", "second")
    assert ended.exit_code == ExitCode.OK, ended.stderr
    assert "www.microsoft.com/link and enter the code" in ended.stdout
    assert accounts(auth)["second"]["signed_in_by"] == "device code"


@pytest.mark.parametrize(
    ("answer", "lifetime", "advice"), [(False, 900, "declined"), (True, 0, "has ended")]
)
def test_device_codes_that_come_to_nothing(
    auth: Auth, served_sandbox: SandboxService, answer: bool, lifetime: float, advice: str
) -> None:
    consent = served_sandbox.signin.consent
    consent.device_interval, consent.device_lifetime = 0, lifetime
    consent.device_answer = answer
    ended = auth("--device")
    assert (ended.exit_code, advice in ended.stderr) == (ExitCode.SIGN_IN, True), ended.stderr


def test_an_account_that_xbox_refuses_is_not_stored(
    auth: Auth, served_sandbox: SandboxService
) -> None:
    auth("--no-browser", stdin=f"{SEED_CODE}\n")
    before = accounts(auth)
    served_sandbox.signin.refuse_xsts()
    ended = auth("--no-browser", stdin=f"{SEED_CODE}\n")
    assert (ended.exit_code, "child" in ended.stderr) == (ExitCode.SIGN_IN, True)
    assert accounts(auth) == before


def test_a_passing_fault_does_not_lose_the_sign_in(
    auth: Auth, served_sandbox: SandboxService
) -> None:
    served_sandbox.fail("spartan_token", DOWN)
    ended = auth("--no-browser", stdin=f"{SEED_CODE}\n")
    assert ended.exit_code == ExitCode.OK
    assert "bot auth test main" in ended.stdout
    assert "not answering" in ended.stderr
    served_sandbox.heal()
    assert f"works, as {ME}" in auth("test").stdout


@pytest.mark.parametrize(
    ("clearance", "message"),
    [
        ("sandbox-flight-1", "is the one in force"),
        ("343-clearance: sandbox-flight-1", "is the one in force"),
        ("outdated", "is not in force"),
        ("", "was stored with it"),
    ],
)
def test_pasted_tokens_are_checked_and_then_used(
    auth: Auth, run: Run, served_sandbox: SandboxService, clearance: str, message: str
) -> None:
    ended = auth("--paste", stdin=f"{STATIC_SPARTAN_TOKEN}\n{clearance}\n", HALO_CLIENT_ID="")
    assert ended.exit_code == ExitCode.OK, ended.stderr
    assert f"those of {ME}" in ended.stdout
    assert "(in 3 h 59 min) at the latest" in ended.stdout
    assert message in ended.stdout
    found = accounts(auth)["main"]
    assert (found["signed_in_by"], found["refresh_token_issued_at"]) == ("pasted", None)
    settings = {"HALO_BASE_URL": served_sandbox.base_url, "TOKEN_KEY": KEY}
    assert "Onyx" in run("lookup", "csr", ME, **settings).stdout
    assert served_sandbox.count("oauth_token") == 0


@pytest.mark.parametrize(
    ("clearance", "message"),
    [(STATIC_CLEARANCE, "could not be checked"), ("", "No clearance could be had")],
)
def test_a_clearance_that_cannot_be_checked(
    auth: Auth, served_sandbox: SandboxService, clearance: str, message: str
) -> None:
    served_sandbox.fail("clearance", DOWN)
    ended = auth("--paste", stdin=f"{STATIC_SPARTAN_TOKEN}\n{clearance}\n")
    assert (ended.exit_code, message in ended.stdout) == (ExitCode.OK, True)
    assert accounts(auth)["main"]["has_clearance"] is bool(clearance)


@pytest.mark.parametrize(
    ("pasted", "advice"),
    [("v4=ended\n\n", "copy a new one"), ("\n", "No Spartan token"), ("a b\n", "This is no token")],
)
def test_what_is_no_good_token_is_not_stored(auth: Auth, pasted: str, advice: str) -> None:
    ended = auth("--paste", stdin=pasted)
    assert (ended.exit_code, advice in ended.stderr) == (ExitCode.SIGN_IN, True), ended.stderr
    assert accounts(auth) == {}


def test_pasted_tokens_do_not_push_out_a_sign_in_that_renews_itself(auth: Auth) -> None:
    auth("--no-browser", stdin=f"{SEED_CODE}\n")
    pasted = f"{STATIC_SPARTAN_TOKEN}\n\n"
    ended = auth("--paste", stdin=pasted)
    assert ended.exit_code == ExitCode.FAILED
    assert "bot auth remove main" in ended.stderr
    assert auth("--paste", "--account", "other", stdin=pasted).exit_code == ExitCode.OK
    assert set(accounts(auth)) == {"main", "other"}


def test_the_list_for_people(auth: Auth) -> None:
    assert "No account is stored" in auth("list").stdout
    auth("--no-browser", stdin=f"{SEED_CODE}\n")
    auth("--paste", "--account", "guest", stdin=f"{STATIC_SPARTAN_TOKEN}\n\n")
    listed = auth("list").stdout
    for words in (ME, "2533274790000000", "browser", "pasted", "0 min old", "3 h 59 min left"):
        assert words in listed
    stranger = auth("list", TOKEN_KEY=generate_key())
    assert (stranger.exit_code, stranger.stdout.count("no key")) == (ExitCode.OK, 2)


def test_the_test_tells_which_accounts_work(auth: Auth, served_sandbox: SandboxService) -> None:
    auth("--no-browser", stdin=f"{SEED_CODE}\n")
    auth("--paste", "--account", "guest", stdin=f"{STATIC_SPARTAN_TOKEN}\n\n")
    asked = served_sandbox.count("current_user")
    ended = auth("test")
    assert ended.exit_code == ExitCode.OK
    assert [line.split(":")[0] for line in ended.stdout.splitlines()] == ["guest", "main"]
    assert served_sandbox.count("current_user") == asked + 2
    assert auth("test", "guest").stdout.startswith("guest: works")


@pytest.mark.parametrize(
    ("hop", "where"),
    [
        ("oauth_token", "the OAuth token (login.live.com)"),
        ("xbox_user_token", "the Xbox user token (user.auth.xboxlive.com)"),
        ("xsts_token", "the XSTS token (xsts.auth.xboxlive.com)"),
        ("spartan_token", "the Spartan token (settings.svc.halowaypoint.com)"),
        ("current_user", "the finished tokens (profile.svc.halowaypoint.com)"),
    ],
)
def test_the_test_names_the_hop_that_fails(
    auth: Auth, served_sandbox: SandboxService, hop: str, where: str
) -> None:
    served_sandbox.fail(hop, Fault(FaultKind.STATUS, status=401))
    ended = auth("test", HALO_REFRESH_TOKEN=SEED_REFRESH_TOKEN)
    assert ended.exit_code == ExitCode.SIGN_IN
    assert ended.stderr.startswith("main: fails at ")
    assert f"{where}: 401" in ended.stderr
    # What the sign-in services refuse without a reason is asked for again.
    again = "tries again every ten minutes" in ended.stderr
    assert again == (hop != "current_user")


@pytest.mark.parametrize(
    ("xerr", "said"),
    [
        (2148916234, "terms of use"),
        (2148916240, "Xbox wants something about the account settled first (code 2148916240)."),
        (12, "Xbox refused with code 12, which is not known here. Sign in at xbox.com once"),
    ],
)
def test_why_xbox_refuses_is_said_as_far_as_it_is_known(
    auth: Auth, served_sandbox: SandboxService, xerr: int, said: str
) -> None:
    served_sandbox.signin.refuse_xsts(xerr)
    ended = auth("test", HALO_REFRESH_TOKEN=SEED_REFRESH_TOKEN)
    assert ended.exit_code == ExitCode.SIGN_IN
    assert f"the XSTS token (xsts.auth.xboxlive.com): 401 XErr {xerr}" in ended.stderr
    assert said in ended.stderr
    assert "another" not in ended.stderr


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("consent_required", "agree to what the application asks for"),
        ("interaction_required", "do what Microsoft asks for there"),
        ("login_required", "do what Microsoft asks for there"),
        ("something_new", "The reason given is something_new, which is not known here"),
    ],
)
def test_why_microsoft_refuses_is_said_as_far_as_it_is_known(
    auth: Auth, served_sandbox: SandboxService, error: str, said: str
) -> None:
    served_sandbox.signin.refuse_oauth(error)
    ended = auth("test", HALO_REFRESH_TOKEN=SEED_REFRESH_TOKEN)
    assert ended.exit_code == ExitCode.SIGN_IN
    assert f"the OAuth token (login.live.com): 400 {error}" in ended.stderr
    assert said in ended.stderr


@pytest.mark.parametrize(("seconds", "said"), [(90, "Wait 90 s first."), (900, "Wait 15 min")])
def test_a_sign_in_service_that_asks_for_a_pause_is_quoted(
    auth: Auth, served_sandbox: SandboxService, seconds: int, said: str
) -> None:
    served_sandbox.fail("xsts_token", Fault(FaultKind.STATUS, 429, retry_after=str(seconds)))
    ended = auth("test", HALO_REFRESH_TOKEN=SEED_REFRESH_TOKEN)
    assert ended.exit_code == ExitCode.FAILED
    assert "The sign-in service is asking for a pause" in ended.stderr
    assert said in ended.stderr


@pytest.mark.parametrize("still_configured", [SEED_REFRESH_TOKEN, ""])
def test_a_refused_account_is_signed_in_again(
    auth: Auth, served_sandbox: SandboxService, still_configured: str
) -> None:
    served_sandbox.signin.revoke_refresh_tokens()
    for _ in range(2):
        ended = auth("test", HALO_REFRESH_TOKEN=SEED_REFRESH_TOKEN)
        assert ended.exit_code == ExitCode.SIGN_IN
        assert "Sign the account in again. To sign in: python -m bot auth" in ended.stderr
        # The command says it; the log need not.
        assert len(ended.stderr.splitlines()) == 1
    assert served_sandbox.count("oauth_token") == 1
    assert accounts(auth)["main"]["refused"] == "RefreshTokenRefused"
    assert "refused: sign in again" in auth("list").stdout
    auth("--no-browser", stdin=f"{SEED_CODE}\n", HALO_REFRESH_TOKEN=still_configured)
    # The refused token may stay in the configuration: it does not come back.
    for _ in range(2):
        assert auth("test", HALO_REFRESH_TOKEN=SEED_REFRESH_TOKEN).exit_code == ExitCode.OK


def test_a_service_that_is_down_is_no_refusal(auth: Auth, served_sandbox: SandboxService) -> None:
    served_sandbox.fail("xsts_token", DOWN)
    ended = auth("test", HALO_REFRESH_TOKEN=SEED_REFRESH_TOKEN)
    assert (ended.exit_code, "XSTS" in ended.stderr) == (ExitCode.FAILED, True)


def test_the_test_of_tokens_from_the_configuration(auth: Auth) -> None:
    good = auth("test", HALO_SPARTAN_TOKEN=STATIC_SPARTAN_TOKEN)
    assert (good.exit_code, "HALO_SPARTAN_TOKEN: works" in good.stdout) == (ExitCode.OK, True)
    bad = auth("test", HALO_SPARTAN_TOKEN="v4=ended")
    assert (bad.exit_code, "has ended" in bad.stderr) == (ExitCode.SIGN_IN, True)


def test_nothing_to_test(auth: Auth) -> None:
    assert auth("test").exit_code == ExitCode.SIGN_IN
    ended = auth("test", "nobody")
    assert (ended.exit_code, "Known: none" in ended.stderr) == (ExitCode.FAILED, True)


def test_removing(auth: Auth) -> None:
    auth("--no-browser", stdin=f"{SEED_CODE}\n")
    wrong = auth("remove", "nobody")
    assert (wrong.exit_code, "Known: main" in wrong.stderr) == (ExitCode.FAILED, True)
    gone = auth("remove", "main", HALO_REFRESH_TOKEN=SEED_REFRESH_TOKEN)
    assert (gone.exit_code, "start it anew" in gone.stdout) == (ExitCode.OK, True)
    assert accounts(auth) == {}
    auth("--no-browser", stdin=f"{SEED_CODE}\n")
    gone = auth("remove", "main")
    assert (gone.exit_code, "within a minute" in gone.stdout) == (ExitCode.OK, True)


def test_the_key_is_changed_without_signing_in_again(auth: Auth) -> None:
    for name in ("main", "second"):
        auth("--no-browser", "--account", name, stdin=f"{SEED_CODE}\n")
    new = generate_key()
    ended = auth("rotate-key", TOKEN_KEY=f"{new},{KEY}")
    assert (ended.exit_code, ended.stdout.startswith("2 accounts")) == (ExitCode.OK, True)
    assert auth("test", TOKEN_KEY=new).exit_code == ExitCode.OK
    old = auth("rotate-key")
    assert (old.exit_code, "does not fit" in old.stderr) == (ExitCode.STORAGE, True)


def test_a_sign_in_takes_the_place_of_one_that_no_key_opens(auth: Auth) -> None:
    auth("--no-browser", stdin=f"{SEED_CODE}\n", TOKEN_KEY=generate_key())
    assert accounts(auth)["main"]["readable"] is False
    assert auth("--no-browser", stdin=f"{SEED_CODE}\n").exit_code == ExitCode.OK
    assert accounts(auth)["main"]["readable"] is True


@pytest.mark.parametrize(
    ("arguments", "settings", "named"),
    [
        ((), {"HALO_CLIENT_ID": ""}, ["HALO_CLIENT_ID:"]),
        (("--device",), {"HALO_CLIENT_ID": "", "TOKEN_KEY": ""}, ["HALO_CLIENT_ID:", "TOKEN_KEY:"]),
        (("--paste",), {"HALO_CLIENT_ID": "", "TOKEN_KEY": ""}, ["TOKEN_KEY:"]),
        (("list",), {"TOKEN_KEY": ""}, ["TOKEN_KEY:"]),
    ],
)
def test_what_is_missing_is_said_first(
    auth: Auth, arguments: tuple[str, ...], settings: dict[str, str], named: list[str]
) -> None:
    ended = auth(*arguments, **settings)
    assert ended.exit_code == ExitCode.CONFIGURATION
    assert [line.split()[1] for line in ended.stderr.splitlines()[:-1]] == named


@pytest.mark.parametrize(
    "arguments",
    [("--device", "--paste"), ("--paste", "list"), ("--account", "no/slash"), ("--account", "")],
)
def test_options_that_cannot_be(auth: Auth, arguments: tuple[str, ...]) -> None:
    assert auth(*arguments).exit_code == ExitCode.CONFIGURATION


def test_a_wrong_key_or_database_is_said_before_anybody_signs_in(
    auth: Auth, browser: "Queue[str]", tmp_path: Path
) -> None:
    assert auth(TOKEN_KEY="no-key").exit_code == ExitCode.CONFIGURATION
    assert auth("--no-browser", DATABASE_URL="mysql://x").exit_code == ExitCode.CONFIGURATION
    assert browser.empty()


def test_a_device_code_that_the_service_does_not_give(
    auth: Auth, served_sandbox: SandboxService
) -> None:
    served_sandbox.signin.client_id = "another"
    ended = auth("--no-browser", stdin=f"{SEED_CODE}\n")
    assert (ended.exit_code, "HALO_CLIENT_ID" in ended.stderr) == (ExitCode.SIGN_IN, True)


def test_down_services_are_named(auth: Auth, served_sandbox: SandboxService) -> None:
    served_sandbox.fail("device_code", DOWN)
    ended = auth("--device")
    assert (ended.exit_code, "not answering" in ended.stderr) == (ExitCode.FAILED, True)


@pytest.fixture
def signed_in(auth: Auth, served_sandbox: SandboxService) -> Auth:
    """The same, with an account whose Spartan token has to be renewed."""
    served_sandbox.signin.spartan_lifetime = 30.0
    assert auth("--no-browser", stdin=f"{SEED_CODE}\n").exit_code == ExitCode.OK
    return auth


def let_another_process_renew(seconds: float) -> None:
    """Write the lease of a process on another host, which ends so many seconds from now."""
    with closing(sqlite3.connect("halo-stats.db")) as database:
        values = ("main", "web-1 boot 1 4711 99 x", time.time() + seconds)
        database.execute("INSERT OR REPLACE INTO account_leases VALUES (?, ?, ?)", values)
        database.commit()


@pytest.mark.parametrize("command", ["test", "remove"])
def test_a_process_that_renews_the_account_is_named_and_not_waited_for_by_force(
    signed_in: Auth, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr("bot.command_line.accounts.LONGEST_LEASE", 0.1)
    let_another_process_renew(20.0)
    ended = signed_in(command, "main")
    assert ended.exit_code != ExitCode.OK
    assert "Waiting for process 4711 on web-1" in ended.stderr
    assert "--force" in ended.stderr
    assert signed_in(command, "main", "--force").exit_code == ExitCode.OK


@pytest.mark.parametrize("command", ["test", "remove"])
def test_a_lease_from_a_clock_that_was_a_day_ahead_holds_nothing_up(
    signed_in: Auth, command: str
) -> None:
    let_another_process_renew(86_400.0)
    ended = signed_in(command, "main")
    assert ended.exit_code == ExitCode.OK, ended.stderr
    assert "Waiting" not in ended.stderr
