"""Cards as messages show them, without a bot."""

from discord import ui

from bot.look.card import Card
from bot.look.components import layout
from bot.look.drawing import Drawing


class PlainIds:
    """Ids that only tell controls apart."""

    def custom_id(self, name: str, _state: object | None) -> str:
        return name

    def value(self, state: object) -> str:
        return f"{hash(state):x}"


def shown(card: Card) -> ui.LayoutView:
    """The card in words, without emojis."""
    return layout(card, PlainIds(), {})


def drawing_of(card: Card) -> Drawing:
    """What the picture of the card is made of."""
    assert card.picture is not None
    return card.picture(card)
