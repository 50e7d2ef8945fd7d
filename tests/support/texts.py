"""The words of cards, in English and in every other language."""

from bot.look.texts import ENGLISH as ENGLISH_NAME
from bot.look.texts import LANGUAGES, Catalogue

CATALOGUE = Catalogue.load()
ENGLISH = CATALOGUE.texts(ENGLISH_NAME)
EVERY_LANGUAGE = tuple(CATALOGUE.texts(name) for name in (ENGLISH_NAME, *LANGUAGES))
