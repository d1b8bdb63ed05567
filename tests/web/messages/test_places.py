"""A town is called as the reader's language calls it; what nobody knows stays as it was typed."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import force_locale

from web.geocoding.places import load_gazetteer
from web.messages import recruiting
from web.messages.places import town_called


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("nl", ["Brussel", "Schaarbeek", "Ukkel", "Vorst", "Sint-Agatha-Berchem"]),
        ("de", ["Brüssel", "Schaerbeek", "Uccle", "Forest", "Berchem-Sainte-Agathe"]),
        ("fr", ["Bruxelles", "Schaerbeek", "Uccle", "Forest", "Berchem-Sainte-Agathe"]),
    ],
)
def test_brussels_is_called_as_its_readers_call_it(
    sqlite_app: Flask, language: str, names: list[str]
) -> None:
    homes = [
        ("Bruxelles", "1000"),
        ("Schaerbeek", "1030"),
        ("Uccle", "1180"),
        ("Forest", "1190"),
        ("Berchem-Sainte-Agathe", "1082"),
    ]
    with sqlite_app.test_request_context(), force_locale(language):
        assert [town_called(*home) for home in homes] == names


def test_a_village_of_the_same_name_is_not_the_commune(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context(), force_locale("nl"):
        assert town_called("Forest", "7910") == "Forest"


@pytest.mark.parametrize(("name", "postcode"), [("Nowhere", "1030"), ("", ""), ("Atlantis", "")])
def test_what_is_not_known_stays_as_it_was_typed(
    sqlite_app: Flask, name: str, postcode: str
) -> None:
    with sqlite_app.test_request_context(), force_locale("nl"):
        assert town_called(name, postcode) == name


def test_every_town_keeps_its_postcode_in_every_language(sqlite_app: Flask) -> None:
    """Whoever copies a name from a page finds the same people with it."""
    gazetteer = load_gazetteer()
    for language in ("fr", "nl", "de", "en"):
        with sqlite_app.test_request_context(), force_locale(language):
            for town in gazetteer.localities:
                said = town_called(town.name, town.postcode)
                found = {one.municipality for one in gazetteer.named(said)}
                assert town.municipality in found, (language, town.postcode, said)


def test_a_poster_calls_the_town_as_its_own_language_does(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context(), force_locale("nl"):
        assert "Ukkel" in recruiting.poster("Uccle", "ar", 1, "Voisins", "https://example.org")
