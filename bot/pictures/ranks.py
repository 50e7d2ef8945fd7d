"""Ranks as pictures show them: a sign, a value, a way with its share, and a change."""

from dataclasses import dataclass

from bot.facts.results import SkillReport
from bot.halo.ranks import SUB_TIER_WIDTH, Csr
from bot.look import theme
from bot.look.drawing import Emblem
from bot.look.drawn import drawn
from bot.look.rank_text import label as rank_label
from bot.look.rank_text import placement, way_in_words
from bot.look.texts import Texts


@dataclass(frozen=True, slots=True)
class RankScene:
    """Where somebody stands.

    `share` is the way to the next rank, or through the placement, from 0 to 1; `before` the share
    before a match, or None where there is nothing to mark. `change` may be "".
    """

    emblem: Emblem
    label: str
    value: str
    share: float
    way: str
    change: str = ""
    change_colour: int = theme.MUTED
    before: float | None = None

    @property
    def in_words(self) -> str:
        """The same as a sentence: "Diamond 4 1384, +12, 16 to Diamond 5"."""
        rank = self.label if self.value == theme.DASH else f"{self.label} {self.value}"
        return ", ".join(part for part in (rank, self.change, self.way) if part)


def standing_scene(csr: Csr, texts: Texts, artwork: bytes | None = None) -> RankScene:
    """A standing in one playlist."""
    if csr.ranked:
        label, value = drawn(rank_label(csr, texts)), texts.number(csr.value, grouped=False)
    elif csr.placement_left > 0:
        label = texts("Placement")
        value = placement(csr, texts) if csr.placement_total > 0 else theme.DASH
    else:
        label, value = texts("Unranked"), theme.DASH
    way = way_in_words(csr, texts)
    return RankScene(
        emblem=Emblem(theme.rank_style(csr).colour, artwork),
        label=label,
        value=value,
        share=csr.progress,
        way=drawn(way) if way else "",
    )


def rank_scene(skill: SkillReport, texts: Texts, artwork: bytes | None = None) -> RankScene | None:
    """What a match did to the rank; None where it moved none."""
    csr = skill.standing
    if csr is None:
        return None
    scene = standing_scene(csr, texts, artwork)
    if skill.after is not None and skill.finished_placement and csr.ranked:
        return _changed(scene, texts("placed"), theme.DONE, None)
    change = skill.change
    if change is None:
        return scene
    before = None
    # A mark only where the match moved along this bar; Onyx has no end to be measured against.
    if not csr.onyx and 0 <= csr.progress - change / SUB_TIER_WIDTH <= 1 and change:
        before = csr.progress - change / SUB_TIER_WIDTH
    return _changed(scene, texts.signed(change), theme.gain(change), before)


def _changed(scene: RankScene, change: str, colour: int, before: float | None) -> RankScene:
    return RankScene(
        scene.emblem, scene.label, scene.value, scene.share, scene.way, change, colour, before
    )
