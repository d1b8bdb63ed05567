"""The question for a change, in every language, and what it never says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy.orm import Session

from tests.factories import make_household, make_scheme
from web.messages import Context, Message, changes, wording
from web.messages.languages import HOUSEHOLD_LANGUAGES
from web.models.vocabulary import Change

AMOUNTS = {
    Change.SLOT: "14",
    Change.DISTANCE: "3500",
    Change.INTERPRETER: "",
    Change.CATEGORY: "meal",
}
SECRETS = ("Okafor", "Rue Cachée", "1050", "Ixelles", "+32470", "2017", "refugee")


def _letter(app: Flask, session: Session, language: str, change: Change) -> Message:
    scheme = make_scheme(session)
    household = make_household(
        session,
        scheme=scheme,
        first_name="Ngozi",
        last_name="Okafor",
        street="Rue Cachée 3",
        phone="+32470123456",
        members=(2017,),
    )
    context = Context(
        party=household,
        scheme=scheme,
        now=datetime(2026, 11, 2, 9, tzinfo=UTC),
        link=lambda purpose, subject_id: f"https://palier.example/{purpose}/{subject_id}",
        code=str,
        subject_id=7,
        details={"change": change.value, "amount": AMOUNTS[change]},
    )
    with app.test_request_context(), force_locale(language):
        return wording("change_question")(context)


@pytest.mark.parametrize("change", AMOUNTS)
@pytest.mark.parametrize("language", HOUSEHOLD_LANGUAGES)
def test_every_question_is_asked_in_the_familys_language_and_gives_nothing_away(
    language: str, change: Change, sqlite_app: Flask, session: Session
) -> None:
    letter = _letter(sqlite_app, session, language, change)
    whole = " ".join((letter.subject, *letter.paragraphs, letter.text, letter.button))
    assert not [secret for secret in SECRETS if secret in whole]
    assert letter.url == "https://palier.example/change/7"
    english = _letter(sqlite_app, session, "en", change)
    assert (letter.paragraphs[2] == english.paragraphs[2]) is (language == "en")


def test_the_text_message_does_not_say_what_is_asked(sqlite_app: Flask, session: Session) -> None:
    letter = _letter(sqlite_app, session, "en", Change.DISTANCE)
    assert letter.text.endswith("We have a question for you:")
    assert letter.paragraphs[2].endswith("up to 3.5 km from you?")


def test_each_moment_of_the_week_has_its_own_words(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context(), force_locale("en"):
        asked = {changes.question(Change.SLOT, str(slot)) for slot in range(21)}
    assert len(asked) == 21
    assert "Could you also meet at this time: Monday morning?" in asked
