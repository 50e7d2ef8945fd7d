"""Names of modes out of those of their variants, whichever order the service writes them in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.mode_names import PairName, mode_name, pair_name


@pytest.mark.parametrize(
    ("before", "since", "name"),
    [
        ("Arena:Slayer", "Slayer:Arena", "Slayer"),
        ("Arena:Team Slayer", "Team Slayer:Arena", "Team Slayer"),
        ("Ranked:CTF 3 Captures", "CTF 3 Captures:Ranked", "CTF 3 Captures"),
        ("Ranked:Doubles Slayer", "Slayer:Ranked Doubles", "Doubles Slayer"),
        ("BTB:Total Control", "Total Control:BTB", "Total Control"),
        ("BTB:Fiesta CTF", "CTF:BTB Fiesta", "Fiesta CTF"),
        ("BTB Heavies:Slayer", "Slayer:BTB Heavies", "BTB Heavies Slayer"),
        ("Community:Team Slayer", "Team Slayer:Community", "Team Slayer"),
        ("Arena:Neutral Flag CTF", "CTF:Arena Neutral Flag", "Neutral Flag CTF"),
        ("Tactical:Slayer", "Slayer:Arena Tactical", "Tactical Slayer"),
        ("Fiesta:Slayer", "Slayer:Arena Fiesta", "Fiesta Slayer"),
        ("Fiesta:Slayer", "Slayer:Fiesta", "Fiesta Slayer"),
        ("Super Fiesta:Slayer", "Slayer:Arena Super Fiesta", "Super Fiesta Slayer"),
        ("Super Fiesta:Slayer", "Slayer:Super Fiesta", "Super Fiesta Slayer"),
        ("Husky Raid:CTF", "CTF:Arena Husky Raid", "Husky Raid CTF"),
        ("Super Husky Raid:CTF", "CTF:Super Husky Raid", "Super Husky Raid CTF"),
        ("Firefight:King of the Hill", "King of the Hill:Firefight", "King of the Hill"),
        ("Event:Escalation Slayer", "Escalation Slayer:Event", "Escalation Slayer"),
        # As the service writes them for readers of other languages.
        ("Rangliste:Slayer", "Slayer:Rangliste", "Slayer"),
        ("Arène:Assassin", "Assassin : Arène", "Assassin"),
        ("Classé : Assassin", "Assassin : Classé", "Assassin"),
        ("Clasificatoria:Asesino", "Asesino:Clasificatoria", "Asesino"),
        ("Ranqueada:Assassino", "Assassino:Ranqueada", "Assassino"),
        ("アリーナ:スレイヤー", "スレイヤー\N{FULLWIDTH COLON}アリーナ", "スレイヤー"),
        ("スーパー フィエスタ:スレイヤー", "スレイヤー:アリーナ スーパー フィエスタ",
         "スーパー フィエスタ スレイヤー"),
    ],
)  # fmt: skip
def test_both_orders_are_one_name(before: str, since: str, name: str) -> None:
    assert mode_name(before, in_playlist=True) == name
    assert mode_name(since, in_playlist=True) == name
    assert mode_name(since.upper(), in_playlist=True).casefold() == name.casefold()


@pytest.mark.parametrize(
    "written",
    [
        "Slayer", "Husky Raid", "Castle Wars", "TFF | Survive The Undead", "Arena", "Arena Slayer",
        "Rocket Hog Race:Sudden Death", "Slayer:Arenas", "Ranked:Arena", "", ":", "::",
    ],
)  # fmt: skip
def test_what_is_not_known_stays_whole(written: str) -> None:
    assert mode_name(written, in_playlist=True) == written


def test_a_ruleset_is_named_once() -> None:
    assert mode_name("Super Fiesta:Fiesta", in_playlist=True) == "Super Fiesta"


@pytest.mark.parametrize("written", ["Ranked:Slayer", "Slayer:Ranked", "Halo 3: Arena Shooter"])
def test_a_custom_game_is_called_what_its_author_calls_it(written: str) -> None:
    assert mode_name(written, in_playlist=False) == written


@given(st.text(alphabet=st.sampled_from("AB :：Ranked Arena")))
def test_no_mode_is_left_without_a_name(written: str) -> None:
    assert mode_name(written, in_playlist=True) or not written.strip()


@pytest.mark.parametrize(
    ("written", "language", "pair"),
    [
        ("Arena:Slayer on Aquarius", "en-US", PairName("Slayer", "Aquarius")),
        ("Slayer:Arena on Aquarius", "en-US", PairName("Slayer", "Aquarius")),
        ("CTF:Arena Neutral Flag on Cliffhanger", "en-US",
         PairName("Neutral Flag CTF", "Cliffhanger")),
        ("Ranked:Oddball on Lattice - Ranked", "de-DE", PairName("Oddball", "Lattice - Ranked")),
        ("Slayer:Arena auf Scharfer Schuss", "de-DE", PairName("Slayer", "Scharfer Schuss")),
        ("Arène:Assassin sur Tir réel", "fr-FR", PairName("Assassin", "Tir réel")),
        ("Asesino en equipo:Arena en Calles", "es-ES", PairName("Asesino en equipo", "Calles")),
        ("Assassino:Arena em Ruas", "pt-BR", PairName("Assassino", "Ruas")),
        ("Asesino en equipo:Arena", "es-ES", PairName("Asesino en equipo", "")),
        ("Slayer:Arena on House on the Hill", "en-US", PairName("Slayer", "House on the Hill")),
        ("Slayer:Arena", "ja-JP", PairName("Slayer", "")),
    ],
)  # fmt: skip
def test_pairs(written: str, language: str, pair: PairName) -> None:
    assert pair_name(written, language) == pair
