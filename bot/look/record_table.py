"""What several matches came to, as lines of a terminal."""

from collections.abc import Iterable, Sequence

from rich.text import Text

from bot.facts.played_match import RankMove
from bot.facts.records import Record
from bot.look import names, text, theme
from bot.look.combat import fought
from bot.look.rank_text import rank, way_in_words
from bot.look.terminal import one_line
from bot.look.texts import Texts


def combat_line(record: Record, texts: Texts) -> Iterable[Text]:
    """K/D, kills, deaths, assists and accuracy on one line; nothing without figures."""
    if record.matches:
        yield one_line(
            f"K/D {texts.number(record.kills_per_death, 2)}",
            fought(record, texts),
            f"accuracy {texts.percent(record.accuracy)}",
        )


def rank_lines(moves: Sequence[RankMove], texts: Texts) -> Iterable[Text]:
    """A line per ranked playlist: the rank, its change and what is left to the next one."""
    for move in moves:
        after, change = move.skill.after, move.skill.change
        if after is None:
            continue
        moved = f"({texts.signed(change)})" if change is not None else ""
        name = text.plain(names.playlist(move.playlist_name, move.playlist_id, texts))
        yield Text(
            theme.SEPARATOR.join(
                (name, f"{rank(after, texts)} {moved}".strip(), way_in_words(after, texts))
            ),
            style=theme.rank_style(after).terminal,
        )
