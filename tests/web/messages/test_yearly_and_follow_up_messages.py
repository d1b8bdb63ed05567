"""What follow-ups and the yearly evaluation say, in every language, and what they never say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from icalendar import Calendar
from sqlalchemy.orm import Session

from tests.factories import make_household, make_match, make_scheme, make_volunteer
from web.messages import Context, Message, bundle, letter, wording
from web.messages.languages import HOUSEHOLD_LANGUAGES, STAFF_LANGUAGES
from web.models import Scheme
from web.models.vocabulary import MatchState, Side

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
QUESTIONS = ("follow_up", "follow_up_reminder", "evaluation_invitation", "evaluation_reminder")
SECRETS = ("Zweig", "Okafor", "Rue Cachée", "1050", "+32470", "2017", "refugee", "asylum")


@pytest.fixture
def in_request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def _context(session: Session, side: Side, **extra: Any) -> Context:
    scheme = make_scheme(session)
    match = make_match(
        session,
        state=MatchState.ACTIVE,
        volunteer=make_volunteer(
            session, scheme=scheme, first_name="Vera", last_name="Zweig", street="Rue Cachée 3"
        ),
        household=make_household(
            session,
            scheme=scheme,
            first_name="Ngozi",
            last_name="Okafor",
            alias="Lily",
            phone="+32470123456",
            members=(2017,),
        ),
    )
    values: dict[str, Any] = {
        "party": match.party(side),
        "scheme": session.get_one(Scheme, match.scheme_id),
        "now": NOW,
        "link": lambda purpose, subject_id: f"https://palier.example/{purpose}/{subject_id}",
        "code": lambda: pytest.fail("no code is needed"),
        "subject_id": 7,
        "match": match,
        "side": side,
        **extra,
    }
    return Context(**values)


def _everything(message: Message) -> str:
    return " ".join((message.subject, *message.paragraphs, message.text, message.button))


@pytest.mark.parametrize("kind", QUESTIONS)
@pytest.mark.parametrize("side", list(Side))
def test_questions_are_worded_in_every_language_and_give_nobody_away(
    session: Session, in_request: None, kind: str, side: Side
) -> None:
    context = _context(session, side)
    for language in HOUSEHOLD_LANGUAGES:
        with force_locale(language):
            message = wording(kind)(context)
        said = _everything(message)
        assert not [word for word in SECRETS if word in said]
        assert message.url.endswith("/7")
        assert message.button


def test_each_side_reads_the_name_that_the_other_goes_by(
    session: Session, in_request: None
) -> None:
    assert "Lily" in wording("follow_up")(_context(session, Side.VOLUNTEER)).paragraphs[0]
    assert "Vera" in wording("follow_up")(_context(session, Side.HOUSEHOLD)).paragraphs[0]


def test_several_in_one_mail_greet_once_and_each_question_says_with_whom(
    session: Session, in_request: None
) -> None:
    meeting = {"meeting_at": NOW.isoformat(), "meeting_place": ""}
    context = _context(session, Side.VOLUNTEER, details=meeting)
    for language in STAFF_LANGUAGES:
        with force_locale(language):
            parts = [wording(kind)(context) for kind in (*QUESTIONS, "volunteers_meeting")]
            alone = letter.plain(bundle(parts[:1], "Vera"), context.scheme)
            together = letter.plain(bundle(parts, "Vera"), context.scheme)
        assert (alone.count("Vera"), together.count("Vera")) == (1, 1)
        assert (alone.count("Lily"), together.count("Lily")) == (1, len(QUESTIONS))
        assert parts[-1].subject in together


def test_a_text_message_about_a_match_names_nobody(session: Session, in_request: None) -> None:
    for side in Side:
        text = wording("follow_up")(_context(session, side)).text
        assert not [name for name in ("Vera", "Lily", "Ngozi") if name in text]


def test_the_meeting_comes_with_a_calendar_file_in_belgian_time(
    session: Session, in_request: None
) -> None:
    details = {"meeting_at": "2026-12-05T18:00:00+00:00", "meeting_place": "Town hall; room 2"}
    message = wording("volunteers_meeting")(_context(session, Side.VOLUNTEER, details=details))
    assert "19:00" in message.text
    assert "Town hall; room 2" in message.text
    (attachment,) = message.attachments
    calendar = Calendar.from_ical(attachment.content)
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("dtstart").isoformat() == "2026-12-05T19:00:00+01:00"
    assert event["location"] == "Town hall; room 2"
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Brussels"]
    assert "attendee" not in event


def test_a_meeting_that_moved_replaces_the_one_before(session: Session, in_request: None) -> None:
    context = _context(
        session,
        Side.VOLUNTEER,
        details={"meeting_at": "2026-12-05T18:00:00+00:00", "meeting_place": ""},
    )
    later = _context(
        session,
        Side.VOLUNTEER,
        scheme=context.scheme,
        now=datetime(2026, 11, 3, tzinfo=UTC),
        details={"meeting_at": "2026-12-12T18:00:00+00:00", "meeting_place": ""},
    )
    first, second = (
        Calendar.from_ical(wording("volunteers_meeting")(told).attachments[0].content).walk(
            "VEVENT"
        )[0]
        for told in (context, later)
    )
    assert first["uid"] == second["uid"]
    assert first.decoded("sequence") < second.decoded("sequence")
