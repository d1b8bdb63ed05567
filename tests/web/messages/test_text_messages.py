"""A text message is one sentence and, where there is a page to open, one link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy.orm import Session

from tests.factories import make_match
from web.extensions import db
from web.messages import Context, kinds, letter, wording
from web.messages.languages import HOUSEHOLD_LANGUAGES
from web.models import Match, Scheme
from web.models.vocabulary import MatchState, Side

# A code is typed where its reader waits for it, a test leads nowhere, and the volunteers' meeting
# has a file for the calendar.
WITHOUT_A_LINK = {"access_code", "contact_code", "sender_test", "volunteers_meeting"}
# Coordinators read mails.
OF_THE_DESK = {"digest", "meeting_planned_desk"}
SCHEME = Scheme(name="Palier", association="Palier", slug="palier", accent="#0b665c")
DETAILS = {
    "at": "2026-03-20T13:00:00+00:00",
    "topic": "phone",
    "change": "slot",
    "amount": "14",
    "meeting_at": "2026-03-20T13:00:00+00:00",
    "meeting_place": "",
}
# The full stops and question marks of all scripts; a point behind a number is an ordinal's, and one
# before a comma an abbreviation's.
_SENTENCE_ENDS = re.compile(r"(?<!\d)[.!?؟۔።፧](?=\s|$)")
_ADDRESS = re.compile(r"https?://\S+")


@pytest.fixture
def match(sqlite_app: Flask) -> Iterator[Match]:
    with sqlite_app.app_context(), Session(db.engine) as session:
        yield make_match(session, state=MatchState.ACCEPTED)


@pytest.mark.parametrize("kind", sorted({*kinds()} - OF_THE_DESK))
def test_a_text_message_is_one_sentence_and_one_link_in_every_language(
    match: Match, kind: str
) -> None:
    for language in HOUSEHOLD_LANGUAGES:
        for side in Side:
            with force_locale(language):
                text = letter.text_message(wording(kind)(_context(match, side)))
            sentence = _ADDRESS.sub("", text).strip()
            assert len(_SENTENCE_ENDS.findall(sentence)) <= 1, text
            assert not _SENTENCE_ENDS.search(sentence[:-1]), text
            links = _ADDRESS.findall(text)
            assert len(links) == (0 if kind in WITHOUT_A_LINK else 1), text
            assert sentence.endswith((":", "፦")) == bool(links), text
            assert len(sentence) <= 110, text


def _context(match: Match, side: Side) -> Context:
    return Context(
        party=match.party(side),
        scheme=SCHEME,
        now=datetime(2026, 3, 4, tzinfo=UTC),
        link=lambda purpose, subject: f"https://palier.example/l/{purpose}/{subject}",
        code=lambda: "482913",
        base_url="https://palier.example",
        subject_id=7,
        match=match,
        side=side,
        details=DETAILS,
    )
