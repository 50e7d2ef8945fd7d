"""The buttons that turn the pages of a card."""

from dataclasses import replace
from typing import Any, Protocol

from bot.look.card import Button
from bot.look.texts import Texts


class Paged(Protocol):
    """A screen's state, a frozen dataclass, with a page counted from 0."""

    @property
    def page(self) -> int:
        """The page that is shown."""
        ...


def paging(here: Paged, pages: int, texts: Texts) -> tuple[Button, Button]:
    """Returns the buttons to the page before and the page after, closed at the ends."""
    state: Any = here
    before, after = replace(state, page=here.page - 1), replace(state, page=here.page + 1)
    return (
        Button("previous", texts("Previous"), before, "◀️", disabled=here.page <= 0),
        Button("next", texts("Next"), after, "▶️", disabled=here.page >= pages - 1),
    )
