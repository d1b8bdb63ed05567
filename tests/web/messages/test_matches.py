"""What the two sides are told about each other: all of it, in every language, and nothing more."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy.orm import Session

from tests.factories import make_household, make_match, make_scheme, make_volunteer
from web.messages import Context, Message, letter, wording
from web.messages.languages import HOUSEHOLD_LANGUAGES
from web.messages.matches import introduction_by_topic
from web.messages.offers import offer_of
from web.messages.words import category_name
from web.models import Match, Scheme
from web.models.vocabulary import AgeBand, HelpCategory, Level, MatchState, Side

KINDS = (
    *("match_offer", "match_reminder", "match_accepted", "match_off"),
    *("first_meeting", "match_ended", "meeting_times", "meeting_planned"),
)
FORBIDDEN = (
    *("Verhoeven", "Haddad", "Rue Haute 7", "Kerkstraat 9", "1050", "9000", "50.8", "4.36"),
    *("+32470", "vera@", "hana@", "2017", "2019", "refugee", "asylum", "beneficiary"),
)
PROXIMITY = {
    "criterion": "proximity",
    "points": 2000,
    "maximum": 2500,
    "facts": {"metres": 812, "minutes": 13},
}


@pytest.fixture
def match(session: Session) -> Match:
    scheme = make_scheme(session)
    volunteer = make_volunteer(
        session,
        scheme=scheme,
        first_name="Vera",
        last_name="Verhoeven",
        street="Rue Haute 7",
        phone="+32470111111",
        email="vera@volunteers.example",
    )
    household = make_household(
        session,
        scheme=scheme,
        first_name="Hana",
        last_name="Haddad",
        alias="Rose",
        street="Kerkstraat 9",
        phone="+32470222222",
        email="hana@households.example",
        age_band=AgeBand.FROM_25,
        postcode="9000",
        members=(2017, 2019),
        note="asylum",
    )
    return make_match(
        session,
        volunteer=volunteer,
        household=household,
        state=MatchState.APPROVED,
        answer_by=date(2026, 3, 11),
        meeting_place="Rue Haute 7",
        criteria=[PROXIMITY],
    )


def say(session: Session, match: Match, side: Side, kind: str) -> Message:
    def no_code() -> str:
        raise AssertionError

    return wording(kind)(
        Context(
            party=match.party(side),
            scheme=session.get_one(Scheme, match.scheme_id),
            now=datetime(2026, 3, 4, tzinfo=UTC),
            link=lambda purpose, subject: f"https://palier.example/l/{purpose}-{subject}",
            code=no_code,
            match=match,
            side=side,
            details={"at": "2026-03-20T13:00:00+00:00", "again": "yes"},
        )
    )


def everything(message: Message, scheme: Scheme) -> str:
    # Of a file for a calendar all but the history of its zone.
    files = (file.content.decode().partition("BEGIN:VEVENT")[2] for file in message.attachments)
    words = (message.subject, letter.plain(message, scheme), letter.text_message(message))
    return "\n".join((*words, *files))


@pytest.mark.parametrize("kind", KINDS)
def test_in_every_language_nothing_forbidden_is_said(
    app: Flask, session: Session, match: Match, kind: str
) -> None:
    scheme = session.get_one(Scheme, match.scheme_id)
    for language in HOUSEHOLD_LANGUAGES:
        for side in Side:
            with app.app_context(), force_locale(language):
                said = everything(say(session, match, side, kind), scheme)
            assert "%(" not in said
            assert match.party(side).first_name in said
            for word in FORBIDDEN:
                assert word.casefold() not in said.casefold(), (language, side, word)


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_message_and_a_subject_name_nobody(
    app: Flask, session: Session, match: Match, kind: str
) -> None:
    for side in Side:
        with app.app_context(), force_locale("en"):
            message = say(session, match, side, kind)
        for name in ("Vera", "Hana", "Rose"):
            assert name not in message.subject + message.text


def test_only_a_household_hears_how_far_it_is(app: Flask, session: Session, match: Match) -> None:
    with app.app_context(), force_locale("en"):
        to_household = " ".join(say(session, match, Side.HOUSEHOLD, "match_offer").paragraphs)
        to_volunteer = " ".join(say(session, match, Side.VOLUNTEER, "match_offer").paragraphs)

    assert "about 10 minutes on foot" in to_household
    assert "minutes" not in to_volunteer
    assert "foot" not in to_volunteer


def test_nobody_is_told_to_walk_for_more_than_half_an_hour(
    app: Flask, session: Session, match: Match
) -> None:
    for minutes, said in ((30, "about 30 minutes on foot"), (80, "by bus or by bicycle")):
        match.criteria = [{"criterion": "proximity", "facts": {"minutes": minutes}}]
        with app.app_context(), force_locale("en"):
            told = " ".join(say(session, match, Side.HOUSEHOLD, "match_offer").paragraphs)
        assert said in told
        assert ("80" in told) is False


def test_activities_with_an_and_of_their_own_are_told_apart(
    app: Flask, session: Session, match: Match
) -> None:
    with app.app_context(), force_locale("fr"):
        told = introduction_by_topic(offer_of(match, Side.HOUSEHOLD))["together"]
        names = [category_name(one) for one in offer_of(match, Side.HOUSEHOLD).together]
    assert "; ".join(names) in told


def test_a_household_is_called_what_it_wants_to_be_called(
    app: Flask, session: Session, match: Match
) -> None:
    with app.app_context(), force_locale("en"):
        for kind in KINDS:
            said = " ".join(say(session, match, Side.VOLUNTEER, kind).paragraphs)
            assert "Rose" in said
            assert "Hana" not in said


def test_an_offer_tells_what_the_two_would_do_most_pressing_first(
    session: Session, match: Match
) -> None:
    for side in Side:
        offer = offer_of(match, side)
        assert offer.together == (HelpCategory.CONVERSATION, HelpCategory.DISCOVER)
    assert offer_of(match, Side.VOLUNTEER).languages[0] == ("ar", Level.NATIVE)
