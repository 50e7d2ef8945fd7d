"""Ratios that several results show, each by one rule."""


def kills_per_death(kills: int, deaths: int) -> float:
    """K/D; without a death the kills."""
    return kills / max(1, deaths)
