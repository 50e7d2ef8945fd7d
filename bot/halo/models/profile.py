"""Who is who: answers of the Halo profile service and of Xbox Live's own."""

from pydantic import ConfigDict, OnErrorOmit, RootModel

from bot.halo.models.base import CamelModel, Items, Required


class Gamerpic(CamelModel):
    """URLs of a player's picture, by size."""

    small: str = ""
    medium: str = ""
    large: str = ""
    xlarge: str = ""


class User(CamelModel):
    """A player: /users/xuid({xuid}) and /users/gt({gamertag}) of the Halo profile service."""

    xuid: int
    gamertag: str
    gamerpic: Gamerpic = Gamerpic()


class Users(RootModel[tuple[OnErrorOmit[User], ...]]):
    """Several players in one answer, in `root`: /users?xuids= of the Halo profile service."""

    model_config = ConfigDict(frozen=True)


class ProfileSetting(CamelModel):
    """One asked-for property of an Xbox profile, such as "Gamertag"."""

    id: str
    value: str = ""


class XboxProfile(CamelModel):
    """An Xbox account. `id` is its XUID."""

    id: int
    host_id: int | None = None
    settings: Items[ProfileSetting] = ()
    is_sponsored_user: bool = False

    def setting(self, name: str) -> str:
        """The value of a setting, or "" where it was not asked for or is not set."""
        return next((item.value for item in self.settings if item.id == name), "")

    @property
    def gamertag(self) -> str:
        """The gamertag, or "" where it was not asked for."""
        return self.setting("Gamertag")


class XboxProfiles(CamelModel):
    """Several Xbox accounts: the profile batch of profile.xboxlive.com."""

    profile_users: Required[XboxProfile]
