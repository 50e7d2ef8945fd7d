from pathlib import Path
from urllib.parse import unquote

import pytest
from pydantic import SecretStr
from yarl import URL

from bot.config import Settings, SettingsWrong, doubtful, load_settings
from bot.storage.crypto import generate_key

ALL = {name.upper() for name in Settings.model_fields}


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ALL:
        monkeypatch.delenv(name, raising=False)


def test_without_anything_each_missing_thing_is_a_line_that_says_where_to_get_it() -> None:
    lines = load_settings(env_file=None).missing_for_discord()
    assert [line.split(":")[0] for line in lines] == [
        "DISCORD_TOKEN",
        "TOKEN_KEY",
        "Halo sign-in",
    ]
    assert all(len(line) > len("DISCORD_TOKEN: ") for line in lines)


def test_pasted_tokens_need_neither_a_key_nor_a_refresh_token(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HALO_SPARTAN_TOKEN", "v4=pasted")
    assert load_settings(env_file=None).missing_for_lookups() == ()


def test_a_refresh_token_needs_its_application_and_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALO_REFRESH_TOKEN", "M.C5_refresh")
    lines = load_settings(env_file=None).missing_for_lookups()
    assert [line.split(":")[0] for line in lines] == ["HALO_CLIENT_ID", "TOKEN_KEY"]


def test_a_file_is_read_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    file.write_text("DISCORD_TOKEN=from-the-file\nHALO_CLIENT_ID=file-id\nTOKEN_KEY=\n")
    monkeypatch.setenv("DISCORD_TOKEN", "from-the-environment")
    settings = load_settings(env_file=file)
    assert settings.discord_token.get_secret_value() == "from-the-environment"
    assert settings.halo_client_id == "file-id"
    assert settings.token_keys == ()


def test_several_keys_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = generate_key(), generate_key()
    monkeypatch.setenv("TOKEN_KEY", f"{first}, {second},")
    assert load_settings(env_file=None).token_keys == (first, second)


def test_secrets_show_in_no_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "very-secret-token")
    key = generate_key()
    monkeypatch.setenv("TOKEN_KEY", key)
    settings = load_settings(env_file=None)
    shown = f"{settings!r} {settings!s}"
    assert ("very-secret" in shown, key in shown) == (False, False)
    assert {"very-secret-token", key} <= set(settings.secrets())


@pytest.mark.parametrize("written", ["pass-word", "p%40ss-word"])
@pytest.mark.parametrize(
    "url",
    [
        "postgresql://bot:{}@host/halo",
        "postgresql://host/halo?user=bot&password={}&sslmode=require",
        "postgresql:///halo?password={}",
    ],
)
def test_the_databases_password_is_a_secret_too(
    monkeypatch: pytest.MonkeyPatch, url: str, written: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url.format(written))
    settings = load_settings(env_file=None)
    assert written not in f"{settings!r} {settings!s}"
    assert {written, unquote(written)} <= set(settings.secrets())


def test_the_example_file_names_every_setting_and_no_other() -> None:
    lines = Path(".env.example").read_text().splitlines()
    named = {line.split("=")[0] for line in lines if "=" in line and line[0].isupper()}
    assert named == ALL


def test_the_example_file_can_be_used_as_it_is() -> None:
    assert load_settings(Path(".env.example")).database_url.startswith("sqlite:///")


def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_FORMAT", "xml")
    with pytest.raises(SettingsWrong) as wrong:
        load_settings(env_file=None)
    assert "LOG_FORMAT" in wrong.value.hint


@pytest.mark.parametrize(
    ("written", "ids"), [("0, 2", (0, 2)), ("1-3", (1, 2, 3)), ("0,4-5", (0, 4, 5)), ("7", (7,))]
)
def test_shards_are_numbers_and_ranges(
    monkeypatch: pytest.MonkeyPatch, written: str, ids: tuple[int, ...]
) -> None:
    monkeypatch.setenv("SHARD_IDS", written)
    monkeypatch.setenv("SHARD_COUNT", "8")
    monkeypatch.setenv("DATABASE_URL", "postgresql://localhost/halo")
    settings = load_settings(env_file=None)
    assert (settings.shard_ids, settings.shard_count) == (ids, 8)
    assert settings.is_one_of_several


@pytest.mark.parametrize(("ids", "count"), [("", ""), ("", "3"), ("0", "1"), ("0,1,2", "3")])
def test_one_worker_may_run_all_shards(
    monkeypatch: pytest.MonkeyPatch, ids: str, count: str
) -> None:
    monkeypatch.setenv("SHARD_IDS", ids)
    monkeypatch.setenv("SHARD_COUNT", count)
    assert not load_settings(env_file=None).is_one_of_several


@pytest.mark.parametrize(
    ("ids", "count", "hint"),
    [
        ("0", "", "SHARD_IDS needs SHARD_COUNT"),
        ("0,3", "3", "from 0 to 2"),
        ("1,1", "3", "different shards"),
        ("-1", "3", "SHARD_IDS has to be"),
        ("0-999999999999", "3", "SHARD_IDS has to be"),
        ("2-3", "3", "from 0 to 2"),
        ("one", "3", "Correct SHARD_IDS in"),
        ("0", "none", "Correct SHARD_COUNT in"),
        ("0", "0", "Correct SHARD_COUNT in"),
        ("0,1", "3", "need one PostgreSQL database"),
    ],
)
def test_shards_that_do_not_fit_are_named(
    monkeypatch: pytest.MonkeyPatch, ids: str, count: str, hint: str
) -> None:
    monkeypatch.setenv("SHARD_IDS", ids)
    monkeypatch.setenv("SHARD_COUNT", count)
    with pytest.raises(SettingsWrong) as wrong:
        load_settings(env_file=None)
    assert hint in wrong.value.hint


@pytest.mark.parametrize(
    "around", ["{}\r", " {}\n", "\ufeff{}", '"{}"', "'{}'\r\n", '\ufeff "{}" ', "\t{}\u200b"]
)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "sqlite:///halo.db"),
        ("DISCORD_TOKEN", "a.b.c"),
        ("LOG_LEVEL", "DEBUG"),
        ("METRICS_PORT", "9090"),
        ("HALO_REDIRECT_URI", "http://localhost:8400"),
        ("SHARD_IDS", ""),
    ],
)
def test_what_files_and_shells_leave_around_a_value_is_taken_away(
    monkeypatch: pytest.MonkeyPatch, around: str, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    meant = load_settings(env_file=None)
    monkeypatch.setenv(name, around.format(value))
    assert load_settings(env_file=None) == meant


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "settings"
    file.write_bytes(b"\xef\xbb\xbfLOG_LEVEL=debug\r\nLOG_FORMAT=JSON\r\n")
    settings = load_settings(file)
    assert (settings.log_level, settings.log_format) == ("DEBUG", "json")
    assert doubtful(settings, file) == ()


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    file = tmp_path / "settings"
    file.write_text("LOG_LEVEL=DEBUG\n", encoding="utf-16")
    with pytest.raises(SettingsWrong) as wrong:
        load_settings(file)
    assert "save it as UTF-8" in wrong.value.hint


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DISCORD_TOKEN", "hunter\n2", "DISCORD_TOKEN contains a line end: remove it"),
        ("DISCORD_TOKEN", "hunter 2", "DISCORD_TOKEN contains a space"),
        ("DISCORD_TOKEN", '"hunter2', "DISCORD_TOKEN contains a quotation mark"),
        ("HALO_CLIENT_ID", "hunter\ufeff2", "HALO_CLIENT_ID contains a byte order mark"),
        ("DATABASE_URL", "sqlite:///hunter2\r.db", "DATABASE_URL contains a carriage return"),
        ("DATABASE_URL", "sqlite://hunter2.db", "three slashes"),
        ("DATABASE_URL", "mysql://u:hunter2@host/db", "DATABASE_URL"),
        ("DATABASE_URL", "postgresql://u:hunter2@host:70000/db", "from 1 to 65535"),
        ("DATABASE_URL", "postgresql://u:hunter2@host/db?colour=red", "Unknown option colour"),
        ("DATABASE_URL", "postgresql://u:hunter2@host/db?sslmode=on", "verify-full"),
        ("CACHE_DATABASE_URL", "sqlite://hunter2.db", "CACHE_DATABASE_URL"),
        ("TOKEN_KEY", "hunter2", "TOKEN_KEY has to be a key of 44 characters"),
        ("LOG_LEVEL", "hunter2", "LOG_LEVEL has to be DEBUG, INFO, WARNING or ERROR"),
        ("PICTURES", "hunter2", "PICTURES has to be on or off"),
        ("METRICS_PORT", "hunter2", "METRICS_PORT has to be a port from 1 to 65535"),
        ("METRICS_HOST", "999.1.1.1", "METRICS_HOST has to be an address"),
        ("METRICS_HOST", "[::1", "METRICS_HOST has to be an address"),
        ("DATABASE_TIMEOUT", "inf", "DATABASE_TIMEOUT has to be a number of seconds"),
        ("HALO_REDIRECT_URI", "http://localhost:84000", "HALO_REDIRECT_URI has a wrong port"),
        ("HALO_REDIRECT_URI", "localhost", "as in http://localhost:8400"),
        ("HALO_BASE_URL", "localhost:80", "HALO_BASE_URL has to be an address"),
        ("DISCORD_BASE_URL", "http://localhost:x", "DISCORD_BASE_URL has a wrong port"),
        ("SENTRY_DSN", "hunter2", "SENTRY_DSN has to be an address"),
        ("HTTPS_PROXY", "socks5://u:hunter2@proxy", "HTTPS_PROXY has to be an HTTP proxy"),
        ("HTTP_PROXY", "http://proxy:x", "HTTP_PROXY has to be an HTTP proxy"),
    ],
)
def test_what_is_wrong_is_named_with_what_would_be_right_but_not_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsWrong) as wrong:
        load_settings(env_file=None)
    assert said in wrong.value.hint
    assert name in wrong.value.hint
    assert ("hunter" in wrong.value.hint, "\n" in wrong.value.hint) == (False, False)


def test_every_setting_that_is_no_text_says_what_it_takes() -> None:
    texts = {str, SecretStr}
    fields = Settings.model_fields.items()
    unsaid = [n for n, field in fields if field.annotation not in texts and not field.description]
    assert unsaid == []


@pytest.mark.parametrize(
    ("given", "meant"), [("[::1]", "::1"), ("::1", "::1"), ("localhost", "localhost")]
)
def test_metrics_may_be_at_any_address(
    monkeypatch: pytest.MonkeyPatch, given: str, meant: str
) -> None:
    monkeypatch.setenv("METRICS_HOST", given)
    assert load_settings(env_file=None).metrics_host == meant


def test_a_misspelt_name_is_pointed_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "settings"
    file.write_text("DISCORD_TOKN=hunter2\nTEST_DATABASE_URL=x\nLOG_LEVEL=INFO\nLOG_LEVELS=x\n")
    monkeypatch.setenv("TOKENKEY", "hunter2")
    assert doubtful(load_settings(file), file) == (
        "DISCORD_TOKN is no setting of this program: is DISCORD_TOKEN meant?",
        "TOKENKEY is no setting of this program: is TOKEN_KEY meant?",
    )


def test_options_without_effect_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u@h/db?channel_binding=require&pgbouncer=true")
    (line,) = doubtful(load_settings(env_file=None), None)
    assert line == "DATABASE_URL: channel_binding, pgbouncer has no effect here"


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy"])
@pytest.mark.parametrize("value", ["http://bot:hunter2@proxy:3128", "bot:hunter2@proxy:3128"])
def test_a_proxy_of_the_environment_is_used_and_its_password_a_secret(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    settings = load_settings(env_file=None)
    proxy = settings.proxies.of(URL("https://discord.com"))
    assert proxy is not None
    assert (proxy.host, proxy.port, proxy.password) == ("proxy", 3128, "hunter2")
    assert "hunter2" in settings.secrets()
    assert "hunter2" not in repr(settings)
