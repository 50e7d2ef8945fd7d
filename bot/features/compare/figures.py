"""What two players are compared by, for the card and the picture alike."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.facts.records import Record
from bot.look import figures
from bot.look.texts import Texts
from bot.translatable import N_


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of both players.

    `label` is its name in a column of 12 letters, `title` in full. `better` is 1 where more is
    better, -1 where less is, or 0; `share` says that it is in percent.
    """

    label: str
    title: str
    of: Callable[[Record], float | None]
    decimals: int = 0
    better: int = 1
    share: bool = False

    def written(self, value: float | None, texts: Texts) -> str:
        """The figure of one of them; a dash where there is none."""
        return (texts.percent if self.share else texts.number)(value, self.decimals)

    def ahead(self, first: float | None, second: float | None) -> int:
        """1 where the first is ahead, -1 where the second is, 0 where neither is."""
        if first is None or second is None or not (figures.known(first) and figures.known(second)):
            return 0
        # What is written alike is alike.
        one, two = round(first, self.decimals), round(second, self.decimals)
        return self.better * ((one > two) - (one < two))


FIGURES = (
    Figure(N_("Matches"), N_("Matches"), lambda record: record.matches, better=0),
    Figure(
        N_("Hours"),
        N_("Hours played"),
        lambda record: record.hours,
        better=0,
    ),
    Figure(N_("Won"), N_("Win rate"), lambda record: record.win_rate, 1, share=True),
    Figure(N_("K/D"), N_("K/D"), lambda record: record.kills_per_death, 2),
    Figure(N_("KDA"), N_("Average KDA"), lambda record: record.average_kda, 2),
    Figure(N_("Accuracy"), N_("Accuracy"), lambda record: record.accuracy, 1, share=True),
    Figure(N_("Kills"), N_("Kills a match"), lambda record: record.per_match(record.kills), 1),
    Figure(
        N_("Deaths"),
        N_("Deaths a match"),
        lambda record: record.per_match(record.deaths),
        1,
        better=-1,
    ),
    Figure(
        N_("Assists"), N_("Assists a match"), lambda record: record.per_match(record.assists), 1
    ),
    Figure(
        N_("Damage"), N_("Damage a match"), lambda record: record.per_match(record.damage_dealt)
    ),
    Figure(N_("Medals"), N_("Medals a match"), lambda record: record.per_match(record.medals), 1),
    Figure(N_("Spree"), N_("Best spree"), lambda record: record.best_spree),
)
