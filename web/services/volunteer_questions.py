"""Asking the nearest volunteers for the one change that would let them meet who waits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from web.models import ChangeQuestion, Household, Party, Volunteer
from web.queries import change_questions as queries
from web.services import change_questions, outbox, places, volunteer_changes
from web.services.change_questions import ASK_AGAIN_AFTER
from web.services.changes import Suggestion
from web.services.errors import HouseholdNotWaiting, NobodyChosen, QuestionOutdated

# For one household within 30 days; more would be a campaign for a single family.
MOST_ASKED = 3
# So many of the nearest are looked up, since some were asked for another family lately.
_LOOKED_AT = 30


@dataclass(frozen=True, slots=True)
class Askable:
    """A volunteer whom one change would let meet the household, and how far it is."""

    volunteer: Volunteer
    suggestion: Suggestion
    metres: int


@dataclass(frozen=True, slots=True)
class VolunteerOutlook:
    """Whom to ask, the nearest first, and who was asked for this household lately."""

    askable: Sequence[Askable]
    asked: Sequence[ChangeQuestion]

    @property
    def form(self) -> str:
        """What a page carries, so that what is sent is what was read."""
        return " ".join(
            f"{one.volunteer.public_id}:{one.suggestion.change}:{one.suggestion.amount}"
            for one in self.askable
        )


def outlook(session: Session, household: Household, now: datetime) -> VolunteerOutlook:
    """Computed from the scheme as it is now. At most seven queries."""
    nearest = volunteer_changes.nearest(session, household, now)[:_LOOKED_AT]
    since = now - ASK_AGAIN_AFTER
    rows = queries.of_volunteers(session, household, [one.volunteer_id for one in nearest], since)
    asked = [last for _one, last in rows if last and last.household_id == household.id]
    free = {one.public_id: one for one, last in rows if last is None}
    askable = [
        Askable(free[one.volunteer_id], one.suggestion, one.metres)
        for one in nearest
        if one.volunteer_id in free
    ]
    return VolunteerOutlook(askable[: max(0, MOST_ASKED - len(asked))], asked)


def ask(
    session: Session,
    household: Household,
    read: str,
    chosen: Collection[str],
    *,
    actor: Party,
    now: datetime,
) -> int:
    """Send the questions that the coordinator has read, but for whom they leave out.

    Args:
        read: `VolunteerOutlook.form` of the page.
        chosen: public ids of those volunteers whom it shall reach.

    Returns:
        How many were asked.

    Raises:
        HouseholdNotWaiting: nobody is looked for.
        NobodyChosen: all of them were left out.
        QuestionOutdated: other volunteers, or none, could be asked by now.
    """
    places.hold_household(session, household)
    if places.volunteers_wanted(session, household) == 0:
        raise HouseholdNotWaiting
    present = outlook(session, household, now)
    if not present.askable or present.form != read:
        raise QuestionOutdated
    asked = [one for one in present.askable if one.volunteer.public_id in chosen]
    if not asked:
        raise NobodyChosen
    for one in asked:
        _ask(session, household, one, actor, now)
    return len(asked)


def _ask(session: Session, household: Household, one: Askable, actor: Party, now: datetime) -> None:
    question = ChangeQuestion(
        scheme_id=household.scheme_id,
        household=household,
        volunteer=one.volunteer,
        change=one.suggestion.change,
        amount=one.suggestion.amount,
        asked_by=actor,
        asked_at=now,
    )
    session.add(question)
    session.flush()
    outbox.notify(
        session,
        one.volunteer,
        "change_question_volunteer",
        params=change_questions.params_of(question),
        dedupe_key=f"change_question:{question.id}",
        now=now,
    )
