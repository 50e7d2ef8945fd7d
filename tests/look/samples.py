"""Ordinary results to start from: a ranked win, its players, ranks and medals, an evening."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.facts.played_match import RankMove, Tally, tally_of
from bot.facts.records import Record
from bot.facts.results import (
    CsrReport,
    EarnedMedal,
    MatchReport,
    MedalScope,
    MedalSort,
    MedalsReport,
    Player,
    PlayerLine,
    PlaylistStanding,
    SkillReport,
    TeamScore,
)
from bot.features.session.lookup import SessionReport
from bot.features.teammates.lookup import Teammate, TeammatesReport
from bot.halo.models.enums import LifecycleMode, ModeCategory, Outcome
from bot.halo.ranks import Csr
from bot.records import Link

PLAYER = Player(2533274800000001, "MapleLeaf 117")
STARTED = datetime(2026, 6, 1, 19, 40, tzinfo=UTC)
UNRANKED = Csr(-1)
PLACEMENT = Csr(-1, placement_left=3, placement_total=5)
ONYX = Csr(1532, "Onyx", 0, 1500, "Onyx", 0, 1500)


def diamond(value: int) -> Csr:
    """A Diamond rank of that value."""
    sub_tier = (value - 1200) // 50
    onyx_next = sub_tier == 5
    return Csr(
        value,
        "Diamond",
        sub_tier,
        1200,
        "Onyx" if onyx_next else "Diamond",
        0 if onyx_next else sub_tier + 1,
        1500 if onyx_next else 1200,
    )


def line(name: str, kills: int, deaths: int, assists: int, team: int | None = 0) -> PlayerLine:
    """A participant of whom nothing special is known."""
    return PlayerLine(
        xuid=2533274800000009,
        name=name,
        is_bot=False,
        is_subject=False,
        team_id=team,
        outcome=Outcome.WIN if team == 0 else Outcome.LOSS,
        rank=1,
        score=100 * kills + 50 * assists,
        kills=kills,
        deaths=deaths,
        assists=assists,
        kda=kills + assists / 3 - deaths,
        accuracy=50.0,
        shots_fired=200,
        shots_hit=100,
        damage_dealt=4000,
        damage_taken=3900,
        joined_late=False,
        left_early=False,
        csr=None,
    )


SUBJECT = replace(
    line("MapleLeaf 117", 18, 8, 5),
    xuid=PLAYER.xuid,
    is_subject=True,
    accuracy=61.09,
    shots_fired=221,
    shots_hit=135,
    damage_dealt=6040,
    damage_taken=3090,
    csr=ONYX,
)
PLAYERS = (
    SUBJECT,
    line("Quiet Comet", 14, 11, 9),
    replace(line("한글 Seven", 11, 12, 10), joined_late=True),
    line("Ember Fox", 7, 12, 6),
    replace(line("Rook Harbor", 16, 12, 4, 1), csr=diamond(1384)),
    line("Static Vale", 13, 13, 7, 1),
    replace(line("Nova", 9, 13, 8, 1), left_early=True),
    replace(line("343 Ritzy", 5, 12, 3, 1), is_bot=True, xuid=None),
)


def team(team_id: int, outcome: Outcome, score: int, mmr: float | None) -> TeamScore:
    """A team of a match that points decided; team 0 is the player's own."""
    return TeamScore(team_id, outcome, score, 0, 0, 0, mmr, team_id == 0)


TEAMS = (
    team(0, Outcome.WIN, 50, 1349.2),
    team(1, Outcome.LOSS, 43, 1377.8),
)
NAMES = ("Perfect", "Double Kill", "Snapshot", "Reversal", "Nade Shot", "Back Smack", "Ninja")


def medal(name: str, count: int = 1, difficulty: int = 0) -> EarnedMedal:
    """A medal for skill."""
    return EarnedMedal(622331684, name, f"Earn {name}.", count, difficulty, "skill", 4, 100)


MATCH = MatchReport(
    match_id="b4be1c44-5782-42b3-8cf8-0d76dd87230c",
    player=PLAYER,
    outcome=Outcome.WIN,
    started_at=STARTED,
    duration=timedelta(minutes=12, seconds=4),
    lifecycle=LifecycleMode.MATCHMADE,
    map_name="Live Fire",
    mode_name="Slayer",
    mode_category=ModeCategory.SLAYER,
    playlist_name="Ranked Arena",
    is_ranked=True,
    by_rounds=False,
    teams=TEAMS,
    players=PLAYERS,
    subject=SUBJECT,
    medals=(medal("Perfect", 3, 2), medal("Double Kill", 2), medal("Snapshot", 1, 1)),
    skill=SkillReport(replace(ONYX, value=1530), ONYX, False, 21.6, 14.7),
    position=2,
    has_older=True,
)


def free_for_all(players: int, *, rank: int, outcome: Outcome) -> MatchReport:
    """A match without teams in which the player came in at a place."""
    lines = tuple(
        replace(
            line(f"Spartan {place}", players - place, place, 1, None),
            rank=place,
            is_subject=place == rank,
        )
        for place in range(1, players + 1)
    )
    return replace(
        MATCH,
        outcome=outcome,
        teams=(),
        players=lines,
        subject=lines[rank - 1],
        playlist_name="Ranked FFA",
        skill=None,
        medals=(),
    )


def with_skill(before: Csr | None, after: Csr | None, *, finished: bool = False) -> MatchReport:
    """The ordinary match with another effect on the rank."""
    return replace(MATCH, skill=SkillReport(before, after, finished, 21.6, 14.7))


CSR = CsrReport(
    PLAYER,
    (
        PlaylistStanding("1", "Ranked Arena", ONYX, replace(ONYX, value=1549), ONYX),
        PlaylistStanding("2", "Ranked Slayer", diamond(1384), diamond(1410), diamond(1466)),
        PlaylistStanding("3", "Ranked Doubles", PLACEMENT, UNRANKED, diamond(1201)),
        PlaylistStanding("4", "Ranked Snipers", UNRANKED, UNRANKED, UNRANKED),
    ),
    unchecked=2,
)


def medals_report(kinds: int, sort: MedalSort = MedalSort.COUNT) -> MedalsReport:
    """A career with so many kinds of medals, the most earned first."""
    medals = tuple(
        medal(f"Medal {place}", 10 * (kinds - place + 1), place % 4)
        for place in range(1, kinds + 1)
    )
    return MedalsReport(PLAYER, MedalScope.CAREER, sort, medals)


def links(first: int, count: int, guild_id: int | None = 7) -> Sequence[Link]:
    """Links as an admin made them, numbered from `first`."""
    return tuple(
        Link(100 + number, number, f"Spartan {number}", guild_id, 5, STARTED)
        for number in range(first, first + count)
    )


OUTCOMES = (Outcome.LOSS, Outcome.WIN, Outcome.WIN, Outcome.TIE)
UP = SkillReport(replace(ONYX, value=1530), ONYX, False, None, None)
ENDED = STARTED + timedelta(hours=1, minutes=5)
SESSION = SessionReport(
    player=PLAYER,
    started_at=STARTED,
    ended_at=ENDED,
    ongoing=True,
    began_earlier=False,
    outcomes=OUTCOMES,
    record=tally_of(OUTCOMES),
    combat=Record(
        4, kills=60, deaths=40, assists=20, shots_fired=1000, shots_hit=512, damage_dealt=16_000
    ),
    ranks=(RankMove("1", "Ranked Arena", 3, UP),),
)
TEAMMATES = TeammatesReport(
    player=PLAYER,
    record=Tally(12, 8),
    teammates=(
        Teammate(Player(2, "Quiet Comet"), Tally(6, 4)),
        Teammate(Player(3, "Ember Fox"), Tally(7, 2)),
        Teammate(Player(4, "한글 Seven"), Tally(2, 0)),
    ),
    others=31,
)
