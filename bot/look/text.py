"""Making the service's texts safe to show, and texts fit.

Names of players, maps and medals may hold anything: markdown, mentions, control characters.
`plain` is for places that render no markdown (author lines, footers), `escape` for those that do,
`code` for the inside of code blocks.
"""

import re
import unicodedata

from discord.utils import escape_mentions

from bot.look import theme

# Says in every language that there is nothing to read.
NAMELESS = "(?)"
# Longer than any name the service gives, short enough for a line.
NAME = 80
CODE_FENCE = "```"
_ZERO_WIDTH_JOINER = "\u200d"
# discord.utils.escape_markdown leaves what follows a masked link unescaped, and knows neither
# timestamps nor channel mentions; "://" is covered so that no name becomes a link.
_MARKDOWN = re.compile(r"[\\*_~|`<>\[\]]|:(?=//)|^(?:[#+-]|\d+(?=\.))")
# Letters that no font shows, which would leave a name looking empty.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def plain(text: str, limit: int = NAME) -> str:
    """The text on one line without control, direction and invisible characters, or "(?)".

    Mentions are broken up. The joiner inside emoji is kept. At most `limit` characters.
    """
    # Most texts have nothing in them that needs looking at letter by letter.
    if not (text.isascii() and text.isprintable()):
        text = "".join(map(_visible, text)).strip(_ZERO_WIDTH_JOINER + " ")
    words = clip(" ".join(text.split()), limit)
    return escape_mentions(words) or NAMELESS


def escape(text: str, limit: int = NAME) -> str:
    """The text for places that render markdown, shown exactly as it is written."""
    return _MARKDOWN.sub(_backslashed, plain(text, limit))


def code(text: str, limit: int = NAME) -> str:
    """The text for the inside of a code block or code span, which it cannot end."""
    return plain(text, limit).replace("`", "'")


def clip(text: str, limit: int) -> str:
    """The text in at most `limit` of Discord's characters, an ellipsis for what is cut off."""
    if length(text) <= limit:
        return text
    if limit < 1:
        return ""
    return _cut(text, limit - 1).rstrip() + theme.ELLIPSIS


def clip_markdown(text: str, limit: int) -> str:
    """Like clip(), leaving no half escape behind, and closing a code block that was cut.

    It ends at the end of a line, where that loses little.
    """
    if length(text) <= limit:
        return text
    tail = f"{theme.ELLIPSIS}\n{CODE_FENCE}"
    if limit <= len(tail):
        return clip(text.replace("`", ""), limit)
    kept = _cut(text, limit - len(tail))
    line_end = kept.rfind("\n")
    if line_end > len(kept) * 3 // 4:
        kept = kept[: line_end + 1]
    kept = kept.rstrip("\\`")
    closing = f"\n{CODE_FENCE}" if kept.count(CODE_FENCE) % 2 else ""
    return f"{kept}{theme.ELLIPSIS}{closing}"


def sentence(text: str) -> str:
    """The text beginning with a capital letter, where its script has one."""
    return text[:1].upper() + text[1:]


def length(text: str) -> int:
    """The text's length in UTF-16 units, the strictest way in which Discord may count."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cut(text: str, limit: int) -> str:
    encoded = text.encode("utf-16-le", "surrogatepass")[: 2 * max(0, limit)]
    kept = encoded.decode("utf-16-le", "surrogatepass")
    # Half of a character is left out.
    return kept[:-1] if "\ud800" <= kept[-1:] <= "\udbff" else kept


def _visible(character: str) -> str:
    if character in _BLANK:
        return " "
    match unicodedata.category(character):
        case "Cc" | "Zl" | "Zp":
            return " "
        case "Cf" if character != _ZERO_WIDTH_JOINER:
            return ""
        case "Cs" | "Co":
            return ""
        case _:
            return character


def _backslashed(found: re.Match[str]) -> str:
    # A numbered list is undone behind its number: a digit cannot be escaped.
    if found[0].isdigit():
        return f"{found[0]}\\"
    return f"\\{found[0]}"
