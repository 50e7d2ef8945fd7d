from dataclasses import replace

from bot.discord_app.cards import ErrorReporter, OwnedView
from bot.facts.results import MedalSort, MedalsReport
from bot.features.medals.view import MedalsView
from tests.features.conftest import Shown
from tests.look.samples import medals_report
from tests.support.texts import ENGLISH


def by(report: MedalsReport, sort: MedalSort) -> MedalsReport:
    medals = sorted(report.medals, key=lambda each: -each.difficulty)
    return replace(report, sort=sort, medals=tuple(medals))


async def more(report: MedalsReport) -> MedalsReport:
    return replace(medals_report(35), sort=report.sort)


def career(owner_id: int, report: ErrorReporter) -> OwnedView:
    return MedalsView(owner_id, report, ENGLISH, medals_report(25), by, more)


async def test_paging_ends_at_both_ends(shown: Shown) -> None:
    await shown.show(career)
    assert shown.controls == {"Previous": False, "Next": True, "Refresh": True}
    await shown.owner.click(shown.message, label="Next")
    assert shown.controls == {"Previous": True, "Next": True, "Refresh": True}
    await shown.owner.click(shown.message, label="Next")
    assert shown.controls == {"Previous": True, "Next": False, "Refresh": True}
    assert (shown.embed.footer.text or "").startswith("Page 3 of 3")
    await shown.owner.click(shown.message, label="Previous")
    assert (shown.embed.footer.text or "").startswith("Page 2 of 3")


async def test_another_order_starts_at_the_first_page_and_stays(shown: Shown) -> None:
    await shown.show(career)
    await shown.owner.click(shown.message, label="Next")
    await shown.owner.select(shown.message, ["rarity"])
    assert "hardest first" in (shown.embed.description or "")
    assert (shown.embed.footer.text or "").startswith("Page 1 of 3")
    assert "**Medal 3**" in (shown.embed.description or "").splitlines()[2]
    await shown.owner.click(shown.message, label="Next")
    assert "hardest first" in (shown.embed.description or "")


async def test_one_page_cannot_be_turned(shown: Shown) -> None:
    await shown.show(
        lambda owner, report: MedalsView(owner, report, ENGLISH, medals_report(3), by, more)
    )
    assert shown.controls == {"Previous": False, "Next": False, "Refresh": True}


async def test_refreshing_stays_on_the_page_and_in_the_order(shown: Shown) -> None:
    await shown.show(career)
    await shown.owner.select(shown.message, ["rarity"])
    await shown.owner.click(shown.message, label="Next")
    await shown.owner.click(shown.message, label="Refresh")
    assert (shown.embed.footer.text or "").startswith("Page 2 of 4")
    assert "hardest first" in (shown.embed.description or "")
