"""Odd results: everything that the types allow, far beyond what the service has ever sent."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bot.facts.played_match import RankMove, Tally
from bot.facts.records import Record
from bot.facts.results import (
    CsrReport,
    EarnedMedal,
    Freshness,
    MatchReport,
    MedalScope,
    MedalSort,
    MedalsReport,
    Opponents,
    Player,
    PlayerLine,
    PlaylistStanding,
    SkillReport,
    TeamScore,
)
from bot.features.career.lookup import CareerReport, Pace
from bot.features.compare.lookup import Comparison, SharedStanding
from bot.features.export.lookup import ExportedMatch, ExportReport
from bot.features.leaderboard.lookup import LeaderboardBy, LeaderboardReport, LeaderboardRow
from bot.features.session.lookup import SessionReport
from bot.features.stats.lookup import StatsQuestion, StatsReport, StatsScope, UsedPlaylist
from bot.features.teammates.lookup import Teammate, TeammatesReport
from bot.features.trend.lookup import TrendReport
from bot.features.trend.series import CsrTrend, FormTrend, Point, WinRate, WinRateBy, WinRates
from bot.halo.models.enums import LifecycleMode, ModeCategory, Outcome
from bot.halo.ranks import Career, Csr
from tests.support.texts import EVERY_LANGUAGE

# For tests of whole results, which are large. Speed is measured elsewhere: a slow machine must not
# fail a property.
at_leisure = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
ODD_NAMES = (
    "",
    " ",
    "\u200b\u3164",
    "@everyone",
    "<@123456789012345678>",
    "<#123456789012345678> <t:0:R>",
    "[a](http://x) **b** `c`",
    "```\n@here",
    "||spoiler|| ~~gone~~ __under__",
    "# heading",
    "1. one",
    "back\\slash\\",
    "https://example.com/a_b",
    "\u202egnp.exe\u2066",
    "bell\x07 tab\t null\x00 line\nbreak",
    "\udc00 lone",
    "한글이름 테스트",
    "שלום 12",
    "👨\u200d👩\u200d👧 family 🇰🇷",
    "Z\u0301\u0302\u0303a\u0304lgo",
    "W" * 1200,
    "💠" * 700,
)
names = st.sampled_from(ODD_NAMES) | st.text(max_size=40)
numbers = st.integers(-50, 5000) | st.integers(-(2**63), 2**63)
maybe_numbers = st.none() | numbers
figures = st.floats(-100, 5000) | st.floats()
moments = st.datetimes(timezones=st.just(UTC), min_value=datetime(1, 1, 2))  # noqa: DTZ001
maybe_moments = st.none() | moments
spans = st.none() | st.timedeltas() | st.just(timedelta(minutes=10))
outcomes = st.sampled_from(Outcome) | st.integers(-3, 200)
languages = st.sampled_from(EVERY_LANGUAGE)
freshness = st.builds(Freshness, st.none() | moments, st.booleans())
missing = st.lists(names, max_size=4).map(tuple)
players = st.builds(Player, st.integers(0, 2**64 - 1), names)
ranks = st.builds(
    Csr,
    value=numbers,
    tier=st.sampled_from(("", "Bronze", "Diamond", "Onyx")) | names,
    sub_tier=numbers,
    tier_start=numbers,
    next_tier=st.sampled_from(("", "Diamond", "Onyx")) | names,
    next_sub_tier=numbers,
    next_tier_start=numbers,
    placement_left=numbers,
    placement_total=numbers,
)
modes = st.sampled_from(ModeCategory) | st.integers(-1, 99)
medals = st.builds(
    EarnedMedal,
    medal_id=numbers,
    name=names,
    description=names,
    count=numbers,
    difficulty=st.integers(-2, 6),
    kind=names,
    sprite_index=numbers,
    sorting_weight=numbers,
)
teams = st.builds(
    TeamScore,
    team_id=st.integers(-1, 10),
    outcome=outcomes,
    score=numbers,
    rounds_won=numbers,
    rounds_lost=numbers,
    rounds_tied=numbers,
    mmr=st.none() | figures,
    is_own=st.booleans(),
)
lines = st.builds(
    PlayerLine,
    xuid=st.none() | numbers,
    name=names,
    is_bot=st.booleans(),
    is_subject=st.booleans(),
    team_id=st.none() | st.integers(-1, 10),
    outcome=outcomes,
    rank=maybe_numbers,
    score=maybe_numbers,
    kills=maybe_numbers,
    deaths=maybe_numbers,
    assists=maybe_numbers,
    kda=st.none() | figures,
    accuracy=st.none() | figures,
    shots_fired=maybe_numbers,
    shots_hit=maybe_numbers,
    damage_dealt=maybe_numbers,
    damage_taken=maybe_numbers,
    joined_late=st.booleans(),
    left_early=st.booleans(),
    csr=st.none() | ranks,
    bot_number=st.just("") | names,
)
# A few odd people, many times over: a crowd that is cheap to make.
crowds = st.builds(
    lambda people, times: tuple(people * times),
    st.lists(lines, max_size=4),
    st.sampled_from((1, 2, 8, 40)),
)
skills = st.builds(
    SkillReport,
    before=st.none() | ranks,
    after=st.none() | ranks,
    finished_placement=st.booleans(),
    expected_kills=st.none() | figures,
    expected_deaths=st.none() | figures,
)
matches = st.builds(
    MatchReport,
    match_id=st.uuids().map(str) | names,
    player=players,
    outcome=outcomes,
    started_at=maybe_moments,
    duration=spans,
    lifecycle=st.sampled_from(LifecycleMode) | st.integers(-1, 20),
    map_name=st.none() | names,
    mode_name=st.none() | names,
    mode_category=modes,
    playlist_name=st.none() | names,
    is_ranked=st.booleans(),
    by_rounds=st.booleans(),
    teams=st.lists(teams, max_size=6).map(tuple),
    players=crowds,
    subject=st.none() | lines,
    medals=st.lists(medals, max_size=12).map(tuple),
    skill=st.none() | skills,
    position=numbers,
    has_older=st.booleans(),
    missing=missing,
    freshness=freshness,
    neutral=st.booleans(),
    opponents=st.sampled_from(Opponents),
)
standings = st.builds(PlaylistStanding, names, names, ranks, ranks, ranks)
csr_reports = st.builds(
    CsrReport,
    player=players,
    standings=st.builds(
        lambda found, times: tuple(found * times),
        st.lists(standings, max_size=3),
        st.sampled_from((1, 2, 10)),
    ),
    unchecked=numbers,
    missing=missing,
    freshness=freshness,
)
medals_reports = st.builds(
    MedalsReport,
    player=players,
    scope=st.sampled_from(MedalScope),
    sort=st.sampled_from(MedalSort),
    medals=st.builds(
        lambda found, times: tuple(found * times),
        st.lists(medals, max_size=5),
        st.sampled_from((1, 3, 30)),
    ),
    match_id=st.just("") | names,
    missing=missing,
    freshness=freshness,
)
_certain = ("matches", "medals", "ai_kills", "ai_deaths")
records = st.builds(
    Record,
    **{
        name: numbers if name in _certain else maybe_numbers
        for name in Record.__dataclass_fields__
        if name not in {"time_played", "average_kda"}
    },
    time_played=spans,
    average_kda=st.none() | figures,
)
stats_reports = st.builds(
    StatsReport,
    player=players,
    question=st.builds(
        StatsQuestion,
        st.sampled_from(StatsScope),
        season=names,
        playlist=names,
        mode=st.none() | modes,
    ),
    record=records,
    seasons=st.lists(names, max_size=3).map(tuple),
    playlists=st.lists(st.builds(UsedPlaylist, names, names), max_size=3).map(tuple),
    modes=st.lists(modes, max_size=3).map(tuple),
    missing=missing,
    freshness=freshness,
)
counts = st.none() | st.integers(0, 10**9)
career_reports = st.builds(
    CareerReport,
    player=players,
    career=st.builds(
        Career, counts, counts, st.lists(st.integers(0, 10**6), max_size=5).map(tuple)
    ),
    rank_name=st.just("") | names,
    next_name=st.just("") | names,
    pace=st.none() | st.builds(Pace, figures, numbers, st.none() | figures, st.none() | moments),
    missing=missing,
    freshness=freshness,
)
comparisons = st.builds(
    Comparison,
    first=players,
    second=players,
    first_record=records,
    second_record=records,
    standings=st.lists(st.builds(SharedStanding, names, names, ranks, ranks), max_size=4).map(
        lambda found: tuple(found * 8)
    ),
    missing=missing,
    freshness=freshness,
)
tallies = st.builds(Tally, *(numbers for _ in range(4)))
rank_moves = st.builds(RankMove, names, names, numbers, skills)
outcome_lists = st.lists(outcomes, max_size=60).map(tuple)
session_reports = st.builds(
    SessionReport,
    player=players,
    started_at=maybe_moments,
    ended_at=maybe_moments,
    ongoing=st.booleans(),
    began_earlier=st.booleans(),
    outcomes=outcome_lists,
    record=tallies,
    combat=records,
    ranks=st.lists(rank_moves, max_size=8).map(tuple),
    against_ai=numbers,
    missing=missing,
    freshness=freshness,
)
points = st.lists(st.builds(Point, maybe_moments, figures), max_size=40).map(tuple)
win_rates = st.builds(
    WinRates,
    players,
    st.sampled_from(WinRateBy),
    st.lists(st.builds(WinRate, names, numbers, numbers), max_size=20).map(tuple),
)
trend_reports = st.builds(
    TrendReport,
    player=players,
    record=tallies,
    combat=records,
    earlier=records,
    later=records,
    form=st.builds(FormTrend, players, points, points),
    csr=st.none() | st.builds(CsrTrend, players, names, names, points),
    rank=st.none() | rank_moves,
    maps=win_rates,
    modes=win_rates,
    missing=missing,
    freshness=freshness,
)
teammates_reports = st.builds(
    TeammatesReport,
    player=players,
    record=tallies,
    teammates=st.lists(st.builds(Teammate, players, tallies), max_size=25).map(tuple),
    others=numbers,
    missing=missing,
    freshness=freshness,
)
leaderboard_rows = st.builds(
    LeaderboardRow, st.integers(0, 5), players, figures, st.none() | ranks, names
)
leaderboard_reports = st.builds(
    LeaderboardReport,
    by=st.sampled_from(LeaderboardBy),
    rows=st.lists(leaderboard_rows, max_size=30).map(tuple),
    unplaced=numbers,
    left_out=numbers,
    missing=missing,
    freshness=freshness,
)
_maybe_names = st.none() | names
exported_matches = st.builds(
    ExportedMatch,
    match_id=names,
    started_at=maybe_moments,
    duration=spans,
    outcome=outcomes,
    lifecycle=st.sampled_from(LifecycleMode) | st.integers(-1, 20),
    playlist=_maybe_names,
    mode=_maybe_names,
    mode_category=modes,
    map=_maybe_names,
    rank=maybe_numbers,
    opponents=st.sampled_from(Opponents),
    kills=maybe_numbers,
    deaths=maybe_numbers,
    assists=maybe_numbers,
    score=maybe_numbers,
    accuracy=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    shots_fired=maybe_numbers,
    shots_hit=maybe_numbers,
    damage_dealt=maybe_numbers,
    damage_taken=maybe_numbers,
    medals=maybe_numbers,
    csr_before=maybe_numbers,
    csr_after=maybe_numbers,
)
export_reports = st.builds(
    ExportReport,
    player=players,
    matches=st.lists(exported_matches, max_size=10).map(tuple),
    missing=missing,
    freshness=freshness,
)
