from collections.abc import Sequence

import discord

from bot.discord_app.cards import ErrorReporter
from bot.features.links.view import LinksView
from bot.records import Link
from tests.features.conftest import Shown
from tests.look.samples import links
from tests.support.texts import ENGLISH

PER_PAGE = 2


class Server:
    """A server's links, of which some may go."""

    def __init__(self, total: int) -> None:
        self.total = total

    async def load(self, _presses: discord.Interaction, page: int) -> tuple[Sequence[Link], int]:
        first = page * PER_PAGE
        return links(first, max(0, min(PER_PAGE, self.total - first))), self.total

    def view(self, owner_id: int, report: ErrorReporter) -> LinksView:
        return LinksView(
            owner_id, report, ENGLISH, links(0, PER_PAGE), self.total, PER_PAGE, self.load
        )


async def test_paging_through_the_links(shown: Shown) -> None:
    await shown.show(Server(5).view)
    assert shown.controls == {"Previous": False, "Next": True}
    await shown.owner.click(shown.message, label="Next")
    await shown.owner.click(shown.message, label="Next")
    assert "Spartan 4" in (shown.embed.description or "")
    assert shown.controls == {"Previous": True, "Next": False}
    await shown.owner.click(shown.message, label="Previous")
    assert "Spartan 2" in (shown.embed.description or "")


async def test_a_page_that_has_gone_meanwhile(shown: Shown) -> None:
    server = Server(5)
    await shown.show(server.view)
    server.total = 1
    await shown.owner.click(shown.message, label="Next")
    assert shown.embed.footer.text == "1 link · Page 1 of 1"
    assert "Spartan 0" in (shown.embed.description or "")
    assert shown.controls == {"Previous": False, "Next": False}
