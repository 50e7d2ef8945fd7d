"""Database URLs as hosts write them, and what the driver is told."""

import ssl
from typing import Any

import pytest

from bot.storage.errors import DatabaseUrlWrong
from bot.storage.url import driver_options, ignored_options, parse_url


@pytest.mark.parametrize(
    ("query", "arguments"),
    [
        ("", {}),
        ("sslmode=require", {"dsn": "postgresql://?sslmode=require"}),
        ("ssl=true", {"dsn": "postgresql://?sslmode=require"}),
        (
            "sslmode=verify-full&sslrootcert=/a b.crt",
            {"dsn": "postgresql://?sslmode=verify-full&sslrootcert=%2Fa+b.crt"},
        ),
        ("connect_timeout=3", {"timeout": 3.0}),
        ("connect_timeout=0", {}),
        (
            "application_name=halo&options=-c%20search_path%3Dbot",
            {"server_settings": {"application_name": "halo", "options": "-c search_path=bot"}},
        ),
        ("target_session_attrs=read-write", {"target_session_attrs": "read-write"}),
        ("user=bot&password=p%40ss&dbname=halo", {
            "user": "bot", "password": "p@ss", "database": "halo",
        }),
        ("channel_binding=require&keepalives_idle=9&pgbouncer=true", {}),
    ],
)  # fmt: skip
def test_usual_options_reach_the_driver(query: str, arguments: dict[str, Any]) -> None:
    options = driver_options(parse_url(f"postgres://u:p@host:5433/db?{query}"))
    assert options.arguments == arguments
    shown = options.url.render_as_string(hide_password=False)
    assert shown == "postgresql+asyncpg://u:p@host:5433/db"


def test_the_systems_certificates_can_be_asked_for() -> None:
    url = parse_url("postgres://host/db?sslmode=verify-full&sslrootcert=system")
    context = driver_options(url).arguments["ssl"]
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_several_hosts_stay_in_the_url() -> None:
    options = driver_options(parse_url("postgres:///db?host=a:5432&host=b:5433&sslmode=disable"))
    assert options.url.query == {"host": ("a:5432", "b:5433")}


@pytest.mark.parametrize(
    "url",
    [
        "postgres://host/db?target_session_attrs=leader", "postgres://host/db?connect_timeout=soon",
        "postgres://host:0/db", "postgres:///db?port=70000", "sqlite:///x.db?colour=red",
        "sqlite://user@/x.db",
    ],
)  # fmt: skip
def test_wrong_options_are_named(url: str) -> None:
    with pytest.raises(DatabaseUrlWrong):
        parse_url(url)


def test_what_has_no_effect_is_known() -> None:
    assert ignored_options("postgres://host/db?gssencmode=x&sslmode=prefer") == ("gssencmode",)
    assert ignored_options("sqlite:///x.db?timeout=3") == ()
