"""What a household sees of itself on its own page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from web.messages import words
from web.messages.languages import autonym, language_name
from web.messages.lists import listed
from web.messages.words import category_name
from web.models import Household
from web.models.vocabulary import Answer, HelpCategory, HouseholdState, MatchState, Side
from web.queries import meeting_times, own_matches
from web.queries.meeting_times import Planning

DAYS, PARTS = 7, 3


@dataclass(frozen=True, slots=True)
class MatchLine:
    """One match; the name is the volunteer's first name. `asked`: an answer is awaited.

    `meeting_at` is when, never where: this page may be seen, and the place stands behind its link.
    """

    name: str
    public_id: str
    state: MatchState
    asked: bool
    first_meeting_on: date | None
    planning: Planning
    meeting_at: datetime | None


@dataclass(frozen=True, slots=True)
class Summary:
    """Nothing in it tells where the family lives or how to reach it: a link may be seen."""

    name: str
    state: HouseholdState
    people: int
    matches: tuple[MatchLine, ...]

    @property
    def going_on(self) -> bool:
        """Whether there is somebody for them now."""
        return any(match.state is not MatchState.ENDED for match in self.matches)


@dataclass(frozen=True, slots=True)
class Known:
    """All that is kept, but for what a seen link must not tell: that it is kept, the page says.

    `needs` are labels with how important each is, `times` days with their parts of the day.
    """

    household: Household
    writes_in: str
    languages: tuple[tuple[str, str], ...]
    needs: tuple[tuple[HelpCategory, str, str], ...]
    offers: tuple[tuple[HelpCategory, str], ...]
    times: tuple[tuple[str, str], ...]
    phone_end: str
    email_hint: str
    gender: str
    age: str


def known(household: Household) -> Known:
    """What the family may read of itself, in the language of the request."""
    return Known(
        household=household,
        writes_in=autonym(household.language),
        languages=tuple(
            (language_name(row.tag), words.level_name(row.level)) for row in household.languages
        ),
        needs=tuple(
            (row.category, category_name(row.category), words.priority_name(row.priority))
            for row in household.needs
        ),
        offers=tuple((row.category, category_name(row.category)) for row in household.offers),
        times=tuple(_times(household.slots)),
        phone_end=(household.phone or "")[-2:],
        email_hint=_hint(household.email or ""),
        gender=words.gender_name(household.gender) if household.gender else "",
        age=words.age_band_name(household.age_band) if household.age_band else "",
    )


def _times(slots: int) -> Iterator[tuple[str, str]]:
    for day in range(DAYS):
        parts = [part for part in range(PARTS) if slots >> (day * PARTS + part) & 1]
        if parts:
            yield words.day_name(day), listed([words.part_name(part) for part in parts])


def _hint(email: str) -> str:
    """Enough to know one's own address by: 'a…@example.org'."""
    name, at, host = email.partition("@")
    return f"{name[:1]}…{at}{host}" if at else ""


def summary(session: Session, household: Household, now: datetime) -> Summary:
    """The household as it may see itself, in the language of the request."""
    return Summary(
        name=household.shown_name,
        state=household.state,
        people=1 + len(household.members),
        matches=tuple(
            MatchLine(
                match.volunteer.first_name,
                match.public_id,
                match.state,
                match.state is MatchState.APPROVED and match.household_answer is not Answer.YES,
                match.first_meeting_on,
                meeting_times.planning(session, match, Side.HOUSEHOLD),
                match.meeting_at,
            )
            for match in own_matches.of_household(session, household, now)
        ),
    )
