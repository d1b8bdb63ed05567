"""All that a family can be shown: every page, in every state that changes its words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from config.settings import DATA_AUTHORITY, EQUALITY_BODY
from tests.factories import make_household, make_match, make_scheme, make_staff, make_volunteer
from tests.web.reach.shown import Shown
from web.models import (
    ChangeQuestion,
    EvaluationAnswer,
    EvaluationRound,
    FollowUp,
    Household,
    Match,
    MeetingTime,
    Scheme,
    ToldChange,
    Volunteer,
)
from web.models.vocabulary import (
    AgeBand,
    Answer,
    Change,
    DeclineReason,
    Face,
    Gender,
    HelpCategory,
    HouseholdState,
    MatchState,
    RoundState,
    Side,
    Topic,
)
from web.services import links
from web.services.clock import local_date
from web.services.links import Purpose

NOW = datetime.now(UTC)
TODAY, LONG_AGO = local_date(NOW), NOW - timedelta(days=200)
# Names and addresses are nobody's language: no page may be blamed for them.
NAMES = (
    *("Vera", "Amal", "Rose", "Sainte-Catherine", "Palier", "www.unia.be"),
    *DATA_AUTHORITY,
    *EQUALITY_BODY,
)
PLACE = "Sainte-Catherine"
OFFERED = [
    {"criterion": "proximity", "points": 2000, "maximum": 2500, "facts": {"minutes": 13}},
]


class Families:
    """A scheme with one family that has lived through everything, and some others."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.scheme: Scheme = make_scheme(
            session, name="Palier", association="Palier", meeting_place=PLACE
        )
        self.staff = make_staff(session, scheme=self.scheme)
        # Her letter shows the first of these signs, and no word.
        name = {"public_id": "1" * 22}
        self.amal = self._family(alias="Rose", only_women=True, step_free_only=True, **name)

    def pages(self) -> list[Shown]:
        """Every page with its examples; each link is made anew."""
        shown = [
            *self._public(),
            *self._own_page(),
            *self._offers(),
            *self._meetings(),
            *self._questions(),
            *self._follow_ups(),
            *self._evaluations(),
            *self._ended_links(),
            *self._unsubscribing(),
        ]
        self.session.commit()
        return shown

    def letter(self, cookie: str = "") -> Shown:
        """On paper; a coordinator, whose cookie it is, prints it."""
        return Shown("letter", f"/desk/households/{self.amal.public_id}/letter", {}, cookie)

    def _public(self) -> Iterator[Shown]:
        slug = self.scheme.slug
        yield Shown("looking for a neighbour", f"/{slug}/refer")
        yield Shown("looking, sent empty", f"/{slug}/refer", {"first_name": ""})
        yield Shown("thanks for looking", f"/{slug}/refer/thank-you")
        yield Shown("ask for a new link", f"/{slug}/new-link")
        yield Shown("ask for a new link, sent empty", f"/{slug}/new-link", {"contact": ""})
        yield Shown("a new link was asked for", f"/{slug}/new-link/asked")
        yield Shown("nothing is here", "/nowhere/refer")
        yield Shown("nothing is here either", f"/{slug}/refer/nothing")
        yield Shown("what we keep", f"/{slug}/privacy")
        yield Shown("who can use it", f"/{slug}/accessibility")

    def _own_page(self) -> Iterator[Shown]:
        own = self._link(Purpose.HOUSEHOLD, self.amal.id)
        for state in (MatchState.ACCEPTED, MatchState.PAUSED, MatchState.ENDED):
            self._match(state)
        self._match(MatchState.ACCEPTED, meeting_at=NOW + timedelta(days=9), meeting_place=PLACE)
        for suits in (None, True):
            self._time(self._match(MatchState.ACCEPTED, times_proposed_at=NOW), 3, suits=suits)
        yield Shown("own page", own)
        for stage in HouseholdState:
            other = self._family(state=stage)
            path = links.create(self.session, other, Purpose.HOUSEHOLD, other.id, now=NOW)
            yield Shown(f"own page, {stage}", path)
        for screen in ("known", "tell", "stop", *Topic):
            yield Shown(f"own page: {screen}", f"{own}?show={screen}")
        for topic in (Topic.PHONE, Topic.NEEDS, Topic.SLOTS, Topic.LANGUAGES):
            path = f"{own}?show={topic}"
            yield Shown(f"own page: {topic}, sent empty", path, {"website": ""})

    def _offers(self) -> Iterator[Shown]:
        asked = self._match(MatchState.APPROVED, criteria=OFFERED, answer_by=TODAY)
        path = self._link(Purpose.MATCH, asked.id)
        yield Shown("would you like to meet", path)
        yield Shown("why not", f"{path}?answer=no")
        for answer in (Answer.YES, Answer.LATER, Answer.CALL_ME):
            match = self._match(MatchState.APPROVED, household_answer=answer)
            yield Shown(f"answered, {answer}", self._link(Purpose.MATCH, match.id))
        for state in (MatchState.ACCEPTED, MatchState.ACTIVE, MatchState.LAPSED):
            match = self._match(state)
            yield Shown(f"settled, {state}", self._link(Purpose.MATCH, match.id))
        no = {"household_answer": Answer.NO, "reason": DeclineReason.NO_TIME}
        declined = self._match(MatchState.DECLINED, **no)
        yield Shown("settled, no", self._link(Purpose.MATCH, declined.id))

    def _meetings(self) -> Iterator[Shown]:
        for name, suits in (("when can you meet", None), ("times told", True), ("none", False)):
            match = self._match(MatchState.ACCEPTED, times_proposed_at=NOW)
            for days in (3, 4, 5):
                self._time(match, days, suits=suits)
            path = self._link(Purpose.MEETING, match.id)
            yield Shown(name, path)
            if suits is None:
                yield Shown("nothing ticked", path, {"times": ""})
        planned = {"meeting_at": NOW + timedelta(days=9), "meeting_place": PLACE}
        match = self._match(MatchState.ACCEPTED, **planned)
        yield Shown("appointment", self._link(Purpose.MEETING, match.id))

    def _questions(self) -> Iterator[Shown]:
        amounts = {Change.SLOT: "14", Change.DISTANCE: "4000", Change.CATEGORY: "meal"}
        # How well a language is spoken is asked of volunteers only.
        for change in {*Change} - {Change.LEVEL}:
            question = self._question(change, amounts.get(change, ""))
            yield Shown(f"question, {change}", self._link(Purpose.CHANGE, question.id))
        for answer in Answer:
            question = self._question(Change.SLOT, "14", answer=answer, answered_at=NOW)
            yield Shown(f"question answered, {answer}", self._link(Purpose.CHANGE, question.id))
        for topic in (Topic.PHONE, Topic.EMAIL):
            told = self._told(topic)
            path = self._link(Purpose.CONTACT, told.id)
            yield Shown(f"is it yours, {topic}", path)
        yield Shown("somebody calls", path, {"answer": "call_me"})
        for taken in (True, False):
            told = self._told(Topic.PHONE, taken=taken, settled_at=NOW)
            yield Shown(f"contact answered, taken {taken}", self._link(Purpose.CONTACT, told.id))

    def _follow_ups(self) -> Iterator[Shown]:
        match = self._match(MatchState.ACTIVE, first_meeting_on=local_date(LONG_AGO))
        asked = self._follow_up(match, "2w")
        yield Shown("how is it going", asked)
        yield Shown("no face", asked, {"face": "9"})
        for face in Face:
            yield Shown(f"thanks, {face.name}", self._follow_up(match, f"{face}m", NOW, face=face))
        call = self._follow_up(match, "9m", NOW, call_me=True)
        yield Shown("thanks, call me", call)
        yield Shown("thanks, too long", call, {"comment": "1" * 1100})
        yield Shown("no longer to be changed", self._follow_up(match, "12m", LONG_AGO))

    def _evaluations(self) -> Iterator[Shown]:
        match = self._match(MatchState.ACTIVE)
        for number, state in enumerate((RoundState.OPEN, RoundState.CLOSED)):
            path = evaluation_link(self.session, match, Side.HOUSEHOLD, 2030 + number, state)
            yield Shown(f"the year, {state}", path)
            if state is RoundState.OPEN:
                yield Shown("the year, sent empty", path, {"comment": ""})

    def _unsubscribing(self) -> Iterator[Shown]:
        path = self._link(Purpose.UNSUBSCRIBE, self.amal.id)
        yield Shown("no more questions", path)
        yield Shown("no more questions, said", path, {"wish": "stop"})

    def _ended_links(self) -> Iterator[Shown]:
        at = NOW - timedelta(days=30)
        old = links.create(self.session, self.amal, Purpose.HOUSEHOLD, self.amal.id, now=at)
        yield Shown("this link has ended", old)
        yield Shown("a new link is on its way", old, {"again": ""}, at=f"{old}/again")
        yield Shown("no such link", "/l/nobody/nothing")
        yield Shown("a link without its secret", f"{old.rpartition('/')[0]}")

    def _family(self, **more: object) -> Household:
        known: dict[str, object] = {
            "scheme": self.scheme,
            "first_name": "Amal",
            "phone": "+32470123456",
            "email": "amal@families.example",
            "gender": Gender.WOMAN,
            "age_band": AgeBand.FROM_25,
            "interpreter_available": True,
            "languages": {"ti": 4, "fr": 1},
            "needs": {category: 1 + place % 3 for place, category in enumerate(HelpCategory)},
            "offers": (HelpCategory.MEAL,),
            "members": (1985, 2015),
        }
        return make_household(self.session, **known | more)

    def _volunteer(self) -> Volunteer:
        offers = (HelpCategory.CONVERSATION, HelpCategory.DISCOVER)
        return make_volunteer(
            self.session, scheme=self.scheme, first_name="Vera", offers=offers, languages={"fr": 4}
        )

    def _match(self, state: MatchState, **more: object) -> Match:
        return make_match(
            self.session, volunteer=self._volunteer(), household=self.amal, state=state, **more
        )

    def _link(self, purpose: Purpose, subject_id: int) -> str:
        return links.create(self.session, self.amal, purpose, subject_id, now=NOW)

    def _time(self, match: Match, days: int, *, suits: bool | None) -> None:
        self.session.add(
            MeetingTime(
                scheme_id=match.scheme_id,
                match_id=match.id,
                begins_at=NOW + timedelta(days=days),
                place=PLACE,
                proposed_by_id=self.staff.id,
                suits_household=suits,
            )
        )

    def _question(self, change: Change, amount: str, **more: object) -> ChangeQuestion:
        known = {"scheme_id": self.scheme.id, "household_id": self.amal.id, "asked_at": NOW}
        asked = {"change": change, "amount": amount, "asked_by_id": self.staff.id}
        question = ChangeQuestion(**known, **asked, **more)
        self.session.add(question)
        self.session.flush()
        return question

    def _told(self, topic: Topic, **more: object) -> ToldChange:
        told = "+32470999999" if topic is Topic.PHONE else "new@families.example"
        known = {"scheme_id": self.scheme.id, "household_id": self.amal.id, "told_at": NOW}
        change = ToldChange(**known, topic=topic, told=told, **more)
        self.session.add(change)
        self.session.flush()
        return change

    def _follow_up(
        self, match: Match, step: str, answered_at: datetime | None = None, **more: object
    ) -> str:
        follow_up = FollowUp(
            scheme_id=match.scheme_id,
            match_id=match.id,
            party_id=match.household_id,
            side=Side.HOUSEHOLD,
            step=step,
            due_on=TODAY,
            asked_at=NOW,
            sent_at=NOW,
            answered_at=answered_at,
            **more,
        )
        self.session.add(follow_up)
        self.session.flush()
        return self._link(Purpose.FOLLOW_UP, follow_up.id)


def evaluation_link(
    session: Session,
    match: Match,
    side: Side,
    year: int = 2030,
    state: RoundState = RoundState.OPEN,
) -> str:
    """The questionnaire of a year for one side of a match."""
    its_round = EvaluationRound(
        scheme_id=match.scheme_id, year=year, state=state, opens_on=TODAY, closes_on=TODAY
    )
    session.add(its_round)
    session.flush()
    party = match.party(side)
    answer = EvaluationAnswer(
        scheme_id=match.scheme_id,
        round_id=its_round.id,
        match_id=match.id,
        party_id=party.id,
        side=side,
        invited_at=NOW,
    )
    session.add(answer)
    session.flush()
    return links.create(session, party, Purpose.EVALUATION, answer.id, now=NOW)
