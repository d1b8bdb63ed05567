"""The proposals of a run, its pages, and what is ticked on them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tests.factories import make_match, make_volunteer
from web.models import Match, MatchRun

CRITERIA = [
    {
        "criterion": "proximity",
        "points": 1900,
        "maximum": 2500,
        "facts": {"metres": 430, "minutes": 7},
    },
    {
        "criterion": "needs",
        "points": 900,
        "maximum": 2500,
        "facts": {"covered": ["meal"], "missing": ["transport"]},
    },
    {
        "criterion": "availability",
        "points": 250,
        "maximum": 1000,
        "facts": {"slots": 1 << 7},
    },
]


def proposals(session: Session, run: MatchRun, number: int) -> list[Match]:
    """The first has the most points."""
    return [
        make_match(
            session,
            scheme_id=run.scheme_id,
            volunteer=make_volunteer(session, scheme_id=run.scheme_id, first_name=f"Vera{place}"),
            run_id=run.id,
            points=9000 - place,
            criteria=CRITERIA,
        )
        for place in range(number)
    ]


def page_of(run: MatchRun, step: str = "") -> str:
    return f"/desk/runs/{run.public_id}" + (f"/{step}" if step else "")


def ticked(*chosen: Match) -> list[str]:
    return [f"{match.public_id}.{match.version}" for match in chosen]
