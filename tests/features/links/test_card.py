from dataclasses import replace

from bot.features.links.card import (
    linked_card,
    links_card,
    settings_card,
    unlinked_card,
    whois_card,
)
from bot.records import ServerSettings
from tests.look.checks import assert_acceptable
from tests.look.samples import STARTED, links
from tests.support.texts import ENGLISH

MOMENT = f"<t:{int(STARTED.timestamp())}:R>"
OWN = replace(links(1, 1, guild_id=None)[0], linked_by=101, gamertag="a_b @everyone")
MADE_BY_ADMIN = links(2, 1)[0]


def test_a_link_of_one_s_own_holds_everywhere() -> None:
    embed = linked_card(OWN, ENGLISH)
    assert embed.title == "🔗 Linked"
    assert embed.description == (
        f"<@101> is **a\\_b @\u200beveryone** in every server.\nLinked {MOMENT}"
    )


def test_an_admin_s_link_holds_in_the_server_and_names_the_admin() -> None:
    assert whois_card(MADE_BY_ADMIN, ENGLISH).description == (
        f"<@102> is **Spartan 2** in this server.\nLinked by <@5> {MOMENT}"
    )


def test_every_removed_link_is_told() -> None:
    assert (unlinked_card((OWN, MADE_BY_ADMIN), ENGLISH).description or "").splitlines() == [
        "<@101> is no longer **a\\_b @\u200beveryone**: their own link is removed everywhere.",
        "<@102> is no longer **Spartan 2** in this server.",
    ]


def test_a_page_of_links() -> None:
    embed = links_card(links(16, 3), 18, 1, 15, ENGLISH)
    assert (embed.description or "").splitlines()[0] == f"<@116> **Spartan 16** · by <@5> {MOMENT}"
    assert embed.footer.text == "18 links · Page 2 of 2"


def test_no_links_say_how_to_make_one() -> None:
    embed = links_card((), 0, 0, 15, ENGLISH)
    assert "`/admin link`" in (embed.description or "")
    assert embed.footer.text == "0 links · Page 1 of 1"


def test_long_names_fit() -> None:
    long = [replace(link, gamertag="*" * 500) for link in links(1, 50)]
    assert_acceptable(links_card(long, 50, 0, 50, ENGLISH))


def test_settings_tell_what_has_changed() -> None:
    embed = settings_card(ServerSettings(7, "custom"), ENGLISH)
    assert embed.description == (
        "Unless a kind is asked for, `/lastmatch` shows in this server: **Custom**"
    )
