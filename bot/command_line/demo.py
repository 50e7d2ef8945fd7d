"""The demonstration: `python -m bot demo`."""

import tempfile
import time
from pathlib import Path

from pydantic import SecretStr

from bot.app import App, create_bot, open_app
from bot.config import Settings
from bot.features.links.lookup import Links
from bot.halo.clock import SystemClock
from bot.look.texts import Catalogue
from bot.sandbox.page import DemoPage, Viewer
from bot.sandbox.service import SandboxService
from bot.sandbox.signin import SEED_REFRESH_TOKEN
from bot.sandbox.world import World
from bot.storage.crypto import generate_key
from bot.storage.migrate import upgrade

PLAYER = Viewer("alex", "MapleLeaf 117")
ADMIN = Viewer("sam", "Quiet Comet", is_admin=True)


class DemoClock(SystemClock):
    """The machine's own clock, also where the simulated Discord has time.monotonic() stand still:
    cooldowns would never end."""

    def monotonic(self) -> float:
        """Seconds since some fixed instant, never going back."""
        return time.perf_counter()


async def run_demo(port: int, payloads: Path | None) -> None:
    """Show the bot in a browser page on this port until cancelled. Raises PortTaken."""
    with tempfile.TemporaryDirectory(prefix="halo-demo-") as folder:
        async with SandboxService(World.seeded(), payloads=payloads) as service:
            settings = demo_settings(service.base_url, Path(folder) / "demo.db")
            await upgrade(settings.database_url)
            async with open_app(settings, clock=DemoClock(), rates={}) as app:
                await _show(app, port, recorded=payloads is not None)


def demo_settings(base_url: str, database: Path) -> Settings:
    """Settings that sign in to the simulated services with a database of their own."""
    return Settings(
        _env_file=None,
        database_url=f"sqlite:///{database}",
        halo_base_url=base_url,
        halo_client_id="sandbox",
        halo_refresh_token=SecretStr(SEED_REFRESH_TOKEN),
        token_key=SecretStr(generate_key()),
        # The page stands in for the gateway, and recommends nothing.
        shard_count=1,
    )


async def _show(app: App, port: int, *, recorded: bool) -> None:
    async with DemoPage(
        create_bot(app, Catalogue.load()), port, PLAYER, ADMIN, recorded=recorded
    ) as page:
        await _link_viewers(app.lookups.links, page)
        print(f"The bot is at {page.url}", flush=True)  # noqa: T201
        print("Open it in a browser; Ctrl-C ends it.", flush=True)  # noqa: T201
        await page.wait_closed()


async def _link_viewers(links: Links, page: DemoPage) -> None:
    """Let the commands know the viewers at once, as members who have used /link."""
    for viewer, user_id in page.viewer_ids.items():
        await links.link_self(user_id, viewer.gamertag)
