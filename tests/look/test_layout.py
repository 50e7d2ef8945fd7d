"""Cards made of components."""

import discord
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.results import MatchReport
from bot.features.match.card import match_card
from bot.features.match.scoreboard import scoreboard_card
from bot.look import layout
from bot.look.texts import Texts
from tests.look.checks import assert_harmless_text, assert_sendable, said
from tests.look.strategies import at_leisure, languages, matches


def shown(container: ui.Container[ui.LayoutView]) -> ui.LayoutView:
    return ui.LayoutView().add_item(container)


@at_leisure
@given(matches, languages, st.booleans())
def test_any_match_becomes_components(match: MatchReport, texts: Texts, scoreboard: bool) -> None:
    card = (scoreboard_card if scoreboard else match_card)(match, texts)
    view = shown(layout.card_container(card, None))
    assert_sendable(view)
    assert_harmless_text(said(view))
    assert f"### {card.title}" in said(view)


def test_fields_beside_each_other_become_a_line_each() -> None:
    card = discord.Embed(title="Title", description="Head\n\nRest", colour=0x123456)
    card.set_author(name="a_b", url="https://www.halowaypoint.com/x")
    card.set_footer(text="*foot*")
    card.add_field(name="One", value="**1**\nmore", inline=True)
    card.add_field(name="Two", value="2", inline=True)
    card.add_field(name="Wide", value="3\n4", inline=False)
    container = layout.card_container(card, None)
    assert container.accent_colour == discord.Colour(0x123456)
    assert said(shown(container)) == (
        "-# [a\\_b](https://www.halowaypoint.com/x)\n### Title\nHead\n\nRest\n\n"
        "One **1** · more\nTwo 2\n\n**Wide**\n3\n4\n-# \\*foot\\*"
    )


def test_what_the_picture_shows_is_left_out_of_the_words() -> None:
    card = discord.Embed(title="Title", description="Head\n\nRest")
    card.add_field(name="One", value="1")
    picture = ui.MediaGallery[ui.LayoutView](discord.MediaGalleryItem("attachment://x.png"))
    assert said(shown(layout.card_container(card, picture))) == "### Title\nHead"
