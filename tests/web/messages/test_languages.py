"""A language has a name in each language that we speak, never its code."""

from __future__ import annotations

import pytest
from babel import Locale

from web.messages.languages import HOUSEHOLD_LANGUAGES, SPOKEN_LANGUAGES, language_name


@pytest.mark.parametrize("reader", HOUSEHOLD_LANGUAGES)
def test_no_language_is_shown_as_its_code(reader: str) -> None:
    names = {tag: language_name(tag, Locale(reader)) for tag in SPOKEN_LANGUAGES}
    assert [tag for tag, name in names.items() if name == tag] == []
    assert len(set(names.values())) == len(names)


def test_dari_and_kurmanji_are_called_what_their_speakers_are_told_they_are() -> None:
    said = {reader: language_name("kmr", Locale(reader)) for reader in ("nl", "de", "en")}
    assert said == {
        "nl": "Koerdisch (Kurmanji)",
        "de": "Kurdisch (Kurmandschi)",
        "en": "Northern Kurdish (Kurmanji)",
    }
    assert {language_name("prs", Locale(reader)) for reader in ("nl", "de", "en")} == {"Dari"}
