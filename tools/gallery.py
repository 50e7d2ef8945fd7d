"""`make gallery`: pictures of every card and command, taken from the demonstration's page.

    python -m tools.gallery [NAME ...]

Starts the demonstration, asks each command of SHOTS in a headless Chromium as somebody would, and
writes docs/gallery/NAME.png. The browser is the one that CHROMIUM names, or a Chromium on the PATH.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pyvips
from playwright.sync_api import Error, Locator, Page, sync_playwright

from tools.gallery_shots import SHOTS, Shot

FOLDER = Path(__file__).parents[1] / "docs" / "gallery"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# A message that has not changed for so long, in milliseconds, is complete; it may take PATIENCE.
STILL, PATIENCE = 1_500, 60_000
_STEP = 300
MESSAGE, ID = "#channel-message-list article.channel-message", "data-message-id"
_WIDTH, _HEIGHT, _SCALE = 1000, 1600, 2
_MARGIN = 8


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
        # Without room below it the newest message moves while its picture is loaded anew, and the
        # page closes a menu that leaves the screen.
        page.locator("#channel-message-list").evaluate("it => it.style.paddingBottom = '100vh'")
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
        file = page.locator(f"input[type=file][data-option='{name}']")
        if file.count():
            content = value.format(**_viewer_ids(page)).encode()
            file.set_input_files({"name": "links.csv", "mimeType": "text/csv", "buffer": content})
            continue
        page.locator(f"[data-option='{name}']").last.click()
        page.keyboard.type(value, delay=15)
        page.wait_for_timeout(2 * _STEP)
        suggested = page.locator("#command-suggestion-listbox").get_by_role("option", name=value)
        # Most values may be typed without being suggested.
        with suppress(Error):
            suggested.first.click(timeout=STILL)
    page.wait_for_timeout(_STEP)
    page.locator("#send-message").click()
    page.locator(f"{MESSAGE}:not([{ID}='{before}']):last-child").wait_for(timeout=PATIENCE)
    message = page.locator(MESSAGE).last
    _wait_until_still(page, message)
    for label in shot.press:
        message.get_by_role("button", name=label).click()
        _wait_until_still(page, message)
    if shot.choose:
        _choose(page, message, shot.choose)
        _wait_until_still(page, message)
    page.mouse.move(0, 0)
    return _photographed(page, message)


def _viewer_ids(page: Page) -> dict[str, str]:
    """The id of each viewer, by name."""
    viewers = page.locator("#viewer-picker option").all()
    return {viewer.inner_text(): viewer.get_attribute("value") or "" for viewer in viewers}


def _choose(page: Page, message: Locator, choice: str) -> None:
    """Choose it in the menu that offers it."""
    option = message.get_by_role("option", name=choice)
    for _ in _rounds(page, f"no menu offers {choice}"):
        for menu in message.get_by_role("combobox").all():
            _show(page, menu)
            # A menu closes where the page shows its message anew: then it is opened once more.
            with suppress(Error):
                menu.click(timeout=STILL)
                option.click(timeout=STILL)
                return
            page.keyboard.press("Escape")


def _wait_until_still(page: Page, message: Locator) -> None:
    seen, still = "", 0
    for _ in _rounds(page, "the message goes on changing"):
        now = message.inner_html()
        still = still + _STEP if now == seen and "thinking" not in now else 0
        if still >= STILL:
            return
        seen = now


def _rounds(page: Page, trouble: str) -> Iterator[None]:
    """A round each _STEP until PATIENCE is over, which ends with what the trouble is."""
    end = time.monotonic() + PATIENCE / 1_000
    while time.monotonic() < end:
        page.wait_for_timeout(_STEP)
        yield
    sys.exit(f"After {PATIENCE // 1_000} s {trouble}.")


def _photographed(page: Page, message: Locator) -> bytes:
    """The message without the empty room beside it."""
    _show(page, message)
    box = message.bounding_box()
    assert box is not None
    rights = message.locator("*").evaluate_all(
        "all => all.filter(one => !one.closest('.message-context-actions') && "
        "(one.children.length == 0 || "
        "one.matches('button, a, [class*=embed], .component-container')))"
        ".map(one => one.getBoundingClientRect()).filter(one => one.width < 640)"
        ".map(one => one.right)"
    )
    width = min(box["width"], max([*rights, 0.0]) - box["x"] + _MARGIN)
    return bytes(page.screenshot(clip={**box, "width": width}))


def _show(page: Page, element: Locator) -> None:
    element.evaluate("one => one.scrollIntoView({block: 'center'})")
    # It glides there.
    page.wait_for_timeout(STILL)


def _small(png: bytes) -> bytes:
    """The same picture in at most 256 colours."""
    image = pyvips.Image.new_from_buffer(png, "")[:3]
    return bytes(image.pngsave_buffer(palette=True, Q=90, dither=0.6, effort=8, keep="none"))


if __name__ == "__main__":
    main(sys.argv[1:])
