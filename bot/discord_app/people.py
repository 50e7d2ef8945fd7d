"""What is known of the people who use the bot: their names, and what they have set."""

from dataclasses import dataclass

from bot.storage.gamertags import GamertagIndex
from bot.storage.optional import OptionalReads
from bot.storage.settings import SettingsRepository
from bot.storage.user_settings import UserSettingsRepository


@dataclass(frozen=True, slots=True)
class People:
    """`gamertags` suggests names; `settings` are those of servers, `user_settings` of users.

    `optional` reads what a card can do without.
    """

    gamertags: GamertagIndex
    settings: SettingsRepository
    user_settings: UserSettingsRepository
    optional: OptionalReads
