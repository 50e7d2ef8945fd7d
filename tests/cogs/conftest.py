"""What the commands' tests share: recorded answers, other languages, and other places to ask."""

from collections.abc import Callable
from typing import Any

import pytest
from simcord import interactions

Speak = Callable[[str], None]


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch) -> Speak:
    """Sets the Discord language of everybody, which simcord itself leaves at American English."""

    def set_language(locale: str) -> None:
        original = interactions.base_payload

        def in_language(*arguments: Any, **options: Any) -> Any:
            record, payload = original(*arguments, **options)
            return record, {**payload, "locale": locale}

        monkeypatch.setattr(interactions, "base_payload", in_language)

    return set_language
