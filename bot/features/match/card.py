"""The match card: how one match went for the player it is about."""

from collections.abc import Sequence

import discord

from bot.facts.records import Record, summed
from bot.facts.results import EarnedMedal, MatchReport, PlayerLine
from bot.features.match.boards import Board, boards
from bot.features.match.heading import start_card, team_result
from bot.halo.models.enums import Outcome
from bot.look import combat, figures, names, notes, text, theme
from bot.look.limits import fit
from bot.look.rank_text import rank_change
from bot.look.texts import Texts

_MEDALS = 9
_TEAMS = 4
_BEST = 3
_NAME = 20


def match_card(match: MatchReport, texts: Texts) -> discord.Embed:
    """The result, the player's figures, rank, team ratings and medals; within Discord's limits."""
    embed = start_card(match, texts)
    if match.neutral:
        _add_sides(embed, match, texts)
    elif match.subject is None:
        embed.description = notes.lines(
            embed.description or "", texts("The service lists no figures of this player.")
        )
    else:
        _add_figures(embed, match.subject, texts)
        _add_expected(embed, match, match.subject, texts)
    _add_ratings(embed, match, texts)
    if match.skill is not None and (change := rank_change(match.skill, texts)) is not None:
        embed.add_field(name=change[0], value=change[1], inline=False)
    if match.medals:
        total = texts.number(sum(medal.count for medal in match.medals))
        embed.add_field(
            name=notes.joined(texts("Medals"), total),
            value=_medals(match.medals, texts),
            inline=False,
        )
    return fit(embed)


def _add_sides(embed: discord.Embed, match: MatchReport, texts: Texts) -> None:
    """What each team did together, and who did best."""
    for side in boards(match, texts)[:_TEAMS]:
        best = sorted(side.players, key=_known_score, reverse=True)
        together = combat.fought(_together(side.players), texts)
        embed.add_field(
            name=_side(match, side, texts) if match.teams else texts("Everybody"),
            value=notes.lines(
                f"**{together}** {texts('K / D / A')}",
                *(_best(line, texts) for line in best[:_BEST]),
            ),
            inline=False,
        )


def _side(match: MatchReport, side: Board, texts: Texts) -> str:
    name = f"{theme.team_style(side.team_id).mark} {text.escape(side.name)}"
    if side.team is None:
        return name
    won = texts("won") if side.team.outcome == Outcome.WIN else ""
    return notes.joined(name, team_result(side.team, texts, by_rounds=match.by_rounds), won)


def _best(line: PlayerLine, texts: Texts) -> str:
    name = text.escape(names.participant(line, texts), _NAME)
    return notes.joined(name, combat.fought(line, texts))


def _known_score(line: PlayerLine) -> tuple[bool, int]:
    return (line.score is not None, line.score or 0)


def _together(lines: Sequence[PlayerLine]) -> Record:
    return summed(
        Record(1, kills=line.kills, deaths=line.deaths, assists=line.assists) for line in lines
    )


def _add_figures(embed: discord.Embed, line: PlayerLine, texts: Texts) -> None:
    embed.add_field(
        name=texts("K / D / A"),
        value=f"**{combat.fought(line, texts)}**\nKDA {texts.signed(line.kda, 1)}",
    )
    embed.add_field(
        name=texts("Accuracy"),
        value=notes.lines(f"**{texts.percent(line.accuracy)}**", combat.shots(line, texts)),
    )
    dealt, taken = texts.number(line.damage_dealt), texts.number(line.damage_taken)
    embed.add_field(
        name=texts("Damage"), value=f"**{dealt}**\n{texts('{damage} taken', damage=taken)}"
    )


def _add_expected(embed: discord.Embed, match: MatchReport, line: PlayerLine, texts: Texts) -> None:
    skill = match.skill
    if skill is None or (skill.expected_kills is None and skill.expected_deaths is None):
        return
    embed.add_field(
        name=texts("Kills · expected"),
        value=_against(line.kills, skill.expected_kills, texts, more_is_good=True),
    )
    embed.add_field(
        name=texts("Deaths · expected"),
        value=_against(line.deaths, skill.expected_deaths, texts, more_is_good=False),
    )


def _against(
    actual: int | None, expected: float | None, texts: Texts, *, more_is_good: bool
) -> str:
    both = notes.joined(f"**{texts.number(actual)}**", texts.number(expected, 1))
    if actual is None or expected is None:
        return both
    difference = round(actual - expected, 1)
    if difference == 0:
        mark = theme.EVEN
    else:
        mark = theme.GOOD if (difference > 0) is more_is_good else theme.POOR
    return notes.lines(both, f"{mark} {texts.signed(difference, 1)}")


def _add_ratings(embed: discord.Embed, match: MatchReport, texts: Texts) -> None:
    rated = [team for team in match.teams if figures.known(team.mmr)]
    if not rated:
        return
    lines = []
    for team in rated[:_TEAMS]:
        rating = texts.number(round(team.mmr or 0), grouped=False)
        rating = f"**{rating}**" if team.is_own else rating
        name = text.escape(names.team(team.team_id, texts))
        lines.append(f"{theme.team_style(team.team_id).mark} {name} {rating}")
    embed.add_field(
        name=texts("Team MMR"), value=notes.lines(*lines, _more(len(rated) - _TEAMS, texts))
    )


def _medals(medals: Sequence[EarnedMedal], texts: Texts) -> str:
    # Spaces that do not break keep a medal's mark and count on the line of its name.
    shown = [
        f"{theme.difficulty_style(medal.difficulty).mark}\u00a0"
        f"{text.escape(names.medal(medal, texts))}\u00a0**×{texts.number(medal.count)}**"
        for medal in medals[:_MEDALS]
    ]
    if more := _more(len(medals) - _MEDALS, texts):
        shown.append(more)
    return "\u2003".join(shown)


def _more(count: int, texts: Texts) -> str:
    return texts("and {count} more", count=texts.number(count)) if count > 0 else ""
