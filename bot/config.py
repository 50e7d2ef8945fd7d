"""The settings: read once from the environment and .env, then passed down."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import unquote, unquote_plus

from dotenv import dotenv_values
from pydantic import (
    Field,
    NonNegativeInt,
    PositiveFloat,
    PositiveInt,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.config_checks import (
    check_token_keys,
    cleaned,
    listening_host,
    near_misses,
    one_word,
    proxy_address,
    redirect_address,
    token_keys,
    web_address,
)
from bot.errors import BotError
from bot.halo.transport.proxies import Proxies
from bot.storage.errors import DatabaseUrlWrong
from bot.storage.url import ignored_options, parse_url

DEFAULT_FILE = Path(".env")
# Far more than any bot has.
_MOST_SHARDS = 100_000
_COUNT = "a whole number above 0"
_SECONDS = "a number of seconds above 0"
_SWITCH = "on or off"
_PASSWORD = re.compile(r"(?:://[^/@:]*:|[?&](?:ssl)?password=)([^/@&#]+)")


class SettingsWrong(BotError):
    """A setting has a value that cannot be used."""

    title = "A setting cannot be used"
    hint = "Correct it in the environment or in .env; .env.example explains them all."


class Settings(BaseSettings):
    """Everything a host can set; .env.example explains each. Secrets never show in a repr."""

    # Editors may begin a file with a byte order mark.
    model_config = SettingsConfigDict(
        env_ignore_empty=True, env_file_encoding="utf-8-sig", extra="ignore", frozen=True
    )

    discord_token: SecretStr = SecretStr("")
    discord_base_url: str = ""
    # The shards that this worker runs, and how many all workers run together. Without ids it runs
    # all of them; without a count, as many as Discord recommends.
    shard_ids: Annotated[tuple[NonNegativeInt, ...], NoDecode] = Field(
        (), description="the numbers of shards, as in 0,2 or 0-3"
    )
    shard_count: PositiveInt | None = Field(None, description=_COUNT)
    database_url: str = Field("sqlite:///halo-stats.db", repr=False)
    cache_database_url: str = Field("", repr=False)
    cache_megabytes: PositiveInt = Field(256, description=_COUNT)
    cache_memory_megabytes: PositiveInt = Field(48, description=_COUNT)
    cache_own_freshness: bool = Field(True, description=_SWITCH)
    # Connections at most; seconds to wait for one and to connect; seconds a statement may take.
    database_pool_size: PositiveInt = Field(10, description=_COUNT)
    database_timeout: PositiveFloat = Field(10.0, description=_SECONDS, allow_inf_nan=False)
    database_statement_timeout: PositiveFloat = Field(
        30.0, description=_SECONDS, allow_inf_nan=False
    )
    halo_client_id: str = ""
    halo_client_secret: SecretStr = SecretStr("")
    halo_redirect_uri: str = "https://localhost"
    halo_refresh_token: SecretStr = SecretStr("")
    halo_spartan_token: SecretStr = SecretStr("")
    halo_clearance_token: SecretStr = SecretStr("")
    halo_base_url: str = ""
    token_key: SecretStr = SecretStr("")
    pictures: bool = Field(True, description=_SWITCH)
    metrics_host: str = "127.0.0.1"
    # None serves no metrics, 0 serves them on any free port.
    metrics_port: int | None = Field(
        None, ge=0, le=65535, description="a port from 1 to 65535, or 0 for any free one"
    )
    https_proxy: SecretStr = SecretStr("")
    http_proxy: SecretStr = SecretStr("")
    no_proxy: str = ""
    sentry_dsn: SecretStr = SecretStr("")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="DEBUG, INFO, WARNING or ERROR"
    )
    log_format: Literal["console", "json"] = Field("console", description="console or json")

    @model_validator(mode="before")
    @classmethod
    def _clean(cls, given: object) -> object:
        """Every text without what surrounds it; one that is empty then is not set."""
        if not isinstance(given, Mapping):
            return given
        kept: dict[str, object] = {}
        wrong: list[str] = []
        for name, value in given.items():
            try:
                kept[name] = cleaned(value) if isinstance(value, str) else value
            except ValueError as error:
                wrong.append(f"{str(name).upper()} {error}.")
        if wrong:
            raise ValueError(" ".join(wrong))
        return {name: value for name, value in kept.items() if value != ""}

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, given: object) -> object:
        return given.upper() if isinstance(given, str) else given

    @field_validator("log_format", mode="before")
    @classmethod
    def _lower(cls, given: object) -> object:
        return given.lower() if isinstance(given, str) else given

    @field_validator(
        "discord_token", "halo_client_secret", "halo_refresh_token", "halo_spartan_token",
        "halo_clearance_token",
    )  # fmt: skip
    @classmethod
    def _check_secret(cls, given: SecretStr) -> SecretStr:
        one_word(given.get_secret_value())
        return given

    _check_client_id = field_validator("halo_client_id")(one_word)
    _check_redirect = field_validator("halo_redirect_uri")(redirect_address)
    _check_bases = field_validator("halo_base_url", "discord_base_url")(web_address)
    _check_host = field_validator("metrics_host")(listening_host)

    @field_validator("sentry_dsn")
    @classmethod
    def _check_dsn(cls, given: SecretStr) -> SecretStr:
        web_address(given.get_secret_value())
        return given

    @field_validator("https_proxy", "http_proxy")
    @classmethod
    def _check_proxy(cls, given: SecretStr) -> SecretStr:
        return SecretStr(proxy_address(given.get_secret_value()))

    @field_validator("token_key")
    @classmethod
    def _check_keys(cls, given: SecretStr) -> SecretStr:
        check_token_keys(given.get_secret_value())
        return given

    @field_validator("database_url", "cache_database_url")
    @classmethod
    def _check_database(cls, given: str) -> str:
        try:
            if given:
                parse_url(given)
        except DatabaseUrlWrong as error:
            raise ValueError(f"is wrong. {error.hint.removesuffix('.')}") from None
        return given

    @field_validator("shard_ids", mode="before")
    @classmethod
    def _split(cls, given: object) -> object:
        """ "0,2" and "0-3" as numbers; what is neither is left for the complaint."""
        if not isinstance(given, str):
            return given
        ids: list[int | str] = []
        for part in given.replace(" ", "").split(","):
            first, dash, last = part.partition("-")
            if dash and first.isdecimal() and last.isdecimal() and int(last) < _MOST_SHARDS:
                ids.extend(range(int(first), int(last) + 1))
            elif part:
                ids.append(part)
        return ids

    @model_validator(mode="after")
    def _check_shards(self) -> Self:
        if not self.shard_ids:
            return self
        if self.shard_count is None:
            raise ValueError(
                "SHARD_IDS needs SHARD_COUNT: how many shards all workers run together."
            )
        if (
            len(set(self.shard_ids)) < len(self.shard_ids)
            or max(self.shard_ids) >= self.shard_count
        ):
            raise ValueError(
                f"SHARD_IDS has to name different shards from 0 to {self.shard_count - 1}, as "
                f"SHARD_COUNT is {self.shard_count}."
            )
        if self.is_one_of_several and self.database_url.startswith("sqlite"):
            raise ValueError(
                "Several workers need one PostgreSQL database: set DATABASE_URL, or let SHARD_IDS "
                "name all shards."
            )
        return self

    @property
    def is_one_of_several(self) -> bool:
        """Whether other workers run the rest of the shards."""
        return 0 < len(self.shard_ids) < (self.shard_count or 0)

    @property
    def token_keys(self) -> tuple[str, ...]:
        """The keys that stored tokens are encrypted with; the first one encrypts."""
        return token_keys(self.token_key.get_secret_value())

    @property
    def proxies(self) -> Proxies:
        """The proxies on the way to Halo, Xbox and Discord."""
        https, http = self.https_proxy.get_secret_value(), self.http_proxy.get_secret_value()
        return Proxies(https, http, self.no_proxy)

    @property
    def has_pasted_tokens(self) -> bool:
        """Whether Spartan tokens were pasted instead of a refresh token."""
        return bool(self.halo_spartan_token.get_secret_value())

    def secrets(self) -> tuple[str, ...]:
        """All secret values that are set, for whoever has to keep them out of logs."""
        values = (getattr(self, name) for name in type(self).model_fields)
        found = [v.get_secret_value() for v in values if isinstance(v, SecretStr)]
        proxies = (self.https_proxy.get_secret_value(), self.http_proxy.get_secret_value())
        for url in (self.database_url, self.cache_database_url, *proxies):
            for password in _PASSWORD.findall(url):
                found += [password, unquote(password), unquote_plus(password)]
        return tuple(value for value in (*found, *self.token_keys) if value)

    def missing_for_lookups(self) -> tuple[str, ...]:
        """One line for each thing without which no lookup can be made, and where to get it."""
        if self.has_pasted_tokens:
            return ()
        lines = []
        has_refresh_token = bool(self.halo_refresh_token.get_secret_value())
        if has_refresh_token and not self.halo_client_id:
            lines.append(
                "HALO_CLIENT_ID: the application id from Microsoft Entra that the refresh token "
                "belongs to (README, 'Halo tokens')."
            )
        if not self.token_keys:
            lines.append("TOKEN_KEY: encrypts stored tokens; make one: python -m bot keygen")
            # With a key, the database may hold a sign-in.
            if not has_refresh_token:
                lines.append(
                    "Halo sign-in: when TOKEN_KEY is set, run python -m bot auth "
                    "(README, 'Halo tokens')."
                )
        return tuple(lines)

    def missing_for_sign_in(self, *, application: bool) -> tuple[str, ...]:
        """One line for each thing without which nobody can sign in and have it stored.

        `application` tells whether the way to sign in goes through an application of Microsoft's.
        """
        lines = []
        if application and not self.halo_client_id:
            lines.append(
                "HALO_CLIENT_ID: register an application at https://entra.microsoft.com "
                "(README, 'Halo tokens'), or paste tokens: python -m bot auth --paste"
            )
        if not self.token_keys:
            lines.append("TOKEN_KEY: encrypts stored tokens; make one: python -m bot keygen")
        return tuple(lines)

    def missing_for_discord(self) -> tuple[str, ...]:
        """One line for each thing without which the bot cannot run on Discord."""
        lines = []
        if not self.discord_token.get_secret_value():
            lines.append(
                "DISCORD_TOKEN: create a bot at https://discord.com/developers/applications "
                "and copy its token (README, 'Discord')."
            )
        return (*lines, *self.missing_for_lookups())


def load_settings(env_file: Path | None = DEFAULT_FILE) -> Settings:
    """The settings from the environment, then from a file in the form of .env.

    Only .env itself may be absent. Raises SettingsWrong.
    """
    if env_file not in (None, DEFAULT_FILE) and not env_file.is_file():
        raise SettingsWrong(
            hint=f"There is no settings file {env_file}: correct --config or BOT_CONFIG."
        )
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        raise SettingsWrong(hint=_hint(error, env_file or DEFAULT_FILE)) from None
    except UnicodeDecodeError:
        raise SettingsWrong(
            hint=f"The settings file {env_file} is not in UTF-8: save it as UTF-8."
        ) from None
    except OSError as error:
        raise SettingsWrong(
            hint=f"The settings file {env_file} cannot be read ({error.strerror})."
        ) from None


def doubtful(settings: Settings, env_file: Path | None = DEFAULT_FILE) -> tuple[str, ...]:
    """One line for each thing that was set and has no effect, as far as that can be known."""
    names = [*os.environ, *(dotenv_values(env_file, encoding="utf-8-sig") if env_file else ())]
    known = {name.upper() for name in Settings.model_fields}
    given = {name.upper() for name in settings.model_fields_set}
    lines = [
        f"{name} is no setting of this program: is {near} meant?"
        for name, near in near_misses(names, known, given).items()
    ]
    for name in ("database_url", "cache_database_url"):
        url = getattr(settings, name)
        if url and (ignored := ignored_options(url)):
            lines.append(f"{name.upper()}: {', '.join(ignored)} has no effect here")
    return tuple(lines)


def _hint(error: ValidationError, file: Path) -> str:
    """What to correct; values are left out, for they may be secret."""
    problems = error.errors()
    # Our own words say what is wrong; where they name no field, settings do not fit each other.
    hints = [str(problem["ctx"]["error"]) for problem in problems if not problem["loc"]]
    named: dict[str, str] = {}
    for problem in problems:
        if problem["loc"]:
            field = str(problem["loc"][0])
            own = problem.get("ctx", {}).get("error")
            allowed = Settings.model_fields[field].description
            named.setdefault(field.upper(), str(own or f"has to be {allowed}"))
    hints += [f"{name} {wrong}." for name, wrong in named.items()]
    if named:
        hints.append(f"Correct {', '.join(named)} in the environment or in {file}.")
    return " ".join(hints)
