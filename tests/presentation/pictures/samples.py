"""Ordinary results that only pictures show, and artwork made for the tests."""

import io
from datetime import timedelta

from PIL import Image, ImageDraw

from bot.lookups.results import CareerReport, Comparison, Player, ServiceRecordReport
from bot.lookups.trends import CsrTrend, FormTrend, Point, WinRate, WinRateBy, WinRates
from tests.presentation.samples import ONYX, PLAYER, STARTED, diamond

RECORD = ServiceRecordReport(
    player=PLAYER,
    scope="Matchmaking",
    matches=4211,
    wins=2207,
    losses=1876,
    ties=31,
    time_played=timedelta(days=35, hours=3),
    kills=61_234,
    deaths=48_765,
    assists=21_987,
    average_kda=3.41,
    accuracy=52.7,
    damage_dealt=14_512_330,
    damage_taken=13_998_112,
    headshot_kills=23_110,
    melee_kills=5120,
    grenade_kills=2210,
    power_weapon_kills=4010,
    max_killing_spree=34,
    medals=71_234,
)
WEAKER = ServiceRecordReport(
    player=Player(2, "ハロー侍"),
    scope="Matchmaking",
    matches=980,
    wins=420,
    losses=555,
    ties=5,
    time_played=timedelta(days=9),
    kills=9800,
    deaths=10_400,
    assists=4100,
    average_kda=-0.4,
    accuracy=46.1,
    damage_dealt=3_100_000,
    damage_taken=3_300_000,
    headshot_kills=2100,
    melee_kills=800,
    grenade_kills=300,
    power_weapon_kills=400,
    max_killing_spree=19,
    medals=11_000,
)
NOTHING_PLAYED = ServiceRecordReport(
    PLAYER, "Ranked", 0, 0, 0, 0, timedelta(0), 0, 0, 0, None, None, 0, 0, 0, 0, 0, 0, 0, 0
)
CAREER = CareerReport(
    PLAYER, 149, 272, "Platinum Lt Colonel 2", "Platinum Lt Colonel 3",
    12_500, 40_000, 2_134_500, 9_319_351,
)  # fmt: skip
HERO = CareerReport(PLAYER, 272, 272, "Hero", "", 0, 0, 9_319_351, 9_319_351)
COMPARISON = Comparison(RECORD, WEAKER, "Ranked Arena", ONYX, diamond(1384))


def points(*values: float) -> tuple[Point, ...]:
    """Figures six hours apart."""
    return tuple(
        Point(STARTED + timedelta(hours=6 * index), value) for index, value in enumerate(values)
    )


CSR_TREND = CsrTrend(PLAYER, "Ranked Arena", points(1180, 1192, 1188, 1204, 1199, 1215, 1228))
FORM_TREND = FormTrend(
    PLAYER,
    points(*(1.0 + (index * 7 % 11 - 5) / 8 for index in range(30))),
    points(*(50.0 + index * 5 % 17 - 8 for index in range(30))),
)
WIN_RATES = WinRates(
    PLAYER,
    WinRateBy.MAP,
    (WinRate("Live Fire", 31, 52), WinRate("Recharge", 22, 47), WinRate("リチャージ", 20, 40)),
)


def artwork(width: int, height: int, colour: str = "white", kind: str = "PNG") -> bytes:
    """A picture as the game might send it: a disc on that colour."""
    image = Image.new("RGB", (width, height), colour)
    if colour != "white":
        ImageDraw.Draw(image).ellipse((0, 0, width, height), fill="black")
    written = io.BytesIO()
    image.save(written, kind)
    return written.getvalue()
