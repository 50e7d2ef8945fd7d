"""The words of cards, in English and in every other language."""

from bot.presentation.texts import ENGLISH as ENGLISH_NAME
from bot.presentation.texts import LANGUAGES, Catalogue

CATALOGUE = Catalogue.load()
ENGLISH = CATALOGUE.texts(ENGLISH_NAME)
EVERY_LANGUAGE = tuple(CATALOGUE.texts(name) for name in (ENGLISH_NAME, *LANGUAGES))
