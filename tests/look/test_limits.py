import discord
from hypothesis import given
from hypothesis import strategies as st

from bot.look.limits import fit
from tests.look.checks import assert_acceptable
from tests.look.strategies import at_leisure

parts = st.sampled_from(
    ("", "  ", "a" * 7000, "💠" * 4000, "```\n" + "row\n" * 2000 + "```")
) | st.text("ab \n\\*", max_size=60)
fields = st.lists(st.tuples(parts, parts, st.booleans()), max_size=30)


@at_leisure
@given(parts, parts, parts, fields)
def test_discord_takes_whatever_comes(
    description: str, author: str, footer: str, rows: list[tuple[str, str, bool]]
) -> None:
    embed = discord.Embed(title="Victory", description=description)
    embed.set_author(name=author)
    embed.set_footer(text=footer)
    for name, value, inline in rows:
        embed.add_field(name=name, value=value, inline=inline)
    assert_acceptable(fit(embed))


def test_what_fits_stays_as_it_is() -> None:
    embed = discord.Embed(title="Victory", description="Slayer", colour=7, url="https://x.y/z")
    embed.set_author(name="MapleLeaf 117", url="https://x.y")
    embed.set_footer(text="Match 3")
    embed.add_field(name="K / D / A", value="1 / 2 / 3", inline=True)
    assert fit(embed).to_dict() == embed.to_dict()


def test_the_embed_handed_in_is_left_alone() -> None:
    embed = discord.Embed(title="a" * 300)
    fit(embed)
    assert embed.title == "a" * 300


def test_the_last_fields_give_way_first() -> None:
    embed = discord.Embed(title="Victory", description="a" * 4096)
    for name in ("first", "second", "third"):
        embed.add_field(name=name, value="b" * 1024)
    fitted = fit(embed)
    assert [field.name for field in fitted.fields] == ["first", "second"]
    assert fitted.description == embed.description
    assert (fitted.fields[-1].value or "").endswith("…")


def test_the_description_gives_way_to_a_long_footer() -> None:
    embed = discord.Embed(title="Victory", description="a" * 4096)
    embed.set_footer(text="b" * 2048)
    fitted = fit(embed)
    assert fitted.footer.text == "b" * 2048
    assert len(fitted) <= 6000
    assert_acceptable(fitted)
