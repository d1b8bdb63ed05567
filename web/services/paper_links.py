"""A link on paper: to the question that waits for an answer, else to the family's own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from web.models import Household, Match, Party
from web.models.vocabulary import MatchState
from web.queries import own_matches
from web.services import links, persons
from web.services.clock import local_date
from web.services.links import Purpose


@dataclass(frozen=True, slots=True)
class PaperLink:
    """`match` is what is asked, if anything; the path works until the end of `last_day`."""

    path: str
    last_day: date
    match: Match | None


def make(session: Session, household: Household, actor: Party, now: datetime) -> PaperLink:
    """A new link, with a trace of who made it."""
    match = asked(session, household, now)
    purpose, subject = (Purpose.MATCH, match.id) if match else (Purpose.HOUSEHOLD, household.id)
    path = links.create(session, household, purpose, subject, now=now)
    persons.record(session, household, actor, "household_letter", now)
    return PaperLink(path, local_date(now + links.LIFETIME), match)


def asked(session: Session, household: Household, now: datetime) -> Match | None:
    """The proposal that the family has not answered yet."""
    return next(
        (
            match
            for match in own_matches.of_household(session, household, now)
            if match.state is MatchState.APPROVED and match.household_answer is None
        ),
        None,
    )
