"""In French no line breaks before a colon or between a word and its quotation marks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import web

BREAKING = re.compile(r" [:;!?»]|« ")
# A text message names who writes and then says one sentence; its letters count.
TEXT_MESSAGE = re.compile(r"^%\(scheme\)s : ")


@pytest.mark.parametrize("domain", ["staff", "household"])
def test_no_space_breaks_before_a_sign(domain: str) -> None:
    path = Path(web.__file__).parent / f"translations/fr/LC_MESSAGES/{domain}.po"
    with path.open("rb") as catalog:
        said = [message.string for message in read_po(catalog) if message.id]
    sentences = [
        words for one in said for words in ([one] if isinstance(one, str) else one or ()) if words
    ]
    assert sentences
    breaking = [words for words in sentences if BREAKING.search(words)]
    assert [words for words in breaking if not TEXT_MESSAGE.search(words)] == []
