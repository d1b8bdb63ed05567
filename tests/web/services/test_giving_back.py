"""Help goes both ways: what a volunteer would enjoy, and what a family likes to share."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from matcher import Criterion, Policy, Score, explain_pair
from tests.factories import make_household, make_scheme, make_volunteer
from web.models import Household, Offer, Volunteer
from web.models.vocabulary import HelpCategory
from web.services import matching_input, volunteers
from web.services.clock import local_date
from web.services.volunteers import Questionnaire

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


def test_what_a_volunteer_would_enjoy_in_return_gives_points_with_a_family_that_shares_it(
    session: Session,
) -> None:
    scheme = make_scheme(session)
    volunteer = make_volunteer(session, scheme=scheme)
    household = make_household(session, scheme=scheme)
    household.offers[:] = [Offer(category=HelpCategory.MEAL)]
    before = _points(volunteer, household)
    volunteers.complete_questionnaire(
        session,
        volunteer,
        Questionnaire(
            offers=frozenset(offer.category for offer in volunteer.offers),
            slots=volunteer.slots,
            max_distance_m=volunteer.max_distance_m,
            capacity=1,
            age_band=None,
            gender=None,
            only_women=False,
            no_children=False,
            step_free=True,
            wants=frozenset({HelpCategory.MEAL}),
            child_birth_years=(2016, 2019),
        ),
        NOW,
    )
    session.flush()
    session.refresh(volunteer)
    assert volunteer.child_birth_years == [2016, 2019]
    assert before == 0
    assert _points(volunteer, household) > 0


def _points(volunteer: Volunteer, household: Household) -> int:
    today = local_date(NOW)
    score = explain_pair(
        matching_input.volunteer_as_seen(volunteer, 1, today),
        matching_input.household_as_seen(household, 1, today),
        Policy(),
        NOW,
    )
    assert isinstance(score, Score), score
    return next(part.points for part in score.criteria if part.criterion is Criterion.RECIPROCITY)
