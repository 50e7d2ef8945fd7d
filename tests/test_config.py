from pathlib import Path
from urllib.parse import unquote

import pytest

from bot.config import Settings, SettingsWrong, load_settings

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
    monkeypatch.setenv("TOKEN_KEY", "first, second,")
    assert load_settings(env_file=None).token_keys == ("first", "second")


def test_secrets_show_in_no_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "very-secret-token")
    monkeypatch.setenv("TOKEN_KEY", "very-secret-key")
    settings = load_settings(env_file=None)
    assert "very-secret" not in f"{settings!r} {settings!s}"
    assert {"very-secret-token", "very-secret-key"} <= set(settings.secrets())


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
        ("-1", "3", "Correct SHARD_IDS in"),
        ("0-999999999999", "3", "Correct SHARD_IDS in"),
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
