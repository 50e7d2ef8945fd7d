"""`make gallery`: pictures of every card and command, taken from the demonstration's page.

    python -m tools.gallery [NAME ...]

Starts the demonstration, asks each command of SHOTS in a headless Chromium as somebody would, and
writes docs/gallery/NAME.png. The browser is the one that CHROMIUM names, or a Chromium on the PATH.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyvips
from playwright.sync_api import Locator, Page, sync_playwright

FOLDER = Path(__file__).parents[1] / "docs" / "gallery"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# A message that has not changed for so long, in milliseconds, is complete; it may take PATIENCE.
STILL, PATIENCE = 1_500, 60_000
_STEP = 300
MESSAGE, ID = "#channel-message-list article.channel-message", "data-message-id"
_WIDTH, _HEIGHT, _SCALE = 1000, 1600, 2
_MARGIN = 8


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture to take: a command with its options, then buttons to press and what to choose of
    its menu, as a viewer.

    A new command needs one line in SHOTS, and one in the README's gallery.
    """

    name: str
    command: str
    options: dict[str, str] = field(default_factory=dict)
    press: tuple[str, ...] = ()
    choose: str = ""
    viewer: str = "alex"


SHOTS = (
    Shot("lastmatch", "/lastmatch"),
    Shot("scoreboard", "/lastmatch", press=("Scoreboard",)),
    Shot("csr", "/csr"),
    Shot("medals", "/medals"),
    Shot("medals-of-a-match", "/medals", {"scope": "match"}),
    Shot("history", "/history"),
    # The simulated world has the same matches each time.
    Shot("match", "/match", {"id": "ab78703f-cb50-472b-b8d6-21c98be2b867"}),
    Shot("stats", "/stats"),
    Shot("career", "/career"),
    Shot("compare", "/compare", {"gamertag": "Quiet Comet"}),
    Shot("session", "/session"),
    Shot("trend", "/trend"),
    Shot("teammates", "/teammates"),
    Shot("leaderboard", "/leaderboard"),
    Shot("playlist", "/playlist", {"playlist": "Ranked Arena"}),
    Shot("map", "/map"),
    Shot("mode", "/mode"),
    Shot("settings", "/settings"),
    Shot("status", "/status"),
    Shot("help", "/help"),
    Shot("link", "/link", {"gamertag": "MapleLeaf 117"}),
    Shot("whois", "/whois"),
    Shot("admin-settings", "/admin settings", {"kind": "matchmaking"}, viewer="sam"),
    Shot("nobody-of-that-name", "/csr", {"gamertag": "Nobody Here"}),
    Shot("export", "/export"),
    Shot("privacy", "/privacy show"),
    Shot("admin-links", "/admin links", viewer="sam"),
    Shot("unlink", "/unlink", viewer="sam"),
    # Last, for nobody may ask for a trend twice within a few shots.
    Shot("trend-maps", "/trend", choose="Win rate by map"),
)


def main(wanted: Sequence[str]) -> None:
    """Take the wanted pictures, or all of them."""
    shots = [shot for shot in SHOTS if not wanted or shot.name in wanted]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with running_demo() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_browser(), args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": _WIDTH, "height": _HEIGHT}, device_scale_factor=_SCALE
        )
        page.goto(url)
        page.wait_for_selector(MESSAGE)
        for shot in shots:
            png = _small(_taken(page, shot))
            (FOLDER / f"{shot.name}.png").write_bytes(png)
            print(f"{shot.name}.png  {len(png) // 1024} kB", flush=True)  # noqa: T201
        browser.close()


@contextmanager
def running_demo() -> Iterator[str]:
    """The demonstration in a process of its own; gives the address of its page."""
    command = [sys.executable, "-u", "-m", "bot", "demo", "--port", os.environ.get("PORT", "8118")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as demo:  # noqa: S603 - our own program
        try:
            assert demo.stdout is not None
            line = demo.stdout.readline()
            if "http" not in line:
                sys.exit("The demonstration did not start.")
            yield line[line.index("http") :].strip()
        finally:
            demo.terminate()


def _browser() -> str:
    named = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if named is None:
        sys.exit("No Chromium found: set CHROMIUM to the path of one.")
    return named


def _taken(page: Page, shot: Shot) -> bytes:
    """The answer to the command, as a PNG."""
    page.get_by_label("Viewing as").select_option(label=shot.viewer)
    # The page shows the conversation anew to another viewer.
    page.wait_for_timeout(STILL)
    before = page.locator(MESSAGE).last.get_attribute(ID)
    composer = page.locator("#channel-composer-input")
    composer.click()
    composer.press_sequentially(shot.command, delay=15)
    page.wait_for_timeout(_STEP)
    page.keyboard.press("Enter")
    for name, value in shot.options.items():
        page.wait_for_timeout(_STEP)
        # A required option waits for its value already.
        if not page.locator(f"input[data-option='{name}']").count():
            page.get_by_role("option", name=name).first.click()
        page.locator(f"[data-option='{name}']").last.click()
        page.keyboard.type(value, delay=15)
        page.wait_for_timeout(2 * _STEP)
        if page.get_by_role("option").count():
            page.keyboard.press("Enter")
    page.wait_for_timeout(_STEP)
    page.locator("#send-message").click()
    page.locator(f"{MESSAGE}:not([{ID}='{before}']):last-child").wait_for(timeout=PATIENCE)
    message = page.locator(MESSAGE).last
    _wait_until_still(page, message)
    for label in shot.press:
        message.get_by_role("button", name=label).click()
        _wait_until_still(page, message)
    if shot.choose:
        option = message.get_by_role("option", name=shot.choose)
        # A menu closes where the page shows its message anew.
        while not option.is_visible():
            message.get_by_role("combobox").click()
            page.wait_for_timeout(_STEP)
        option.click()
        _wait_until_still(page, message)
    page.mouse.move(0, 0)
    return _photographed(page, message)


def _wait_until_still(page: Page, message: Locator) -> None:
    seen, still, waited = "", 0, 0
    while still < STILL and waited < PATIENCE:
        page.wait_for_timeout(_STEP)
        waited += _STEP
        now = message.inner_html()
        still = still + _STEP if now == seen and "thinking" not in now else 0
        seen = now


def _photographed(page: Page, message: Locator) -> bytes:
    """The message without the empty room beside it."""
    message.evaluate("one => one.scrollIntoView({block: 'center'})")
    # It glides there.
    page.wait_for_timeout(STILL)
    box = message.bounding_box()
    assert box is not None
    rights = message.locator("*").evaluate_all(
        "all => all.filter(one => !one.closest('.message-context-actions') && "
        "(one.children.length == 0 || one.matches('button, a, [class*=embed]')))"
        ".map(one => one.getBoundingClientRect()).filter(one => one.width < 640)"
        ".map(one => one.right)"
    )
    width = min(box["width"], max([*rights, 0.0]) - box["x"] + _MARGIN)
    return bytes(page.screenshot(clip={**box, "width": width}))


def _small(png: bytes) -> bytes:
    """The same picture in at most 256 colours."""
    image = pyvips.Image.new_from_buffer(png, "")[:3]
    return bytes(image.pngsave_buffer(palette=True, Q=90, dither=0.6, effort=8, keep="none"))


if __name__ == "__main__":
    main(sys.argv[1:])
