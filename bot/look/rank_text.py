"""Ranks in words and bars: where somebody stands, and what a match changed."""

from bot.facts.results import SkillReport
from bot.halo.ranks import ONYX, Csr
from bot.look import figures, notes, text, theme
from bot.look.texts import Texts


def standing(csr: Csr, texts: Texts) -> str:
    """Two lines: the rank with its value, then the bar with what is missing to the next rank.

    In placement the matches played; without any of it "Unranked" alone.
    """
    if csr.ranked:
        return notes.lines(f"**{rank(csr, texts)}**", way(csr, texts))
    if csr.placement_left <= 0:
        return f"**{texts('Unranked')}**"
    if csr.placement_total > 0:
        played = texts("{played} placement matches", played=f"**{placement(csr, texts)}**")
        return notes.lines(played, way(csr, texts))
    return notes.joined(f"**{texts('Placement')}**", _placement_left(csr, texts))


def way(csr: Csr, texts: Texts) -> str:
    """The bar to the next rank or through the placement, with what is left in words."""
    words = way_in_words(csr, texts)
    return f"{figures.bar(csr.progress)}\u2002{text.escape(words) if words else words}"


def way_in_words(csr: Csr, texts: Texts) -> str:
    """What is left: "16 to Diamond 5", "32 past Onyx", "3 matches left", or "" if unranked."""
    if csr.onyx:
        return texts("{points} past Onyx", points=texts.number(csr.points_past_onyx))
    if csr.ranked:
        points = texts.number(csr.points_to_next)
        if not csr.next_tier:
            return texts("{points} to the next rank", points=points)
        following = text.plain(_name(csr.next_tier, csr.next_sub_tier, texts))
        return texts("{points} to {rank}", points=points, rank=following)
    return _placement_left(csr, texts) if csr.placement_left > 0 else ""


def placement(csr: Csr, texts: Texts) -> str:
    """The placement matches played: "2 of 5"."""
    return texts(
        "{played} of {total}",
        played=texts.number(csr.placement_played),
        total=texts.number(csr.placement_total),
    )


def label(csr: Csr, texts: Texts) -> str:
    """The rank as the game writes it in this language: "Diamond 4", "Onyx", or "Unranked"."""
    return _name(csr.tier, csr.sub_tier, texts) if csr.ranked else texts("Unranked")


def rank(csr: Csr, texts: Texts) -> str:
    """The rank with its value, "Diamond 4 · 1384"; "Unranked" alone where there is none."""
    name = label(csr, texts)
    return notes.joined(text.escape(name), _value(csr, texts)) if csr.ranked else name


def peak(csr: Csr, texts: Texts) -> str:
    """A peak in short, "1549 Onyx"; a dash where there was no rank."""
    if not csr.ranked:
        return theme.DASH
    return f"{_value(csr, texts)} {text.escape(label(csr, texts))}"


def rank_change(skill: SkillReport, texts: Texts) -> tuple[str, str] | None:
    """A field's name and value for what a match did to the rank; None where it moved none."""
    before, after = skill.before, skill.after
    if after is None:
        return None if before is None else (_heading(before, texts), standing(before, texts))
    if skill.finished_placement and after.ranked:
        return (
            notes.joined(_heading(after, texts), texts("placement finished")),
            notes.lines(f"**{_value(after, texts)}**", way(after, texts)),
        )
    change = skill.change
    if change is None or before is None:
        return _heading(after, texts), standing(after, texts)
    values = f"{_value(before, texts)} → {_value(after, texts)}"
    mark = theme.EVEN if change == 0 else theme.GOOD if change > 0 else theme.POOR
    value = notes.lines(f"{values}\u2003{mark} **{texts.signed(change)}**", way(after, texts))
    return notes.joined(_heading(after, texts), _moved(before, after, change, texts)), value


def _name(tier: str, sub_tier: int, texts: Texts) -> str:
    return texts(tier) if tier == ONYX else f"{texts(tier)} {sub_tier + 1}"


def _value(csr: Csr, texts: Texts) -> str:
    return texts.number(csr.value, grouped=False)


def _heading(csr: Csr, texts: Texts) -> str:
    in_placement = not csr.ranked and csr.placement_left > 0
    name = texts("Placement") if in_placement else label(csr, texts)
    return f"{theme.rank_style(csr).mark} {text.escape(name)}"


def _moved(before: Csr, after: Csr, change: int, texts: Texts) -> str:
    if before.label == after.label or change == 0:
        return ""
    old = text.escape(label(before, texts))
    return texts("up from {rank}", rank=old) if change > 0 else texts("down from {rank}", rank=old)


def _placement_left(csr: Csr, texts: Texts) -> str:
    return texts.count("{count} match left", "{count} matches left", csr.placement_left)
