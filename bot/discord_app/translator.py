"""The names of commands, options and choices in the languages of Discord."""

from discord import Locale, app_commands
from discord.app_commands import TranslationContextLocation as Location

from bot.look.texts import LANGUAGES, Catalogue

# In which context of the catalogue a name stands: Discord allows little in the names of commands
# and options. Descriptions are ordinary messages.
CONTEXTS = {
    Location.command_name: "command",
    Location.group_name: "command",
    Location.parameter_name: "option",
    Location.choice_name: "choice",
}
# The entries of context menus may be written as one likes; discord.py calls them commands.
MENU = "menu"


class CommandTranslator(app_commands.Translator):
    """Tells Discord what everything is called in every language that the catalogue knows."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """The name or description in one language; None for languages that see the English one."""
        if locale.value not in LANGUAGES:
            return None
        messages = self._catalogue.messages(locale.value)
        if isinstance(context.data, app_commands.ContextMenu):
            return messages.pgettext(MENU, string.message)
        if context.location in CONTEXTS:
            return messages.pgettext(CONTEXTS[context.location], string.message)
        return messages.gettext(string.message)
