"""The gallery goes through every command, and the README shows every picture of it."""

import re
from pathlib import Path

from tests.conftest import Server
from tools.gallery_shots import SHOTS

ROOT = Path(__file__).parents[1]
NAMES = [shot.name for shot in SHOTS]


async def test_every_command_has_a_picture(server: Server) -> None:
    asked = {shot.command.removeprefix("/") for shot in SHOTS}
    assert asked == set(server.admin.available_commands(server.channel))


def test_every_picture_is_there_and_in_the_readme() -> None:
    shown = re.findall(r"\(docs/gallery/(.+?)\.png\)", (ROOT / "README.md").read_text("utf-8"))
    assert sorted(shown) == sorted(NAMES)
    assert sorted(path.stem for path in (ROOT / "docs" / "gallery").iterdir()) == sorted(NAMES)
