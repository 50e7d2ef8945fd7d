"""What kinds of matches there are, and in which order the main player played them."""

from dataclasses import dataclass
from random import Random

from bot.halo.models.enums import LifecycleMode, Outcome
from bot.sandbox import assets
from bot.sandbox.assets import Asset
from bot.sandbox.medals import UNKNOWN_MEDAL

SEASON = "CsrSeason9-1"
LAST_SEASON = "CsrSeason8-3"


@dataclass(frozen=True, slots=True)
class Plan:
    """One match before it is played.

    `result` is that of the first player's team. `sizes` are the humans of each team, the first
    player's first; `bots` play on the other team. `points` and `rounds` are by team, where they
    must be certain ones. `leavers` leave early (the first player too where the result is that
    they did not finish) and `late` join for them. `placed_at` is the CSR that the match gave the
    first player at the end of their placement. `extra_medal` is one more for the first player.
    A match that is `gone` is named by histories and answers 404.
    """

    variant: Asset
    map: Asset
    playlist: Asset | None
    result: Outcome = Outcome.WIN
    sizes: tuple[int, ...] = (4, 4)
    free_for_all: bool = False
    bots: int = 0
    lifecycle: LifecycleMode = LifecycleMode.MATCHMADE
    points: tuple[int, int] | None = None
    rounds: tuple[int, int] | None = None
    leavers: int = 0
    late: int = 0
    placed_at: int | None = None
    extra_medal: int | None = None
    season: str = SEASON
    gone: bool = False

    @property
    def humans(self) -> int:
        """How many players take part, late joiners with them."""
        return sum(self.sizes) + self.late

    @property
    def ranked(self) -> bool:
        """Whether the playlist has CSR."""
        return self.playlist is not None and self.playlist.has_csr


SHOWCASE = (
    Plan(assets.RANKED_SLAYER, assets.LIVE_FIRE, assets.ARENA, points=(50, 43)),
    Plan(
        assets.RANKED_ODDBALL, assets.STREETS, assets.ARENA, Outcome.LOSS,
        points=(258, 231), rounds=(1, 2),
    ),
    Plan(
        assets.FFA_SLAYER, assets.RECHARGE, assets.RUMBLE_PIT,
        sizes=(8,), free_for_all=True, leavers=1, late=1,
    ),
    Plan(
        assets.TOTAL_CONTROL, assets.FRAGMENTATION, assets.BIG_TEAM_BATTLE, Outcome.LOSS,
        sizes=(12, 12),
    ),
    Plan(assets.BTB_CTF, assets.DEADLOCK, assets.SQUAD_SOCIAL, sizes=(8, 8)),
    Plan(assets.FIREFIGHT, assets.LAUNCH_SITE, assets.FIREFIGHT_LIST, sizes=(4,)),
    Plan(
        assets.INFECTION, assets.BAZAAR, assets.INFECTION_LIST, Outcome.LOSS,
        sizes=(12,), free_for_all=True,
    ),
    Plan(
        assets.CUSTOM_SLAYER, assets.AQUARIUS, None,
        sizes=(3, 1), bots=2, lifecycle=LifecycleMode.CUSTOM,
    ),
    Plan(assets.BOOTCAMP, assets.RECHARGE, assets.BOT_BOOTCAMP, sizes=(4, 0), bots=4),
    Plan(
        assets.STARFALL, assets.UNLISTED, assets.EVENT, sizes=(6, 6), extra_medal=UNKNOWN_MEDAL
    ),
    Plan(assets.RANKED_STRONGHOLDS, assets.SOLITUDE, assets.SQUAD_BATTLE, placed_at=1144),
    Plan(
        assets.SLAYER, assets.AQUARIUS, assets.QUICK_PLAY, Outcome.DID_NOT_FINISH,
        leavers=2, late=2,
    ),
    Plan(assets.RANKED_SLAYER, assets.BAZAAR, assets.RANKED_SLAYER_LIST, Outcome.TIE),
)  # fmt: skip
"""The main player's latest matches, newest first."""

AGAINST_THE_COMPUTER = (
    Plan(assets.UNDEAD, assets.BAZAAR, assets.UNDEAD_LIST, Outcome.LOSS, sizes=(1,)),
    Plan(
        assets.CUSTOM_SLAYER, assets.AQUARIUS, None,
        sizes=(1, 0), bots=7, lifecycle=LifecycleMode.CUSTOM,
    ),
    Plan(assets.UNDEAD, assets.BAZAAR, assets.UNDEAD_LIST, sizes=(1,)),
)  # fmt: skip
"""The latest matches of somebody who fights no people, newest first."""

_ARENA_MAPS = (
    assets.LIVE_FIRE, assets.RECHARGE, assets.STREETS, assets.AQUARIUS, assets.SOLITUDE,
)  # fmt: skip
_SOCIAL_MAPS = (*_ARENA_MAPS, assets.BAZAAR, assets.CATALYST)
_BIG_MAPS = (assets.FRAGMENTATION, assets.DEADLOCK, assets.HIGHPOWER, assets.BEHEMOTH)
_RANKED_KINDS = (
    (assets.RANKED_SLAYER, assets.ARENA), (assets.RANKED_ODDBALL, assets.ARENA),
    (assets.RANKED_STRONGHOLDS, assets.ARENA), (assets.RANKED_CTF, assets.ARENA),
    (assets.RANKED_KOTH, assets.ARENA), (assets.RANKED_SLAYER, assets.RANKED_SLAYER_LIST),
    (assets.RANKED_SNIPERS, assets.SNIPERS),
)  # fmt: skip
_SOCIAL_KINDS = (
    assets.SLAYER, assets.CTF, assets.STRONGHOLDS, assets.KOTH, assets.ODDBALL, assets.FIESTA,
    assets.ELIMINATION, assets.EXTRACTION,
)  # fmt: skip


def ranked_plan(rng: Random) -> Plan:
    """Some ranked match of four against four."""
    variant, playlist = rng.choice(_RANKED_KINDS)
    return Plan(variant, rng.choice(_ARENA_MAPS), playlist, _result(rng))


def social_plan(rng: Random) -> Plan:
    """Some social match, now and then a big one."""
    if rng.random() < 0.2:
        variant = rng.choice((assets.BTB_CTF, assets.TOTAL_CONTROL, assets.STOCKPILE))
        big = assets.BIG_TEAM_BATTLE
        return Plan(variant, rng.choice(_BIG_MAPS), big, _result(rng), sizes=(12, 12))
    variant = rng.choice(_SOCIAL_KINDS)
    return Plan(variant, rng.choice(_SOCIAL_MAPS), assets.QUICK_PLAY, _result(rng))


def custom_plan(rng: Random, lifecycle: LifecycleMode = LifecycleMode.CUSTOM) -> Plan:
    """Some custom game with bots."""
    return Plan(
        assets.CUSTOM_SLAYER, rng.choice(_SOCIAL_MAPS), None, _result(rng),
        sizes=(2, 1), bots=1, lifecycle=lifecycle,
    )  # fmt: skip


def mixed_plans(rng: Random) -> tuple[Plan, ...]:
    """The main player's older matches, newest first: 52 of all kinds."""
    plans = [ranked_plan(rng) if rng.random() < 0.6 else social_plan(rng) for _ in range(48)]
    plans[6:6] = [_doubles(rng), _doubles(rng)]
    plans += [_old_free_for_all(rng, Outcome.WIN), _old_free_for_all(rng, Outcome.LOSS)]
    return tuple(plans)


def _doubles(rng: Random) -> Plan:
    return Plan(
        assets.RANKED_SLAYER, rng.choice(_ARENA_MAPS), assets.DOUBLES, _result(rng), sizes=(2, 2)
    )


def _old_free_for_all(rng: Random, result: Outcome) -> Plan:
    return Plan(
        assets.RANKED_FFA, rng.choice(_ARENA_MAPS), assets.FFA, result,
        sizes=(8,), free_for_all=True, season=LAST_SEASON,
    )  # fmt: skip


def _result(rng: Random) -> Outcome:
    return Outcome.WIN if rng.random() < 0.56 else Outcome.LOSS
