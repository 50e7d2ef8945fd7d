"""Ordinary results that only pictures show, and artwork made for the tests."""

import io
from dataclasses import replace
from datetime import timedelta

from PIL import Image, ImageDraw

from bot.facts.played_match import RankMove, Tally
from bot.facts.records import Record
from bot.facts.results import Player, SkillReport
from bot.features.career.lookup import CareerReport
from bot.features.compare.lookup import Comparison, SharedStanding
from bot.features.leaderboard.lookup import LeaderboardBy, LeaderboardReport, LeaderboardRow
from bot.features.stats.lookup import StatsQuestion, StatsReport
from bot.features.trend.lookup import TrendReport
from bot.features.trend.series import CsrTrend, FormTrend, Point, WinRate, WinRateBy, WinRates
from bot.halo.ranks import Career, Csr
from tests.look.samples import ONYX, PLACEMENT, PLAYER, STARTED, UNRANKED, diamond

RECORD = StatsReport(
    PLAYER,
    StatsQuestion(),
    Record(
        matches=4211,
        wins=2207,
        losses=1876,
        ties=31,
        time_played=timedelta(days=35, hours=3),
        kills=61_234,
        deaths=48_765,
        assists=21_987,
        average_kda=3.41,
        shots_fired=1_000_000,
        shots_hit=527_000,
        damage_dealt=14_512_330,
        damage_taken=13_998_112,
        headshot_kills=23_110,
        melee_kills=5120,
        grenade_kills=2210,
        power_weapon_kills=4010,
        best_spree=34,
        medals=71_234,
    ),
)
WEAKER = Record(
    matches=980,
    wins=420,
    losses=555,
    ties=5,
    time_played=timedelta(days=9),
    kills=9800,
    deaths=10_400,
    assists=4100,
    average_kda=-0.4,
    shots_fired=100_000,
    shots_hit=46_100,
    damage_dealt=3_100_000,
    damage_taken=3_300_000,
    headshot_kills=2100,
    melee_kills=800,
    grenade_kills=300,
    power_weapon_kills=400,
    best_spree=19,
    medals=9000,
)
# 272 ranks of 34,000 XP each but the last.
CAREER = CareerReport(
    PLAYER,
    Career(148, 12_500, (34_000,) * 271 + (1,)),
    "Platinum Lt Colonel 2",
    "Platinum Lt Colonel 3",
    None,
)
HERO = replace(CAREER, career=Career(271, 0, CAREER.career.sizes), rank_name="Hero", next_name="")
COMPARISON = Comparison(
    PLAYER,
    Player(2, "ハロー侍"),
    RECORD.record,
    WEAKER,
    (
        SharedStanding("1", "Ranked Arena", ONYX, diamond(1384)),
        SharedStanding("2", "Ranked Slayer", diamond(1310), UNRANKED),
        SharedStanding("3", "Ranked Doubles", PLACEMENT, diamond(1201)),
    ),
)


def points(*values: float) -> tuple[Point, ...]:
    """Figures six hours apart."""
    return tuple(
        Point(STARTED + timedelta(hours=6 * index), value) for index, value in enumerate(values)
    )


CSR_TREND = CsrTrend(PLAYER, "1", "Ranked Arena", points(1180, 1192, 1188, 1204, 1199, 1215, 1228))
CSR_MOVE = RankMove(
    "1",
    "Ranked Arena",
    6,
    SkillReport(Csr(1180, "Platinum", 5), Csr(1228, "Diamond"), False, None, None),
)
FORM = FormTrend(
    PLAYER,
    points(*(1.0 + (index * 7 % 11 - 5) / 8 for index in range(30))),
    points(*(50.0 + index * 5 % 17 - 8 for index in range(30))),
)
WIN_RATES = WinRates(
    PLAYER,
    WinRateBy.MAP,
    (WinRate("Live Fire", 31, 52), WinRate("Recharge", 22, 47), WinRate("リチャージ", 20, 40)),
)
TREND = TrendReport(
    player=PLAYER,
    record=Tally(16, 14),
    combat=Record(30, kills=420, deaths=350, shots_fired=6000, shots_hit=3060),
    earlier=Record(),
    later=Record(),
    form=FORM,
    csr=CSR_TREND,
    rank=None,
    maps=WIN_RATES,
    modes=WinRates(PLAYER, WinRateBy.MODE, ()),
)


def artwork(width: int, height: int, colour: str = "white", kind: str = "PNG") -> bytes:
    """A picture as the game might send it: a disc on that colour."""
    image = Image.new("RGB", (width, height), colour)
    if colour != "white":
        ImageDraw.Draw(image).ellipse((0, 0, width, height), fill="black")
    written = io.BytesIO()
    image.save(written, kind)
    return written.getvalue()


BOARD = LeaderboardReport(
    LeaderboardBy.CSR,
    (
        LeaderboardRow(2, Player(20, "Ember Fox"), 1532, ONYX, "Ranked Arena"),
        LeaderboardRow(1, Player(10, "MapleLeaf 117"), 1384, diamond(1384), "Ranked Slayer"),
    ),
    unplaced=2,
    left_out=0,
)
