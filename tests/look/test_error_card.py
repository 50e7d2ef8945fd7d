import discord
import pytest
from discord import app_commands
from discord.app_commands import CommandOnCooldown, Cooldown

from bot.errors import BotError
from bot.facts.errors import NotLinked
from bot.halo.errors import (
    ConsentRequired,
    Forbidden,
    HaloError,
    LegallyUnavailable,
    LimitsUnavailable,
    PlayerForbidden,
    PlayerNotFound,
    PrivateHistory,
    RateLimited,
    RefreshTokenRefused,
    RequestNotAccepted,
    SignInRefused,
    SignInRequired,
    TokenRefused,
    Unavailable,
    XboxChildAccount,
    XboxRefused,
)
from bot.look.error_card import error_card
from tests.look.checks import assert_acceptable, assert_harmless, text_of
from tests.support.texts import ENGLISH

NOW = 1_780_000_000.0
SECRET = "/srv/bot/app.py token=v4.local.secret"


def card(error: Exception) -> discord.Embed:
    embed = error_card(error, "1a2b3c4d", ENGLISH, now=NOW)
    assert_acceptable(embed)
    assert_harmless(embed)
    assert embed.footer.text == "Reference 1a2b3c4d"
    return embed


@pytest.mark.parametrize(
    "error",
    [
        BotError(SECRET),
        HaloError(SECRET, endpoint="match_stats"),
        PrivateHistory(SECRET),
        Unavailable(SECRET),
        NotLinked(),
        NotLinked(7),
    ],
)
def test_a_known_error_tells_its_title_and_hint(error: BotError) -> None:
    embed = card(error)
    assert embed.title == f"⚠️ {error.title}"
    shown = (embed.description or "").replace("\\", "")
    assert shown == error.hint
    assert SECRET not in text_of(embed)


@pytest.mark.parametrize(
    "error",
    [
        SignInRequired(SECRET),
        RefreshTokenRefused(SECRET),
        ConsentRequired(SECRET),
        SignInRefused(SECRET, code="something_new"),
        XboxChildAccount(SECRET, xerr=2148916238),
        XboxRefused(SECRET, xerr=12),
    ],
)
def test_why_the_sign_in_fails_is_between_the_log_and_the_host(error: SignInRequired) -> None:
    embed = card(error)
    assert embed.title == "⚠️ The bot is not signed in to the Halo service"
    assert "python -m bot auth test" in (embed.description or "")
    for cause in (SECRET, "something_new", "12", "child"):
        assert cause not in text_of(embed)


@pytest.mark.parametrize(
    ("error", "title", "hint"),
    [
        (
            TokenRefused(SECRET, retry_after=30.0),
            "The Halo service refuses the bot's sign-in",
            "trouble of the service's own",
        ),
        (LimitsUnavailable(SECRET), "The bot's database is not answering", "database"),
        (
            RequestNotAccepted(SECRET),
            "The Halo service did not accept this request",
            "Nothing you typed caused this. Please tell the bot's host.",
        ),
    ],
)
def test_what_only_the_host_can_mend_names_the_host(error: BotError, title: str, hint: str) -> None:
    embed = card(error)
    assert embed.title == f"⚠️ {title}"
    assert hint in (embed.description or "")
    assert "host" in (embed.description or "")
    assert SECRET not in text_of(embed)


@pytest.mark.parametrize(
    ("error", "player"),
    [(Forbidden(), False), (PlayerForbidden(), True), (LegallyUnavailable(), False)],
)
def test_only_a_players_own_data_is_the_players_to_hide(error: BotError, player: bool) -> None:
    said = text_of(card(error))
    assert ("The player may have made it private" in said) is player
    assert "Check what you typed" not in said


@pytest.mark.parametrize(
    "error",
    [
        ValueError(SECRET),
        KeyError("Token"),
        app_commands.AppCommandError(SECRET),
        OSError(2, SECRET),
    ],
)
def test_any_other_error_says_nothing_of_itself(error: Exception) -> None:
    embed = card(error)
    assert embed.title == "⚠️ Something went wrong on our side"
    for word in ("secret", "Token", "app.py", type(error).__name__):
        assert word not in text_of(embed)


@pytest.mark.parametrize(
    ("near", "question"),
    [
        (("MapleLeaf 117",), "Did you mean **MapleLeaf 117**?"),
        (("a_b", "@everyone", "C"), "Did you mean **a\\_b**, **@\u200beveryone** or **C**?"),
    ],
)
def test_gamertags_that_look_alike_are_offered(near: tuple[str, ...], question: str) -> None:
    embed = card(PlayerNotFound("Maple", near=near))
    assert (embed.description or "").splitlines()[-1] == question


def test_nothing_is_offered_where_nothing_looks_alike() -> None:
    assert "Did you mean" not in text_of(card(PlayerNotFound("Maple")))


def test_the_time_to_try_again_is_told() -> None:
    embed = card(RateLimited(retry_after=30))
    assert (embed.description or "").endswith("Try again <t:1780000030:R>.")


@pytest.mark.parametrize("retry_after", [0, -5, float("inf"), float("nan")])
def test_no_time_is_told_that_makes_no_sense(retry_after: float) -> None:
    assert "<t:" not in text_of(card(RateLimited(retry_after=retry_after)))


@pytest.mark.parametrize(
    ("error", "title", "hint"),
    [
        (
            app_commands.MissingPermissions(["manage_guild"]),
            "You may not do this",
            "You need: Manage Server.",
        ),
        (
            app_commands.BotMissingPermissions(["embed_links", "send_messages"]),
            "The bot may not do this here",
            "It needs: Embed Links, Send Messages.",
        ),
        (
            CommandOnCooldown(Cooldown(1, 30), 12.3),
            "Not so fast",
            "This command is free again in 12 seconds.\nTry again <t:1780000012:R>.",
        ),
        (
            app_commands.NoPrivateMessage(),
            "This works in servers only",
            "Use the command in a server.",
        ),
        (
            app_commands.CheckFailure(SECRET),
            "You may not do this",
            "This command is not open to you here.",
        ),
        (
            app_commands.CommandNotFound(SECRET, []),
            "This command has changed",
            "Reload Discord and try it again.",
        ),
    ],
)
def test_what_discord_py_refuses(error: Exception, title: str, hint: str) -> None:
    embed = card(error)
    assert embed.title == f"⚠️ {title}"
    assert embed.description == hint


def test_an_option_that_cannot_be_read() -> None:
    class Number(app_commands.Transformer):
        pass

    error = app_commands.TransformerError(SECRET, discord.AppCommandOptionType.string, Number())
    embed = card(error)
    assert embed.title == "⚠️ This option does not fit"
    assert "secret" not in text_of(embed)
