"""Somebody's own settings, each with its menu."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import discord
from discord import ui

from bot.discord_app.cards import ErrorReporter, OwnedLayout, choice_of
from bot.features.settings.card import (
    UserSettings,
    setting_choices,
    setting_names,
    settings_head,
)
from bot.look import layout, text, theme
from bot.look.texts import Texts

Value = str | bool
SETTINGS = "settings"
"""What the ids of the menus call this view."""
Change = Callable[[str, Value], Awaitable[UserSettings]]
_DEFAULT = "-"


class SettingsMenu(ui.Select["UserSettingsView"]):
    """A menu for one setting, `name`; `choices` gives each value a label."""

    def __init__(self, name: str, choices: Mapping[Value, str]) -> None:
        super().__init__()
        self.name = name
        self._choices = dict(choices)

    def show(self, settings: UserSettings) -> None:
        """Offer the choices with the one that holds now, be it among them or not."""
        held: Value = getattr(settings, self.name)
        choices = self._choices if held in self._choices else {held: str(held), **self._choices}
        self.disabled = False
        self.options = [
            discord.SelectOption(
                label=text.sentence(label), value=_option(value), default=value == held
            )
            for value, label in choices.items()
        ]

    async def callback(self, interaction: discord.Interaction) -> None:
        """Change the setting."""
        assert self.view is not None
        option = choice_of(interaction)
        value = next((v for v in self._choices if _option(v) == option), option)
        await self.view.change(interaction, self, value)


class UserSettingsView(OwnedLayout):
    """Somebody's settings. `save` changes one of them, by name, and gives all that hold then;
    `now` gives Unix time."""

    def __init__(
        self,
        owner_id: int,
        report: ErrorReporter,
        texts: Texts,
        settings: UserSettings,
        save: Change,
        now: Callable[[], float],
    ) -> None:
        super().__init__(owner_id, report, texts)
        self.settings = settings
        self._save = save
        self._now = now
        self._menus = [SettingsMenu(*each) for each in setting_choices(texts).items()]
        self.arrange()

    def arrange(self) -> None:
        """Show each setting with its menu, and in that what holds now."""
        names = setting_names(self.settings, self._now(), self.texts)
        container: ui.Container[Any] = ui.Container(accent_colour=theme.NEUTRAL)
        container.add_item(layout.words(settings_head(self.texts)))
        container.add_item(ui.Separator())
        for menu in self._menus:
            menu.placeholder = None
            menu.show(self.settings)
            container.add_item(layout.words(names[menu.name]))
            container.add_item(ui.ActionRow(menu))
        self.keep(SETTINGS, **{menu.name: menu for menu in self._menus})
        self.lay_out(container)

    async def change(
        self, interaction: discord.Interaction, menu: SettingsMenu, value: Value
    ) -> None:
        """Save what was chosen in a menu, and show it."""

        async def save() -> None:
            self.settings = await self._save(menu.name, value)

        await self.work(interaction, menu, save)


def _option(value: Value) -> str:
    # Discord takes no empty value.
    return str(value) or _DEFAULT
