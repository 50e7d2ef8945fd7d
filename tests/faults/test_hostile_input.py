"""Whatever people type: a card that Discord takes, without what they tried to smuggle into it."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.conftest import Server
from tests.look.checks import assert_acceptable, assert_harmless
from tests.look.strategies import ODD_NAMES
from tests.support.discord import card

# Discord lets no lone surrogates through and nothing longer.
typed = st.sampled_from([name for name in ODD_NAMES if name and "\udc00" not in name]) | st.text(
    st.characters(exclude_categories=["Cs"]), min_size=1, max_size=100
)


@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(typed)
@example("9" * 6_000)
@example("xuid(" + "9" * 5_000 + ")")
@example("\u202e" * 20 + "@everyone <@123456789012345678> [x](http://y)")
@example("../../../../etc/passwd")
@example("gt(MapleLeaf 117)?x=1#y%00%0d%0aX-Header: z")
async def test_whatever_is_typed(server: Server, text: str) -> None:
    for name, option, most in (
        ("csr", "gamertag", 6_000), ("link", "gamertag", 6_000), ("match", "id", 6_000),
        ("map", "name", 100), ("playlist", "playlist", 6_000), ("settings", "time_zone", 6_000),
    ):  # fmt: skip
        given_text = {option: text[:most]}
        embed = card(await server.stranger.slash(server.channel, name, **given_text))
        assert_acceptable(embed)
        assert_harmless(embed)
        assert "on our side" not in (embed.title or "")
    for name, option in (("csr", "gamertag"), ("csr", "playlist"), ("settings", "time_zone")):
        offered = await server.stranger.autocomplete(server.channel, name, option, text)
        assert len(offered) <= 25
        assert all(0 < len(choice["name"]) <= 100 for choice in offered)
