"""From the languages of Discord to those of the Halo services."""

DEFAULT_LANGUAGE = "en-US"

_LANGUAGES = {
    "de": "de-DE",
    "en-GB": "en-US",
    "en-US": "en-US",
    "es-419": "es-MX",
    "es-ES": "es-ES",
    "fr": "fr-FR",
    "it": "it-IT",
    "ja": "ja-JP",
    "ko": "ko-KR",
    "nl": "nl-NL",
    "pl": "pl-PL",
    "pt-BR": "pt-BR",
    "ru": "ru-RU",
    "zh-CN": "zh-CN",
    "zh-TW": "zh-TW",
}


def service_language(locale: str) -> str:
    """The Halo services' name for a Discord locale; American English where they have none."""
    return _LANGUAGES.get(locale, DEFAULT_LANGUAGE)
