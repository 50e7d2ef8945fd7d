"""The match card: how one match went for the player it is about."""

from collections.abc import Sequence

import discord

from bot.facts.results import EarnedMedal, MatchReport, PlayerLine
from bot.features.match.boards import Board, boards
from bot.features.match.heading import start_card, team_result
from bot.halo.models.enums import Outcome
from bot.look import figures, names, notes, text, theme
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
        best = sorted(side.players, key=lambda line: line.score, reverse=True)
        fought = texts("K / D / A")
        embed.add_field(
            name=_side(match, side, texts) if match.teams else texts("Everybody"),
            value=notes.lines(
                f"**{_fought(side.players, texts)}** {fought}" if side.players else texts("Nobody"),
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
    return notes.joined(text.escape(names.participant(line, texts), _NAME), _fought([line], texts))


def _fought(lines: Sequence[PlayerLine], texts: Texts) -> str:
    """Kills, deaths and assists: "18 / 8 / 5"."""
    totals = (
        sum(line.kills for line in lines),
        sum(line.deaths for line in lines),
        sum(line.assists for line in lines),
    )
    return " / ".join(map(texts.number, totals))


def _add_figures(embed: discord.Embed, line: PlayerLine, texts: Texts) -> None:
    embed.add_field(
        name=texts("K / D / A"),
        value=f"**{_fought([line], texts)}**\nKDA {texts.signed(line.kda, 1)}",
    )
    embed.add_field(
        name=texts("Accuracy"), value=f"**{texts.percent(line.accuracy)}**\n{shots(line, texts)}"
    )
    dealt, taken = texts.number(line.damage_dealt), texts.number(line.damage_taken)
    embed.add_field(
        name=texts("Damage"), value=f"**{dealt}**\n{texts('{damage} taken', damage=taken)}"
    )


def shots(line: PlayerLine, texts: Texts) -> str:
    """How many shots hit: "135 of 221 shots"."""
    if not line.shots_fired:
        return texts("no shots fired")
    return texts(
        "{hit} of {fired} shots",
        hit=texts.number(line.shots_hit),
        fired=texts.number(line.shots_fired),
    )


def _add_expected(embed: discord.Embed, match: MatchReport, line: PlayerLine, texts: Texts) -> None:
    if match.skill is None:
        return
    kills, deaths = match.skill.expected_kills, match.skill.expected_deaths
    if kills is not None and figures.known(kills):
        embed.add_field(
            name=texts("Kills · expected"),
            value=_against(line.kills, kills, texts, more_is_good=True),
        )
    if deaths is not None and figures.known(deaths):
        embed.add_field(
            name=texts("Deaths · expected"),
            value=_against(line.deaths, deaths, texts, more_is_good=False),
        )


def _against(actual: int, expected: float, texts: Texts, *, more_is_good: bool) -> str:
    difference = round(actual - expected, 1)
    if difference == 0:
        mark = theme.EVEN
    else:
        mark = theme.GOOD if (difference > 0) is more_is_good else theme.POOR
    return notes.lines(
        notes.joined(f"**{texts.number(actual)}**", texts.number(expected, 1)),
        f"{mark} {texts.signed(difference, 1)}",
    )


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
