"""The settings: read once from the environment and .env, then passed down."""

import re
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import unquote, unquote_plus

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

from bot.errors import BotError

DEFAULT_FILE = Path(".env")
# Far more than any bot has.
_MOST_SHARDS = 100_000
_PASSWORD = re.compile(r"(?:://[^/@:]*:|[?&](?:ssl)?password=)([^/@&#]+)")


class SettingsWrong(BotError):
    """A setting has a value that cannot be used."""

    title = "A setting cannot be used"
    hint = "Correct it in the environment or in .env; .env.example explains them all."


class Settings(BaseSettings):
    """Everything a host can set; .env.example explains each. Secrets never show in a repr."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", frozen=True)

    discord_token: SecretStr = SecretStr("")
    discord_base_url: str = ""
    # The shards that this worker runs, and how many all workers run together. Without ids it runs
    # all of them; without a count, as many as Discord recommends.
    shard_ids: Annotated[tuple[NonNegativeInt, ...], NoDecode] = ()
    shard_count: PositiveInt | None = None
    database_url: str = Field("sqlite:///halo-stats.db", repr=False)
    cache_database_url: str = Field("", repr=False)
    cache_megabytes: PositiveInt = 256
    cache_memory_megabytes: PositiveInt = 48
    cache_own_freshness: bool = True
    # Connections at most; seconds to wait for one and to connect; seconds a statement may take.
    database_pool_size: PositiveInt = 10
    database_timeout: PositiveFloat = 10.0
    database_statement_timeout: PositiveFloat = 30.0
    halo_client_id: str = ""
    halo_client_secret: SecretStr = SecretStr("")
    halo_redirect_uri: str = "https://localhost"
    halo_refresh_token: SecretStr = SecretStr("")
    halo_spartan_token: SecretStr = SecretStr("")
    halo_clearance_token: SecretStr = SecretStr("")
    halo_base_url: str = ""
    token_key: SecretStr = SecretStr("")
    pictures: bool = True
    metrics_host: str = "127.0.0.1"
    # None serves no metrics, 0 serves them on any free port.
    metrics_port: int | None = Field(None, ge=0, le=65535)
    sentry_dsn: SecretStr = SecretStr("")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] = "console"

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
        keys = self.token_key.get_secret_value().split(",")
        return tuple(key.strip() for key in keys if key.strip())

    @property
    def has_pasted_tokens(self) -> bool:
        """Whether Spartan tokens were pasted instead of a refresh token."""
        return bool(self.halo_spartan_token.get_secret_value())

    def secrets(self) -> tuple[str, ...]:
        """All secret values that are set, for whoever has to keep them out of logs."""
        values = (getattr(self, name) for name in type(self).model_fields)
        found = [v.get_secret_value() for v in values if isinstance(v, SecretStr)]
        for url in (self.database_url, self.cache_database_url):
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
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsWrong(
            hint=f"The settings file {env_file} cannot be read ({type(error).__name__})."
        ) from None


def _hint(error: ValidationError, file: Path) -> str:
    """What to correct; values are left out, for they may be secret."""
    problems = error.errors()
    # Where settings do not fit each other, no field is named and our own words say what to do.
    hints = [str(problem["ctx"]["error"]) for problem in problems if not problem["loc"]]
    names = dict.fromkeys(str(problem["loc"][0]).upper() for problem in problems if problem["loc"])
    if names:
        hints.append(f"Correct {', '.join(names)} in the environment or in {file}.")
    return " ".join(hints)
