"""What a household sees of itself on its own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from web.messages.languages import language_name
from web.messages.lists import listed
from web.messages.words import category_name
from web.models import Household
from web.models.vocabulary import Answer, HelpCategory, HouseholdState, MatchState
from web.queries import own_matches


@dataclass(frozen=True, slots=True)
class MatchLine:
    """One match; the name is the volunteer's first name. `asked`: an answer is awaited."""

    name: str
    public_id: str
    state: MatchState
    asked: bool
    first_meeting_on: date | None


@dataclass(frozen=True, slots=True)
class Summary:
    """Nothing in it tells where the family lives or how to reach it: a link may be seen."""

    name: str
    state: HouseholdState
    languages: str
    needs: tuple[tuple[HelpCategory, str], ...]
    people: int
    matches: tuple[MatchLine, ...]


def summary(session: Session, household: Household, now: datetime) -> Summary:
    """The household as it may see itself, in the language of the request."""
    return Summary(
        name=household.shown_name,
        state=household.state,
        languages=listed([language_name(row.tag) for row in household.languages]),
        needs=tuple((row.category, category_name(row.category)) for row in household.needs),
        people=1 + len(household.members),
        matches=tuple(
            MatchLine(
                match.volunteer.first_name,
                match.public_id,
                match.state,
                match.state is MatchState.APPROVED and match.household_answer is not Answer.YES,
                match.first_meeting_on,
            )
            for match in own_matches.of_household(session, household, now)
        ),
    )
