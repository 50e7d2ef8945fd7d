"""The career card: the rank, and what is missing to the next one and to Hero."""

import discord

from bot.features.career.lookup import CareerReport, Pace
from bot.halo.ranks import Career
from bot.look import figures, notes, text, theme, waypoint
from bot.look.limits import fit
from bot.look.texts import Texts


def career_card(report: CareerReport, texts: Texts) -> discord.Embed:
    """The pace, the rank with its bar, and all XP with theirs; within Discord's limits."""
    career = report.career
    embed = discord.Embed(
        title=notes.joined(
            texts("Career"), text.escape(report.rank_name) if report.rank_name else ""
        ),
        description=notes.lines(
            _pace(report.pace, texts) if report.pace is not None else "",
            notes.stale_note(report.freshness, texts),
        ),
        colour=theme.MEDALS if career.hero else theme.NEUTRAL,
    )
    embed.set_author(
        name=text.plain(report.player.gamertag), url=waypoint.player_url(report.player)
    )
    embed.add_field(name=place(career, texts), value=_to_next(report, texts), inline=False)
    if career.total > 0:
        embed.add_field(name=texts("Way to Hero"), value=_to_hero(career, texts), inline=False)
    estimate = ""
    if report.pace is not None:
        estimate = texts("The pace is an estimate from personal scores")
    embed.set_footer(text=notes.joined(estimate, notes.missing_note(report, texts)))
    return fit(embed)


def place(career: Career, texts: Texts) -> str:
    """Where the rank stands: "Rank 149 of 272"; without the ranks "Rank 149"."""
    number = texts.number(career.place)
    if not career.sizes:
        return texts("Rank {rank}", rank=number)
    ranks = texts.number(len(career.sizes))
    return texts("Rank {rank} of {ranks}", rank=number, ranks=ranks)


def _to_next(report: CareerReport, texts: Texts) -> str:
    career = report.career
    if career.hero:
        return texts("The end of the career is reached.")
    if career.size <= 0:
        return texts("{points} XP in this rank", points=texts.number(career.xp_in_rank))
    following = text.escape(report.next_name) if report.next_name else texts("the next rank")
    return notes.lines(
        f"{figures.bar(career.rank_progress)}\u2002{_xp(career.xp_in_rank, career.size, texts)}",
        texts("**{points} XP** to {rank}", points=texts.number(career.to_next), rank=following),
    )


def _to_hero(career: Career, texts: Texts) -> str:
    share = texts.percent(100 * career.progress if career.progress is not None else None, 1)
    left = texts("**{points} XP** to go", points=texts.number(career.to_hero))
    return notes.lines(
        f"{figures.bar(career.progress)}\u2002{share}",
        _xp(career.earned, career.total, texts),
        left if not career.hero else "",
    )


def _xp(done: int | None, needed: int, texts: Texts) -> str:
    return texts("{done} of {needed} XP", done=texts.number(done), needed=texts.number(needed))


def _pace(pace: Pace, texts: Texts) -> str:
    matches = texts.count("{count} match", "{count} matches", pace.matches_left)
    lines = [
        texts(
            "About {points} XP a match: **{matches}** to Hero",
            points=texts.number(pace.xp_a_match, 0),
            matches=matches,
        )
    ]
    if pace.matches_a_day is not None:
        daily = texts.number(pace.matches_a_day, 1)
        if pace.hero_at is None:
            lines.append(
                texts("At {daily} matches a day Hero is reached in over 50 years", daily=daily)
            )
        else:
            when = figures.ago(pace.hero_at)
            lines.append(
                texts("At {daily} matches a day Hero is reached {when}", daily=daily, when=when)
            )
    return notes.lines(*lines)
