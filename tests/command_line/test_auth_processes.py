"""`python -m bot auth` as a process: pipes, a browser of the machine's, and Ctrl-C."""

import re
import signal
import sys
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from bot.cli import ExitCode
from bot.sandbox.service import SandboxService
from bot.storage.crypto import generate_key
from tests.support.processes import PATIENCE, started

VISIT = "import sys, urllib.request; urllib.request.urlopen(sys.argv[1]).read()"


@pytest.fixture
def settings(served_sandbox: SandboxService, tmp_path: Path) -> dict[str, str]:
    return {
        "HALO_BASE_URL": served_sandbox.base_url,
        "HALO_CLIENT_ID": "app",
        "HALO_REDIRECT_URI": "http://localhost/back",
        "TOKEN_KEY": generate_key(),
        # No browser of the machine's may open.
        "BROWSER": "true",
    }


class NotFollowed(urllib.request.HTTPRedirectHandler):
    """Leaves a redirect for the test to look at."""

    def redirect_request(self, *_: object) -> None:
        return None


def redirected(url: str) -> str:
    """Where the authorization page sends the browser."""
    try:
        urllib.request.build_opener(NotFollowed).open(url)
    except urllib.error.HTTPError as error:
        return str(error.headers["Location"])
    raise AssertionError("the page did not redirect")


def test_the_browser_of_the_machine(settings: dict[str, str], tmp_path: Path) -> None:
    browser = tmp_path / "browser.py"
    browser.write_text(VISIT)
    settings["BROWSER"] = f"{sys.executable} {browser} %s"
    with started("auth", until="Sign in to Xbox", cwd=tmp_path, **settings) as (process, _):
        printed, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, "Signed in as MapleLeaf 117" in printed) == (0, True), errors


def test_the_redirect_is_pasted_whole(settings: dict[str, str], tmp_path: Path) -> None:
    with started("auth", "--no-browser", until="oauth20_authorize", cwd=tmp_path, **settings) as (
        process,
        line,
    ):
        location = redirected(line.strip())
        assert location.startswith("http://localhost/back?code=")
        printed, errors = process.communicate(f"{location}\n", timeout=PATIENCE)
    assert (process.returncode, "Signed in as MapleLeaf 117" in printed) == (0, True), errors


def test_a_redirect_with_another_state_is_refused(
    settings: dict[str, str], tmp_path: Path, served_sandbox: SandboxService
) -> None:
    with started("auth", "--no-browser", until="oauth20_authorize", cwd=tmp_path, **settings) as (
        process,
        line,
    ):
        query = parse_qs(urlsplit(redirected(line.strip())).query) | {"state": ["forged"]}
        forged = f"http://localhost/back?{urlencode(query, doseq=True)}"
        _, errors = process.communicate(f"{forged}\n", timeout=PATIENCE)
    assert (process.returncode, "another sign-in" in errors) == (ExitCode.SIGN_IN, True)
    assert served_sandbox.count("oauth_token") == 0


@pytest.mark.parametrize(
    ("arguments", "until"),
    [((), "Sign in to Xbox"), (("--device",), "Ctrl-C"), (("--no-browser",), "Open this")],
)
def test_ctrl_c_ends_it_cleanly(
    settings: dict[str, str], tmp_path: Path, arguments: tuple[str, ...], until: str
) -> None:
    with started("auth", *arguments, until=until, cwd=tmp_path, **settings) as (process, _):
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors.strip()) == (ExitCode.INTERRUPTED, "Interrupted.")


def test_the_settings_can_come_from_a_named_file(
    settings: dict[str, str], tmp_path: Path, served_sandbox: SandboxService
) -> None:
    file = tmp_path / "bot.conf"
    file.write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
    served_sandbox.signin.consent.device_interval = 0
    served_sandbox.signin.consent.device_answer = True
    with started(
        "auth", "--device", until="enter the code", cwd=tmp_path, BOT_CONFIG=str(file)
    ) as (process, line):
        assert re.search(r"the code \w+", line)
        printed, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, "Signed in" in printed) == (0, True), errors
