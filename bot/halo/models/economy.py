"""Answers of the economy service: how a player looks, and progress on reward tracks."""

from bot.halo.models.base import Count, HaloModel, Items, Whole
from bot.halo.models.gamecms import FileDate


class RankProgress(HaloModel):
    """How far a player is on a track. The career's `rank` counts from 0; points are in XP."""

    rank: Count = None
    partial_progress: Count = None
    has_reached_max_rank: bool = False


class CareerProgress(HaloModel):
    """A player's career: /hi/players/{player}/rewardtracks/careerranks/careerrank1."""

    current_progress: RankProgress
    spartan_id: str | None = None


class OperationProgress(HaloModel):
    """How far a player is on one operation's track."""

    reward_track_path: str
    is_owned: bool = False
    current_progress: RankProgress = RankProgress()


class OperationsProgress(HaloModel):
    """All operations a player has begun: /hi/players/{player}/rewardtracks/operations."""

    active_operation_reward_track_path: str | None = None
    operation_reward_tracks: Items[OperationProgress] = ()


class _Theme(HaloModel):
    """What the themes of all cores have."""

    first_modified_date_utc: FileDate = FileDate()
    last_modified_date_utc: FileDate = FileDate()
    is_equipped: bool = False
    is_default: bool = False
    theme_path: str = ""


class _Core(HaloModel):
    """What all cores have."""

    core_id: str = ""
    core_path: str = ""
    core_type: str = ""
    is_equipped: bool = False


class ThemeEmblem(HaloModel):
    """An emblem on armour, a weapon or a vehicle."""

    path: str = ""
    location_id: Whole = 0
    configuration_id: Whole = 0


class ArmorTheme(_Theme):
    """A Spartan's outfit, by inventory paths; "" is an empty slot."""

    coating_path: str = ""
    glove_path: str = ""
    helmet_path: str = ""
    helmet_attachment_path: str = ""
    chest_attachment_path: str = ""
    knee_pad_path: str = ""
    left_shoulder_pad_path: str = ""
    right_shoulder_pad_path: str = ""
    emblems: Items[ThemeEmblem] = ()
    armor_fx_path: str = ""
    armor_fx_paths: Items[str] = ()
    mythic_fx_path: str = ""
    visor_path: str = ""
    hip_attachment_path: str = ""
    wrist_attachment_path: str = ""


class WeaponTheme(_Theme):
    """A weapon's looks, by inventory paths; "" is an empty slot."""

    coating_path: str = ""
    emblems: Items[ThemeEmblem] = ()
    death_fx_path: str = ""
    ammo_counter_color_path: str = ""
    stat_tracker_path: str = ""
    weapon_charm_path: str = ""
    alternate_geometry_region_path: str = ""


class AiTheme(_Theme):
    """An AI companion's looks, by inventory paths."""

    model_path: str = ""
    color_path: str = ""


class VehicleTheme(_Theme):
    """A vehicle's looks, by inventory paths; "" is an empty slot."""

    coating_path: str = ""
    horn_path: str = ""
    vehicle_fx_path: str = ""
    vehicle_charm_path: str = ""
    emblems: Items[ThemeEmblem] = ()
    alternate_geometry_region_path: str = ""


class ArmorCore(_Core):
    """An armour with its themes."""

    themes: Items[ArmorTheme] = ()


class WeaponCore(_Core):
    """A weapon with its themes."""

    themes: Items[WeaponTheme] = ()


class AiCore(_Core):
    """An AI companion with its themes."""

    themes: Items[AiTheme] = ()


class VehicleCore(_Core):
    """A vehicle with its themes."""

    themes: Items[VehicleTheme] = ()


class ArmorCores(HaloModel):
    """All of a player's armours."""

    armor_cores: Items[ArmorCore] = ()


class WeaponCores(HaloModel):
    """All of a player's weapons."""

    weapon_cores: Items[WeaponCore] = ()


class AiCores(HaloModel):
    """All of a player's AI companions."""

    ai_cores: Items[AiCore] = ()


class VehicleCores(HaloModel):
    """All of a player's vehicles."""

    vehicle_cores: Items[VehicleCore] = ()


class SpartanBody(HaloModel):
    """A Spartan's body and voice."""

    last_modified_date_utc: FileDate = FileDate()
    left_arm: str = ""
    right_arm: str = ""
    left_leg: str = ""
    right_leg: str = ""
    body_type: str = ""
    voice_path: str = ""


class PlayerEmblem(HaloModel):
    """The emblem beside a player's name."""

    emblem_path: str = ""
    configuration_id: Whole = 0


class Appearance(HaloModel):
    """How a player is introduced. The service tag has up to four characters."""

    last_modified_date_utc: FileDate = FileDate()
    action_pose_path: str = ""
    backdrop_image_path: str = ""
    emblem: PlayerEmblem = PlayerEmblem()
    service_tag: str = ""
    intro_emote_path: str | None = None
    player_title_path: str | None = None


class Customization(HaloModel):
    """How a player looks: /hi/players/{player}/customization?view=public."""

    appearance: Appearance
    armor_cores: ArmorCores = ArmorCores()
    spartan_body: SpartanBody = SpartanBody()
    weapon_cores: WeaponCores = WeaponCores()
    ai_cores: AiCores = AiCores()
    vehicle_cores: VehicleCores = VehicleCores()
