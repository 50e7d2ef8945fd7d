"""The choices of a command's options; whom commands are about is shown with the commands."""

import pytest

from bot.discord_app.asking import choices_of
from bot.facts.results import MatchKind, MedalScope, MedalSort


@pytest.mark.parametrize("options", [MatchKind, MedalScope, MedalSort])
def test_choices_are_the_members_under_readable_names(
    options: type[MatchKind | MedalScope | MedalSort],
) -> None:
    choices = choices_of(options)
    assert [options(choice.value) for choice in choices] == list(options)
    assert all(choice.name.istitle() for choice in choices)
