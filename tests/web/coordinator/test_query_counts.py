"""No page of the desk asks the database more often because there is more to show."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, sessionmaker

from tests.browsing import Client
from tests.factories import (
    make_absence,
    make_household,
    make_preview,
    make_staff,
    make_volunteer,
)
from tests.factories.crowd import make_crowd
from tests.web.coordinator.statements import counting
from tests.web.desk.routes import Things, pages
from web.models import (
    Absence,
    CampaignCode,
    EvaluationRound,
    Household,
    Match,
    MatchRun,
    Note,
    PolicyPreview,
    Scheme,
    SchemePolicy,
    Staff,
    Task,
    Volunteer,
)
from web.models.vocabulary import Campaign, MatchState
from web.services import campaigns, notes, previews
from web.services.clock import local_date

# What is asked does not depend on who answers.
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

MOST = 12
# The last is beyond what is computed while somebody waits.
SIZES = (100, 10_000)


@pytest.fixture
def near(session: Session, scheme: Scheme) -> tuple[Volunteer, Household]:
    """Two who can be proposed: insisting on the far one leaves another waiting, who is named."""
    make_household(session, scheme=scheme, members=[1990, 1991])
    return (
        make_volunteer(session, scheme=scheme),
        make_household(session, scheme=scheme, latitude=50.8480),
    )


def _busiest(session: Session) -> Things:
    """Of each kind the one with the most beside it: the first of the crowd."""
    first_match = session.scalars(
        select(Match).where(Match.state == MatchState.PROPOSED).order_by(Match.id)
    ).first()
    assert first_match is not None
    newest_run = select(func.max(MatchRun.id)).scalar_subquery()
    return {
        "volunteers": [first_match.volunteer.public_id],
        "households": [first_match.household.public_id],
        "matches": [first_match.public_id],
        "runs": session.scalars(select(MatchRun.public_id).where(MatchRun.id == newest_run)).all(),
        "policy": session.scalars(select(SchemePolicy.public_id).limit(1)).all(),
        "previews": session.scalars(select(PolicyPreview.public_id)).all(),
        "evaluation": session.scalars(select(EvaluationRound.public_id).limit(1)).all(),
        "tasks": session.scalars(select(Task.public_id).limit(1)).all(),
        "absences": session.scalars(select(Absence.public_id).limit(1)).all(),
        "notes": session.scalars(select(Note.public_id).limit(1)).all(),
        "campaigns": session.scalars(select(CampaignCode.public_id)).all(),
    }


def test_no_page_of_the_desk_takes_more_than_twelve_queries_whatever_its_rows(
    engine: Engine,
    session: Session,
    client: Client,
    scheme: Scheme,
    coordinator: Staff,
    near: tuple[Volunteer, Household],
) -> None:
    taken: dict[str, list[int]] = {}
    volunteer, household = near
    colleague = make_staff(session, scheme=scheme)
    today = datetime.now(UTC)
    make_absence(session, coordinator, colleague, local_date(today), local_date(today))
    notes.write(session, household, "Rings twice.", author=coordinator, now=today)
    campaigns.make(session, scheme, "Stall", Campaign.POSTER, actor=coordinator, now=today)
    preview_id = make_preview(session, coordinator).id
    session.commit()
    previews.execute(sessionmaker(engine).begin, preview_id)
    asked_for = [
        "/desk/?whose=all",
        client.press("/desk/search", q="aicha").location,
        f"/desk/households/{household.public_id}/change",
        f"/desk/households/{household.public_id}/why?other={volunteer.public_id}",
        f"/desk/volunteers/{volunteer.public_id}/why?other={household.public_id}",
    ]
    for rows, before in zip(SIZES, (0, *SIZES), strict=False):
        make_crowd(session, scheme, rows - before)
        session.commit()
        things = _busiest(session)
        for page in [*pages(client.application, things), *asked_for]:
            with counting(engine) as statements:
                answer = client.get(page)
            assert answer.status_code == 200, page
            name = page.replace(things["runs"][0], "RUN")
            taken.setdefault(name, []).append(len(statements.sent))
    assert {page: counts for page, counts in taken.items() if max(counts) > MOST} == {}
    # Fewer is right where a page says that there are too many people to compute anything.
    assert {page: counts for page, counts in taken.items() if max(counts) > counts[0]} == {}
