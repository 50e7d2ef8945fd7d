"""What things are called that the service has no name for."""

from dataclasses import replace

import pytest

from bot.facts.asset_names import KNOWN_PLAYLISTS
from bot.facts.results import Player
from bot.halo.models.enums import ModeCategory, mode_name
from bot.halo.ranks import RANKED_PLAYLISTS
from bot.look import names
from tests.look.samples import line, medal
from tests.support.texts import CATALOGUE, ENGLISH

GERMAN = CATALOGUE.texts("de")
BOT = replace(line("", 1, 2, 3), is_bot=True, xuid=None, bot_number="31")
UNKNOWN = replace(line("", 1, 2, 3), xuid=2533274790000012)


def test_in_english() -> None:
    assert names.medal(medal("Perfect"), ENGLISH) == "Perfect"
    assert names.medal(medal(""), ENGLISH) == "Unknown medal (622331684)"
    assert names.mode("Ranked:Slayer", ModeCategory.SLAYER, ENGLISH) == "Ranked:Slayer"
    assert names.mode(None, ModeCategory.SLAYER, ENGLISH) == "Slayer"
    assert names.mode(None, 99, ENGLISH) == "Unknown mode (99)"
    assert names.participant(line("Ember Fox", 1, 2, 3), ENGLISH) == "Ember Fox"
    assert names.participant(BOT, ENGLISH) == "Bot 31"
    assert names.participant(UNKNOWN, ENGLISH) == "Player 0012"
    assert names.gamertag(Player(7, ""), ENGLISH) == "Player 0007"
    assert names.playlist("", "dcb2e24e-05fb-4390-8076-32a0cdb4326e", ENGLISH) == "Ranked Slayer"
    assert names.playlist("", "00000000-1111", ENGLISH) == "Playlist 00000000"
    assert [names.team(each, ENGLISH) for each in (0, 1, 8, 9, -1)] == [
        "Eagle", "Cobra", "Observer", "Team 9", "Team -1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("season_id", "english", "german"),
    [
        ("Csr/Seasons/CsrSeason9-1.json", "Season 9-1", "Saison 9-1"),
        ("Seasons/Season6.json", "Season 6", "Saison 6"),
        ("Seasons/Season-Winter-Break-22.json", "Winter Break 22", "Winter Break 22"),
        ("Seasons/Something.json", "Something", "Something"),
        ("", "", ""),
    ],
)
def test_seasons(season_id: str, english: str, german: str) -> None:
    assert names.season(season_id, ENGLISH) == english
    assert names.season(season_id, GERMAN) == german


def test_in_another_language() -> None:
    assert names.medal(medal(""), GERMAN) == "Unbekannte Medaille (622331684)"
    assert names.mode(None, ModeCategory.CAPTURE_THE_FLAG, GERMAN) == "Flaggenraub"
    assert names.mode(None, 99, GERMAN) == "Unbekannter Modus (99)"
    assert names.participant(UNKNOWN, GERMAN) == "Spieler 0012"
    assert names.team(9, CATALOGUE.texts("fr")) == "Équipe 9"
    assert names.playlist("", "dcb2e24e-05fb-4390-8076-32a0cdb4326e", GERMAN) != "Ranked Slayer"


def test_every_language_has_a_name_for_every_kind_of_mode_and_known_playlist() -> None:
    japanese = CATALOGUE.texts("ja")
    for category in ModeCategory:
        known = mode_name(category)
        assert known
        # What is written in Latin letters in Japanese as well.
        assert japanese(known) != known or known == "VIP"
    for known in (*RANKED_PLAYLISTS.values(), *KNOWN_PLAYLISTS.values()):
        assert japanese(known) != known
