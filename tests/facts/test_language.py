import json
from pathlib import Path

import discord
import pytest

from bot.facts.language import DEFAULT_LANGUAGE, service_language


def test_every_language_that_medals_are_named_in_is_spoken(payloads: Path) -> None:
    metadata = json.loads((payloads / "get_medal_metadata.json").read_bytes())
    known = {DEFAULT_LANGUAGE}
    for medal in metadata["medals"]:
        known |= set(medal["name"]["translations"])
    assert {service_language(locale.value) for locale in discord.Locale} == known


@pytest.mark.parametrize(
    ("locale", "language"),
    [("de", "de-DE"), ("es-419", "es-MX"), ("es-ES", "es-ES"), ("pt-BR", "pt-BR"),
     ("zh-TW", "zh-TW"), ("en-GB", "en-US"), ("sv-SE", "en-US"), ("", "en-US"), ("xx", "en-US")],
)  # fmt: skip
def test_some_of_them(locale: str, language: str) -> None:
    assert service_language(locale) == language
