"""Every message in every language, between people with names as they are: all of it and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, date, datetime
from itertools import cycle

import pytest
from babel import Locale
from flask import Flask
from flask_babel import force_locale, get_translations
from markupsafe import escape
from sqlalchemy.orm import Session

from tests import databases
from tests.factories import make_household, make_match, make_scheme, make_volunteer
from web.extensions import db
from web.messages import Context, Message, kinds, letter, wording
from web.messages.languages import HOUSEHOLD_LANGUAGES
from web.models import Match, Scheme
from web.models.vocabulary import MatchState, Side
from web.queries.digest import Waiting

NAMES = (
    *("أمل", "ሰላም", "Олена", "Ö", "N'Golo d'Arc", "<b>Zoë</b>", "%(other)s", "{{ 7 * 7 }}"),
    *("Jean & Zoé", "Anne-Françoise Marie-Thérèse", "ምሕረትኣብ", "فاطمه‌زهرا"),
)
SECRETS = (
    *("Zweigová", "Окафор", "Rue Cachée", "1053", "50.83", "4.36", "+3247", "vera@", "amal@"),
    *("2017", "1983", "She is ill."),
)
# What trust.md and experience.md never let us call anybody, as each language says it.
NEVER = {
    "en": "refugee asylum beneficiar migrant",
    "fr": "réfugié asile bénéficiaire migrant",
    "nl": "vluchteling asiel begunstigde migrant",
    "de": "flüchtling geflüchtet asyl migrant",
    "ar": "لاجئ لجوء مهاجر",
    "uk": "біженц біженк притулк мігрант",
    "ru": "беженц беженк убежищ мигрант",
    "tr": "mülteci sığınmacı iltica göçmen",
    "fa": "پناهنده پناهجو مهاجر",
    "ps": "کډوال پناه مهاجر",
    "ti": "ስደተኛ ዑቕባ",
    "so": "qaxooti magangalyo muhaajir",
    "es": "refugiad asilo beneficiari migrante",
    "pt": "refugiad asilo beneficiári migrante",
}
SCHEME = Scheme(name="Palier", association="Palier", slug="palier", accent="#0b665c")
# Whatever a message draws on.
DETAILS = {
    "at": "2026-03-20T13:00:00+00:00",
    "again": "yes",
    "topic": "phone",
    "change": "slot",
    "amount": "14",
    "meeting_at": "2026-03-20T13:00:00+00:00",
    "meeting_place": "",
}
NUMBERS = dict.fromkeys((field.name for field in fields(Waiting)), "3")
_LEFT_OPEN = re.compile(r"%\(\w+\)s|\{\w+\}")


@pytest.fixture
def match(sqlite_app: Flask) -> Iterator[Match]:
    with sqlite_app.app_context():
        databases.empty(db.engine)
        with Session(db.engine, autoflush=False) as session:
            yield _match(session)


def _match(session: Session) -> Match:
    scheme = make_scheme(session)
    contact = {"scheme": scheme, "postcode": "1053", "street": "Rue Cachée 3"}
    volunteer = make_volunteer(
        session, **contact, last_name="Zweigová", email="vera@people.example", phone="+32470111111"
    )
    household = make_household(
        session,
        **contact,
        last_name="Окафор",
        email="amal@people.example",
        phone="+32470222222",
        members=(1983, 2017),
        note="She is ill.",
    )
    return make_match(
        session,
        volunteer=volunteer,
        household=household,
        state=MatchState.APPROVED,
        answer_by=date(2026, 3, 11),
        criteria=[{"criterion": "proximity", "facts": {"metres": 812, "minutes": 13}}],
        meeting_place="Rue Cachée 3",
    )


def _context(match: Match, side: Side, kind: str) -> Context:
    return Context(
        party=match.party(side),
        scheme=SCHEME,
        now=datetime(2026, 3, 4, tzinfo=UTC),
        link=lambda purpose, subject: f"https://palier.example/l/{purpose}/{subject}",
        code=lambda: "482913",
        subject_id=7,
        match=match,
        side=side,
        details=NUMBERS if kind == "digest" else DETAILS,
    )


def test_no_message_in_any_language_says_what_it_must_not_whatever_people_are_called(
    match: Match,
) -> None:
    names = cycle(NAMES)
    for kind in kinds():
        for language in HOUSEHOLD_LANGUAGES:
            for side in Side:
                match.volunteer.first_name, match.household.first_name = next(names), next(names)
                with force_locale(language):
                    said = _Said(wording(kind)(_context(match, side, kind)), match, side, language)
                said.give_nobody_away(kind)
                said.write_names_as_they_are()


@pytest.mark.parametrize("name", NAMES)
def test_each_of_these_names_is_written_as_it_is(match: Match, name: str) -> None:
    match.volunteer.first_name = match.household.first_name = name
    for kind in ("match_offer", "follow_up", "meeting_planned"):
        for side in Side:
            with force_locale("fr"):
                said = _Said(wording(kind)(_context(match, side, kind)), match, side, "fr")
            assert name in said.plain
            said.write_names_as_they_are()


def test_no_catalog_has_a_word_that_we_never_call_anybody(sqlite_app: Flask) -> None:
    found = []
    for language in {*HOUSEHOLD_LANGUAGES} - {"en"}:  # which has no catalog
        with sqlite_app.app_context(), force_locale(language):
            texts = get_translations()._catalog.values()
        assert len(list(texts)) > 300, language
        found += [text for text in texts if _names_us(str(text), language)]
    assert found == []


def _names_us(text: str, language: str) -> list[str]:
    return [word for word in NEVER[language].split() if word in text.casefold()]


class _Said:
    """A message as it arrives: as a mail in both forms, and as a text message."""

    def __init__(self, message: Message, match: Match, side: Side, language: str) -> None:
        self.match, self.side, self.language = match, side, language
        self.subject = message.subject
        self.plain = letter.plain(message, SCHEME)
        self.page = letter.page(message, SCHEME, Locale.parse(language))
        self.text = letter.text_message(message)
        self.files = "".join(file.content.decode() for file in message.attachments)

    def give_nobody_away(self, kind: str) -> None:
        event = self.files.partition("BEGIN:VEVENT")[2]
        everything = f"{self.subject}\n{self.plain}\n{self.page}\n{self.text}\n{event}"
        for secret in SECRETS:
            assert secret not in everything, (kind, self.language, self.side, secret)
        without_names = everything
        for person in (self.match.volunteer, self.match.household):
            without_names = without_names.replace(person.first_name, "")
        assert _names_us(without_names, self.language) == [], (kind, self.language)
        assert not _LEFT_OPEN.search(without_names), (kind, self.language)
        for person in (self.match.volunteer, self.match.household):
            if len(person.first_name) > 1:
                assert person.first_name not in f"{self.subject} {self.text} {event}", kind
        assert "\n" not in self.subject
        assert "\n" not in self.text

    def write_names_as_they_are(self) -> None:
        """In a page of HTML a name is text, whatever it looks like."""
        assert "<b>" not in self.page
        for person in (self.match.volunteer, self.match.household):
            if person.first_name in self.plain:
                assert str(escape(person.first_name)) in self.page
