"""All that a volunteer, or somebody who is not signed in, can be shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_match, make_scheme, make_staff, make_volunteer
from tests.web.public.test_joining import GOOD
from tests.web.reach.families import PLACE, evaluation_link
from tests.web.reach.shown import Shown
from web.models import (
    ChangeQuestion,
    ContactChange,
    HeldMeeting,
    Match,
    MeetingTime,
    Party,
    Scheme,
    Volunteer,
)
from web.models.vocabulary import (
    AgeBand,
    Answer,
    Change,
    Channel,
    MatchState,
    Side,
    VolunteerState,
)
from web.services import links
from web.services.clock import local_date
from web.services.links import Purpose

NOW = datetime.now(UTC)
# Files, what sends elsewhere at once, and what machines ask.
NO_PAGES = {
    *("public.set_language", "public.theme", "public.logo", "public.share_card"),
    *("public.healthz", "public.readyz", "public.workersz", "public.metrics"),
    *("volunteer.calendar_file", "volunteer.feed", "volunteer.renew_calendar"),
    *("volunteer.pause", "volunteer.write_down", "volunteer.answer_times"),
}
CALLED = {"name": "Palier", "association": "Palier", "email": "", "meeting_place": PLACE}
FRESH: dict[str, Any] = {
    "informed_at": None,
    "note_version": None,
    "questionnaire_at": None,
    "trained_at": None,
    "ready_at": None,
}
STEPS = {
    "note": FRESH,
    "questionnaire": {**FRESH, "informed_at": NOW},
    "training": {**FRESH, "informed_at": NOW, "questionnaire_at": NOW},
    "coordinator": {"ready_at": None},
}


class Volunteers:
    """A scheme with one volunteer in the middle of everything, and others on the way there."""

    def __init__(self, app: Flask, session: Session) -> None:
        self.app, self.session = app, session
        self.scheme: Scheme = make_scheme(session, **CALLED)
        self.vera = self._volunteer("ready", street=PLACE, phone="+32470123456")
        self.vera.age_band = AgeBand.FROM_40
        self._meetings = self._live()
        make_scheme(session, **CALLED)
        session.commit()

    def pages(self) -> list[Shown]:
        shown = [*self._public(), *self._codes(), *self._on_the_way(), *self._own(), *self._asked()]
        self.session.commit()
        return shown

    def _public(self) -> Iterator[Shown]:
        slug = self.scheme.slug
        yield Shown("the schemes", "/")
        yield Shown("the scheme", f"/{slug}/")
        yield Shown("sign up", f"/{slug}/join")
        yield Shown("sign up, sent empty", f"/{slug}/join", {"first_name": ""})
        yield Shown("sign in", "/sign-in")
        yield Shown("sign in, sent empty", "/sign-in", {"contact": ""})
        yield Shown("sign in by link", self._link(Purpose.SIGN_IN, self.vera.id))
        yield Shown("a link that has ended", "/sign-in/nobody/nothing")
        yield Shown("nothing is here", "/nowhere/")

    def _codes(self) -> Iterator[Shown]:
        browser = self._browser()
        browser.fill("/sign-in", contact=self.vera.email)
        yield Shown("type the code", "/sign-in/code", cookie=_cookie(browser))
        browser = self._browser()
        browser.fill(f"/{self.scheme.slug}/join", **GOOD)
        path = f"/{self.scheme.slug}/join/confirm"
        yield Shown("confirm", path, cookie=_cookie(browser))
        yield Shown("confirm, a wrong code", path, {"code": "100000"}, cookie=_cookie(browser))

    def _on_the_way(self) -> Iterator[Shown]:
        for step, known in STEPS.items():
            one = self._volunteer("confirmed", **known)
            yield Shown(f"home: {step}", "/volunteer/", cookie=self._signed_in(one))
        paused = self._volunteer("paused", paused_until=local_date(NOW + timedelta(days=9)))
        yield Shown("home: paused", "/volunteer/", cookie=self._signed_in(paused))
        fresh = self._signed_in(self._volunteer("confirmed", **FRESH))
        yield Shown("the note, to read", "/volunteer/note", cookie=fresh)
        yield Shown("the questionnaire", "/volunteer/questionnaire", cookie=fresh)
        empty = {"offers": ""}
        yield Shown(
            "the questionnaire, sent empty", "/volunteer/questionnaire", empty, cookie=fresh
        )

    def _own(self) -> Iterator[Shown]:
        cookie = self._signed_in(self.vera)

        def own(name: str, path: str = "", typed: dict[str, str] | None = None) -> Shown:
            return Shown(name, f"/volunteer/{path}", typed, cookie)

        yield own("home: ready")
        yield own("home, a day gone by", "pause", {"until": "2020-01-01"})
        for word in ("note", "details", "contact", "contact/way", "contact/confirm", "calendar"):
            yield own(word, word)
        yield own("leave", "leave")
        yield own("a calendar of one's own", "calendar/address", {"go": ""})
        yield own("details, sent empty", "details", {"first_name": ""})
        yield own("contact, sent empty", "contact", {"contact": ""})
        for section in ("person", "matches", "messages"):
            yield own(f"my data: {section}", f"data?section={section}")
        yield own("erase", "data/erase")
        yield own("erase, the code", "data/erase/confirm")
        for name, match in self._meetings.items():
            yield own(f"match: {name}", f"matches/{match.public_id}")
        times = f"matches/{self._meetings['asked when'].public_id}"
        yield Shown(
            "no time ticked",
            f"/volunteer/{times}",
            {"times": ""},
            cookie,
            f"/volunteer/{times}/times",
        )
        active = self._meetings["active"].public_id
        yield own("a meeting without a day", f"matches/{active}/meetings", {"said": ""})
        asked = self._meetings["approved"].public_id
        yield own("no without a reason", f"matches/{asked}", {"answer": "no"})

    def _asked(self) -> Iterator[Shown]:
        """By links, as families are asked, but in other words."""
        family = self._meetings["active"].household_id
        known = {"scheme_id": self.scheme.id, "household_id": family, "asked_at": NOW}
        asked = {"volunteer_id": self.vera.id, "asked_by_id": self.vera.id}
        for change, amount in ((Change.LEVEL, "fr"), (Change.DISTANCE, "4000")):
            question = ChangeQuestion(**known, **asked, change=change, amount=amount)
            self.session.add(question)
            self.session.flush()
            yield Shown(f"question: {change}", self._link(Purpose.CHANGE, question.id))
        match = self._meetings["active"]
        yield Shown("the year", evaluation_link(self.session, match, Side.VOLUNTEER))

    def _link(self, purpose: Purpose, subject_id: int) -> str:
        return links.create(self.session, self.vera, purpose, subject_id, now=NOW)

    def _live(self) -> dict[str, Match]:
        match = {state.value: self._match(state) for state in MatchState if state in _SHOWN}
        match["yes"] = self._match(MatchState.APPROVED, volunteer_answer=Answer.YES)
        planned = {"meeting_at": NOW + timedelta(days=9), "meeting_place": PLACE}
        match["planned"] = self._match(MatchState.ACCEPTED, **planned)
        match["asked when"] = self._match(MatchState.ACCEPTED, times_proposed_at=NOW)
        self._time(match["asked when"])
        self._held(match["active"])
        self._awaits_a_code()
        return match

    def _match(self, state: MatchState, **more: object) -> Match:
        family = make_household(
            self.session, scheme=self.scheme, first_name="Amal", members=(2015,)
        )
        return make_match(self.session, volunteer=self.vera, household=family, state=state, **more)

    def _time(self, match: Match) -> None:
        staff = make_staff(self.session, scheme=self.scheme)
        self.session.add(
            MeetingTime(
                scheme_id=match.scheme_id,
                match_id=match.id,
                begins_at=NOW + timedelta(days=3),
                place=PLACE,
                proposed_by_id=staff.id,
            )
        )

    def _held(self, match: Match) -> None:
        match.first_meeting_on = local_date(NOW)
        self.session.add(
            HeldMeeting(
                scheme_id=match.scheme_id,
                match_id=match.id,
                held_on=local_date(NOW),
                said="Vera, Amal.",
                told_by_id=self.vera.id,
                noted_at=NOW,
            )
        )

    def _awaits_a_code(self) -> None:
        self.session.add(
            ContactChange(
                scheme_id=self.scheme.id,
                party_id=self.vera.id,
                channel=Channel.EMAIL,
                contact="new@volunteers.example",
                # The code lives for minutes, and some walks over these pages take longer.
                asked_at=NOW + timedelta(days=1),
            )
        )

    def _volunteer(self, state: str, **more: object) -> Volunteer:
        return make_volunteer(
            self.session,
            scheme=self.scheme,
            first_name="Vera",
            last_name="Vera",
            state=VolunteerState(state),
            **more,
        )

    def _browser(self) -> Client:
        browser = self.app.test_client()
        assert isinstance(browser, Client)
        browser.test_session = self.session
        return browser

    def _signed_in(self, party: Party) -> str:
        self.session.flush()
        browser = self._browser()
        browser.sign_in(party)
        return _cookie(browser)


_SHOWN = {
    *(MatchState.APPROVED, MatchState.ACCEPTED, MatchState.ACTIVE),
    *(MatchState.PAUSED, MatchState.ENDED),
}


def _cookie(browser: Client) -> str:
    cookie = browser.get_cookie("palier")
    assert cookie is not None
    return cookie.value
