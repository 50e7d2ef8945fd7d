"""The menus below somebody's own settings."""

from collections.abc import Awaitable, Callable, Mapping

import discord
from discord import ui

from bot.halo.ranks import RANKED_PLAYLISTS
from bot.lookups.results import MatchKind
from bot.lookups.time_zones import COMMON
from bot.presentation.texts import Texts
from bot.presentation.user_settings_card import (
    UserSettings,
    kind_label,
    leaderboards_label,
    playlist_label,
    user_settings_card,
)
from bot.presentation.views import ErrorReporter, OwnedView

Value = str | bool
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
            discord.SelectOption(label=label, value=_option(value), default=value == held)
            for value, label in choices.items()
        ]

    async def callback(self, interaction: discord.Interaction) -> None:
        """Change the setting."""
        assert self.view is not None
        value = next((v for v in self._choices if _option(v) == self.values[0]), self.values[0])
        await self.view.change(interaction, self, value)


class UserSettingsView(OwnedView):
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
        for name, choices in _menus(texts).items():
            self.add_item(SettingsMenu(name, choices))
        self.arrange()

    @property
    def embed(self) -> discord.Embed:
        """The settings as they are now."""
        return user_settings_card(self.settings, self._now(), self.texts)

    def arrange(self) -> None:
        """Show in every menu what holds now."""
        for item in self.children:
            if isinstance(item, SettingsMenu):
                item.placeholder = None
                item.show(self.settings)

    async def change(
        self, interaction: discord.Interaction, menu: SettingsMenu, value: Value
    ) -> None:
        """Save what was chosen in a menu, and show it."""

        async def save() -> None:
            self.settings = await self._save(menu.name, value)

        await self.work(interaction, menu, save)


def _menus(texts: Texts) -> dict[str, dict[Value, str]]:
    """The choices of each setting, by its name."""
    kinds = {str(kind): kind_label(kind, texts) for kind in ("", *MatchKind)}
    playlists = {each: playlist_label(each, texts) for each in ("", *RANKED_PLAYLISTS)}
    zones = {name: name.replace("_", " ") for name in COMMON}
    leaderboards = {shown: leaderboards_label(shown, texts) for shown in (True, False)}
    return {
        "pictures": {True: texts("Answers as pictures"), False: texts("Answers in words")},
        "match_kind": {
            value: texts("Matches: {kind}", kind=label) for value, label in kinds.items()
        },
        "playlist": {
            value: texts("Ranks: {playlist}", playlist=label) for value, label in playlists.items()
        },
        "time_zone": {
            value: texts("Time zone: {zone}", zone=label) for value, label in zones.items()
        },
        "on_leaderboards": {
            value: texts("Leaderboards: {shown}", shown=label)
            for value, label in leaderboards.items()
        },
    }


def _option(value: Value) -> str:
    # Discord takes no empty value.
    return str(value) or _DEFAULT
