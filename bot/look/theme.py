"""The look, in one place: colours, marks and the characters that bars and tables are made of.

Colours are RGB numbers, as embeds want them. Marks are plain Unicode, so that no card depends on
uploaded emoji.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.halo.models.enums import Outcome
from bot.halo.ranks import Csr
from bot.translatable import N_

NEUTRAL: Final = 0x8FA3BF
ERROR: Final = 0xE5534B
DONE: Final = 0x3DB88A
LOW: Final = 0xF0935A
TEAMMATES: Final = 0x4C9BFF
LEADERBOARD: Final = 0xF2C14E
MEDALS: Final = 0xF2B84B
CAREER: Final = 0x4CC3E6
# Two players side by side.
FIRST: Final = 0x4C9BFF
SECOND: Final = 0xF0705A

GOOD: Final = "🟢"
POOR: Final = "🟠"
EVEN: Final = "⚪"
STAR: Final = "★"
STALE: Final = "🕓"
WARNING: Final = "⚠️"
LINKED: Final = "🔗"
SETTINGS: Final = "⚙️"
WORKING: Final = "⏳"
PRIVACY: Final = "🔒"
HELP: Final = "📖"

BAR_FULL: Final = "▰"
BAR_EMPTY: Final = "▱"
BAR_WIDTH: Final = 12
SPARKS: Final = "▁▂▃▄▅▆▇█"
SPARKLINE_WIDTH: Final = 25
SUBJECT: Final = "►"
AHEAD: Final = "◄"
SEPARATOR: Final = " · "
DASH: Final = "–"
MINUS: Final = "−"
ELLIPSIS: Final = "…"

# What pictures are made of: colours, and lengths in pixels.
GROUND: Final = 0x0C1420
PANEL: Final = 0x172231
RAISED: Final = 0x223044
TRACK: Final = 0x2B3A4F
INK: Final = 0xFFFFFF
SOFT: Final = 0xD5DFEA
MUTED: Final = 0x9FB2C8
WIDTH: Final = 1200
MARGIN: Final = 40
GAP: Final = 16
PADDING: Final = 24
RADIUS: Final = 14
# What WCAG AA asks of ordinary text.
CONTRAST: Final = 4.5

BOT: Final = N_("BOT")
LATE: Final = N_("LATE")
LEFT: Final = N_("LEFT")


@dataclass(frozen=True, slots=True)
class Style:
    """How one kind of thing looks: its English word, colour, mark and style for terminals."""

    label: str
    colour: int
    mark: str = ""

    @property
    def terminal(self) -> str:
        """The colour as rich writes it: "#3db88a"."""
        return web(self.colour)


_ENDED = Style(N_("Match ended"), NEUTRAL, "⚪")
_OUTCOMES: Mapping[int, Style] = {
    Outcome.WIN: Style(N_("Victory"), 0x3DB88A, "🟢"),
    Outcome.LOSS: Style(N_("Defeat"), 0xE5534B, "🔴"),
    Outcome.TIE: Style(N_("Tie"), 0xF2B84B, "🟡"),
    Outcome.DID_NOT_FINISH: Style(N_("Did not finish"), 0x6B7785, "⚫"),
    Outcome.DID_NOT_START: Style(N_("Did not start"), 0x6B7785, "⚫"),
}

_UNRANKED = Style(N_("Unranked"), 0x8FA3BF, "⚫")
_TIERS: Mapping[str, Style] = {
    "Bronze": Style(N_("Bronze"), 0xB0733A, "🟤"),
    "Silver": Style(N_("Silver"), 0xC3CCD8, "⚪"),
    "Gold": Style(N_("Gold"), 0xF2C14E, "🟡"),
    "Platinum": Style(N_("Platinum"), 0x7FD1AE, "🟢"),
    "Diamond": Style(N_("Diamond"), 0x4C9BFF, "🔵"),
    "Onyx": Style(N_("Onyx"), 0x9B6BFF, "🟣"),
}

_OTHER_TEAM = Style("", NEUTRAL, "⚪")
_TEAMS: Mapping[int, Style] = {
    0: Style(N_("Eagle"), 0x4C9BFF, "🔵"),
    1: Style(N_("Cobra"), 0xF0705A, "🔴"),
    2: Style(N_("Hades"), 0xF2B84B, "🟡"),
    3: Style(N_("Valkyrie"), 0x3DB88A, "🟢"),
    4: Style(N_("Rampart"), 0x9B6BFF, "🟣"),
    5: Style(N_("Cutlass"), 0xE88B3C, "🟠"),
    6: Style(N_("Valor"), 0xB0733A, "🟤"),
    7: Style(N_("Hazard"), 0xC3CCD8, "⚪"),
    8: Style(N_("Observer"), 0x6B7785, "⚫"),
}

_OTHER_DIFFICULTY = Style("", NEUTRAL, "▫️")
DIFFICULTIES: Final = (
    Style(N_("Normal"), 0x8FA3BF, "🔹"),
    Style(N_("Heroic"), 0x4C9BFF, "🔷"),
    Style(N_("Legendary"), 0xF2B84B, "🔶"),
    Style(N_("Mythic"), 0xE5534B, "💠"),
)


def outcome_style(outcome: Outcome | int) -> Style:
    """The look of how a match ended, also of an outcome that is not known yet."""
    return _OUTCOMES.get(outcome, _ENDED)


def rank_style(csr: Csr) -> Style:
    """The look of a rank's tier."""
    return _TIERS.get(csr.tier, _UNRANKED) if csr.ranked else _UNRANKED


def team_style(team_id: int | None) -> Style:
    """The look of a team; of no known team for None and new ids."""
    return _OTHER_TEAM if team_id is None else _TEAMS.get(team_id, _OTHER_TEAM)


def difficulty_style(difficulty: int) -> Style:
    """The look of a medal's difficulty, 0 to 3; of no known difficulty for other numbers."""
    if 0 <= difficulty < len(DIFFICULTIES):
        return DIFFICULTIES[difficulty]
    return _OTHER_DIFFICULTY


def place_colour(place: int) -> int:
    """The colour of a place on a board: gold, silver, bronze, and none in particular."""
    medals = {1: "Gold", 2: "Silver", 3: "Bronze"}
    return _TIERS[medals[place]].colour if place in medals else MUTED


def gain(difference: float) -> int:
    """The colour of a difference: good above zero, poor below, neither at zero."""
    if difference == 0:
        return SOFT
    return DONE if difference > 0 else LOW


def web(colour: int) -> str:
    """The colour as web pages and SVG write it: "#3db88a"."""
    return f"#{colour:06x}"


def readable(colour: int, ground: int = RAISED) -> int:
    """The colour, lightened as little as makes text of it readable on that ground."""
    candidates = (mixed(INK, colour, share / 20) for share in range(21))
    return next((each for each in candidates if contrast(each, ground) >= CONTRAST), INK)


def mixed(colour: int, ground: int, share: float) -> int:
    """So much of the colour on that ground; what a share of transparency would look like."""
    parts = [
        round((ground >> shift & 0xFF) * (1 - share) + (colour >> shift & 0xFF) * share)
        for shift in (16, 8, 0)
    ]
    return parts[0] << 16 | parts[1] << 8 | parts[2]


def contrast(one: int, other: int) -> float:
    """The contrast of two colours as WCAG counts it, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: int) -> float:
    parts = [(colour >> shift & 0xFF) / 255 for shift in (16, 8, 0)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
