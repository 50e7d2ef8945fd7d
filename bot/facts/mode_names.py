"""What a mode is called everywhere, made of the service's name for its variant; pure.

The service joins the mode and where it is played with a colon, in either order: "Arena:Slayer"
until November 2025, "Slayer:Arena" and "CTF:Arena Neutral Flag" since. Which part is which is told
by the words, never by their position, and a part that is not known here is never dropped.
"""

import re
from dataclasses import dataclass

_CONTAINERS = frozenset({
    "arena", "btb", "big team battle", "community", "event", "firefight", "ranked",
    "große teamschlacht", "gemeinschaft", "ereignis", "feuergefecht", "rangliste", "gewertet",
    "arène", "grand combat en équipe", "grande bataille en équipe", "communauté", "événement",
    "baptême du feu", "classé", "classée", "classés", "classées",
    "gran batalla por equipos", "comunidad", "evento", "tiroteo",
    "clasificatoria", "clasificatorio", "clasificada", "clasificado",
    "grande batalha em equipe", "comunidade", "tiroteio", "ranqueada", "ranqueado",
    "アリーナ", "ビッグ チーム バトル", "コミュニティ", "コミュニティー", "イベント",
    "ファイアファイト", "ランク", "ランク戦", "ランクマッチ",
})  # fmt: skip
"""Where a mode is played, which the playlist tells as well, in the languages of the bot."""

_RULESETS = frozenset({
    "assault", "btb heavies", "castle wars", "doubles", "ffa", "fiesta", "gruntpocalypse",
    "husky raid", "infection", "super fiesta", "super husky raid", "tactical",
    "doppel", "infektion", "taktisch", "tactique", "infección", "infecção", "táctico", "tático",
    "インフェクション", "スーパー フィエスタ", "スーパー ハスキー レイド", "タクティカル",
    "ダブルス", "ハスキー レイド", "フィエスタ",
})  # fmt: skip
"""Parts that change how a mode is played. They stay, in front of the mode."""

# A longer container wins over a shorter one that it begins with.
_LEADING = sorted((one.split() for one in _CONTAINERS), key=len, reverse=True)
_COLON = re.compile("[:\N{FULLWIDTH COLON}]")
# Pairs that the service has no translation for are in English.
_ON = " on "
_ON_IN = {"de": " auf ", "fr": " sur ", "es": " en ", "pt": " em "}


@dataclass(frozen=True, slots=True)
class PairName:
    """A mode on a map; the map's name is "" where the pair's does not tell it."""

    mode: str
    map: str


def mode_name(written: str, *, in_playlist: bool) -> str:
    """The mode's name out of its variant's: "Slayer" of both "Arena:Slayer" and "Slayer:Arena",
    "Super Fiesta Slayer" of both "Super Fiesta:Slayer" and "Slayer:Arena Super Fiesta".

    Only known containers are dropped, and only in a playlist: in a custom game nothing else tells
    what they do, and the name may be its author's own.
    """
    parts = [words for part in _COLON.split(written) if (words := " ".join(part.split()))]
    if not in_playlist or len(parts) < 2:
        return written.strip()
    rules: list[str] = []
    modes: list[str] = []
    for number, part in enumerate(parts):
        words = part.casefold()
        if words in _RULESETS:
            rules.append(part)
        elif words not in _CONTAINERS:
            led = _after_container(part) if number else ""
            (rules if led else modes).append(led or part)
    if not rules and len(modes) in (0, len(parts)):
        return written.strip()
    return " ".join([*_without_repeats(rules), *([":".join(modes)] if modes else [])])


def pair_name(written: str, language: str) -> PairName:
    """A map-mode pair's name taken apart: "Slayer:Arena on Aquarius" is Slayer on Aquarius.

    `language` is the locale that the service was asked in.
    """
    mode, on, map_name = written.partition(_ON)
    if not on:
        # Such a word is part of some modes too: "Asesino en equipo:Arena en Calles".
        mode, on, map_name = written.rpartition(_ON_IN.get(language.partition("-")[0], _ON))
    if not on or (_COLON.search(map_name) and not _COLON.search(mode)):
        mode, map_name = written, ""
    return PairName(mode_name(mode, in_playlist=True), map_name.strip())


def _after_container(part: str) -> str:
    """What follows a container at the beginning: "Neutral Flag" of "Arena Neutral Flag"; "" where
    there is none."""
    words, folded = part.split(), part.casefold().split()
    lengths = (len(one) for one in _LEADING if folded[: len(one)] == one)
    return " ".join(words[next(lengths, len(words)) :])


def _without_repeats(parts: list[str]) -> list[str]:
    """The parts without those that another one holds: "Super Fiesta" says "Fiesta" as well."""
    padded = {part: f" {part.casefold()} " for part in parts}
    return [
        part
        for part in padded
        if not any(padded[part] in other for name, other in padded.items() if name != part)
    ]
