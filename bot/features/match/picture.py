"""The match card: result over the map, the player's figures, rank, medals and the scoreboard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.facts.results import EarnedMedal, MatchArtwork, MatchReport, PlayerLine
from bot.features.match.boards import Board, boards, marks
from bot.features.match.heading import kind, mode_on_map, placing, scores
from bot.look import figures, names, notes, theme
from bot.look.combat import against, fought, shots
from bot.look.drawing import Drawing, Tile, alt_text
from bot.look.drawn import drawn, small_print
from bot.look.texts import Texts
from bot.pictures.ranks import RankScene, rank_scene

_MEDALS = 10
_ROWS = 12
_BOARDS = 4
_TEAMS = 4


@dataclass(frozen=True, slots=True)
class MedalScene:
    """A medal on the card. Where `icon` is None a shape of the colour is drawn."""

    name: str
    count: str
    colour: int
    icon: bytes | None


@dataclass(frozen=True, slots=True)
class RowScene:
    """A participant's line."""

    name: str
    marks: str
    kills: str
    deaths: str
    assists: str
    score: str
    is_subject: bool


@dataclass(frozen=True, slots=True)
class BoardScene:
    """A team's lines. `more` says how many found no room, or is ""."""

    title: str
    colour: int
    rows: tuple[RowScene, ...]
    more: str


@dataclass(frozen=True, slots=True)
class MatchScene:
    """The whole card in words; "" and None are left out."""

    outcome: str
    colour: int
    headline: str
    subline: str
    place: str
    kind: str
    length: str
    date: str
    gamertag: str
    map_picture: bytes | None
    tiles: tuple[Tile, ...]
    rank: RankScene | None
    ratings: str
    medals: tuple[MedalScene, ...]
    boards: tuple[BoardScene, ...]
    note: str


def match_picture(match: MatchReport, texts: Texts, artwork: MatchArtwork | None = None) -> Drawing:
    """The card of a match."""
    artwork = artwork or MatchArtwork()
    style = theme.outcome_style(match.outcome)
    headline, subline = _headline(match, texts)
    label = texts(style.label)
    kind_of_match = notes.joined(kind(match, texts), against(match.opponents, texts))
    scene = MatchScene(
        outcome=label if headline != label else "",
        colour=style.colour,
        headline=headline,
        subline=subline,
        place=drawn(mode_on_map(match, texts)),
        kind=drawn(kind_of_match) if kind_of_match else "",
        length=texts.duration(match.duration),
        date=texts.moment(match.started_at),
        gamertag=drawn(match.player.gamertag),
        map_picture=artwork.map_picture,
        tiles=_tiles(match, texts),
        rank=rank_scene(match.skill, texts, artwork.rank) if match.skill is not None else None,
        ratings=_ratings(match, texts),
        medals=_medals(match.medals, artwork.medals or {}, texts),
        boards=_boards(match, texts),
        note=small_print(match, texts),
    )
    return Drawing("match/picture", scene, _alt(scene, texts), texts)


def _headline(match: MatchReport, texts: Texts) -> tuple[str, str]:
    if not match.teams:
        return placing(match, texts) or texts(theme.outcome_style(match.outcome).label), ""
    points = scores([team.score for team in match.teams], texts)
    if not match.by_rounds:
        return points, ""
    rounds = scores([team.rounds_won for team in match.teams], texts)
    return rounds, texts("in rounds · {points} points", points=points)


def _tiles(match: MatchReport, texts: Texts) -> tuple[Tile, ...]:
    line = match.subject
    if line is None:
        return ()
    tiles = [
        Tile(
            texts("K / D / A"), fought(line, texts), f"KDA {texts.signed(line.kda, 1)}", theme.INK
        ),
        Tile(
            texts("Accuracy"),
            texts.percent(line.accuracy),
            shots(line, texts),
            theme.INK,
        ),
        Tile(
            texts("Damage"),
            texts.number(line.damage_dealt),
            texts("{damage} taken", damage=texts.number(line.damage_taken)),
            theme.INK,
        ),
    ]
    skill = match.skill
    if skill is not None and not (skill.expected_kills is None and skill.expected_deaths is None):
        tiles += [
            _against(texts("Kills vs exp."), line.kills, skill.expected_kills, 1, texts),
            _against(texts("Deaths vs exp."), line.deaths, skill.expected_deaths, -1, texts),
        ]
    return tuple(tiles)


def _against(
    name: str, actual: int | None, expected: float | None, good: int, texts: Texts
) -> Tile:
    difference: float | None = None
    if actual is not None and expected is not None:
        difference = round(actual - expected, 1)
    return Tile(
        name,
        texts.signed(difference, 1),
        texts(
            "{actual} · {expected} expected",
            actual=texts.number(actual),
            expected=texts.number(expected, 1),
        ),
        theme.gain(difference * good if difference is not None else 0),
    )


def _ratings(match: MatchReport, texts: Texts) -> str:
    rated = [team for team in match.teams if figures.known(team.mmr)][:_TEAMS]
    # The own team's comes first, so that "vs" reads from the player's side.
    rated.sort(key=lambda team: not team.is_own)
    return " vs ".join(texts.number(round(team.mmr or 0), grouped=False) for team in rated)


def _medals(
    medals: Sequence[EarnedMedal], icons: Mapping[int, bytes], texts: Texts
) -> tuple[MedalScene, ...]:
    shown = medals if len(medals) <= _MEDALS else medals[: _MEDALS - 1]
    scenes = [
        MedalScene(
            drawn(names.medal(medal, texts)),
            f"×{texts.number(medal.count)}",
            theme.difficulty_style(medal.difficulty).colour,
            icons.get(medal.medal_id),
        )
        for medal in shown
    ]
    if len(shown) < len(medals):
        left = medals[len(shown) :]
        scenes.append(
            MedalScene(
                texts.count("{count} more kind", "{count} more kinds", len(left)),
                f"×{texts.number(sum(medal.count for medal in left))}",
                theme.NEUTRAL,
                None,
            )
        )
    return tuple(scenes)


def _boards(match: MatchReport, texts: Texts) -> tuple[BoardScene, ...]:
    found = boards(match, texts)
    if len(found) == 1 and not found[0].name:
        return _free_for_all(found[0].players, texts)
    return tuple(_board(match, board, texts) for board in found[:_BOARDS])


def _board(match: MatchReport, board: Board, texts: Texts) -> BoardScene:
    title = drawn(board.name)
    if board.team is not None:
        score = board.team.rounds_won if match.by_rounds else board.team.score
        title = f"{title}{theme.SEPARATOR}{texts.number(score)}"
    return _lines(title, theme.team_style(board.team_id).colour, board.players, texts)


def _free_for_all(players: Sequence[PlayerLine], texts: Texts) -> tuple[BoardScene, ...]:
    """All by place, in two columns where one would be long."""
    half = (len(players) + 1) // 2 if len(players) > _ROWS // 2 else len(players)
    columns = [players[:half], players[half:]]
    titles = [texts("Free-for-all"), texts("from {place}", place=texts.ordinal(half + 1))]
    return tuple(
        _lines(title, theme.NEUTRAL, column, texts)
        for title, column in zip(titles, columns, strict=True)
        if column
    )


def _lines(title: str, colour: int, players: Sequence[PlayerLine], texts: Texts) -> BoardScene:
    shown = list(players[:_ROWS])
    # Whoever the card is about is always on it.
    for line in players[_ROWS:]:
        if line.is_subject:
            shown[-1] = line
    left = len(players) - len(shown)
    return BoardScene(
        title,
        colour,
        tuple(_row(line, texts) for line in shown),
        texts("and {count} more", count=texts.number(left)) if left else "",
    )


def _row(line: PlayerLine, texts: Texts) -> RowScene:
    return RowScene(
        drawn(names.participant(line, texts)),
        marks(line, texts),
        texts.short(line.kills),
        texts.short(line.deaths),
        texts.short(line.assists),
        texts.short(line.score, 5),
        line.is_subject,
    )


def _alt(scene: MatchScene, texts: Texts) -> str:
    medals = ", ".join(f"{medal.name} {medal.count}" for medal in scene.medals)
    people = (
        f"{board.title}: "
        + ", ".join(f"{row.name} {row.kills}/{row.deaths}/{row.assists}" for row in board.rows)
        for board in scene.boards
    )
    return alt_text(
        f"{scene.gamertag}: {notes.joined(scene.outcome, scene.headline, scene.subline)}",
        notes.joined(scene.place, scene.kind, scene.length, scene.date),
        *(tile.in_words for tile in scene.tiles),
        scene.rank.in_words if scene.rank is not None else "",
        f"{texts('Team MMR')} {scene.ratings}" if scene.ratings else "",
        f"{texts('Medals')}: {medals}" if medals else "",
        *people,
        scene.note,
    )
