"""What several matches came to, in words and as fields of a card."""

from collections.abc import Sequence

import discord

from bot.facts.played_match import RankMove, Tally
from bot.facts.records import Record
from bot.look import combat, names, notes, text
from bot.look.rank_text import rank_change
from bot.look.texts import Texts

_RANKS = 6


def won_and_lost(record: Tally, texts: Texts) -> str:
    """The outcomes in words: "5 won · 2 lost", with ties and unfinished ones where there are."""
    parts = [
        texts.count("{count} won", "{count} won", record.wins),
        texts.count("{count} lost", "{count} lost", record.losses),
    ]
    if record.ties:
        parts.append(texts.count("{count} tied", "{count} tied", record.ties))
    if record.unfinished:
        parts.append(texts.count("{count} unfinished", "{count} unfinished", record.unfinished))
    return notes.joined(*parts)


def add_combat(embed: discord.Embed, record: Record, texts: Texts) -> None:
    """Fields for K/D, accuracy and damage of several matches; none where nothing is known."""
    if not record.matches:
        return
    embed.add_field(
        name=texts("K/D"),
        value=f"**{texts.number(record.kills_per_death, 2)}**\n{combat.fought(record, texts)}",
    )
    embed.add_field(
        name=texts("Accuracy"),
        value=notes.lines(f"**{texts.percent(record.accuracy)}**", combat.shots(record, texts)),
    )
    embed.add_field(
        name=texts("Damage"),
        value=f"**{texts.number(record.damage_dealt)}**\n{mean_damage(record, texts)}",
    )


def mean_damage(record: Record, texts: Texts) -> str:
    """The damage of one match: "5,120 a match"."""
    return texts("{damage} a match", damage=texts.number(record.per_match(record.damage_dealt)))


def add_ranks(embed: discord.Embed, moves: Sequence[RankMove], texts: Texts) -> None:
    """A field a ranked playlist for what the matches did to the rank there."""
    for move in moves[:_RANKS]:
        if (change := rank_change(move.skill, texts)) is None:
            continue
        heading, value = change
        played = texts.count("{count} match", "{count} matches", move.matches)
        playlist = names.playlist(move.playlist_name, move.playlist_id, texts)
        name = notes.joined(text.escape(playlist), heading, played)
        embed.add_field(name=name, value=value, inline=False)
