from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from tests.factories.parties import make_household, make_volunteer
from tests.factories.schemes import make_scheme
from web.models import Match, MatchEvent
from web.models.vocabulary import MatchState


def make_match(session: Session, **overrides: Any) -> Match:
    """A proposed match of a ready volunteer and a ready household of one scheme."""
    scheme = overrides.pop("scheme", None)
    volunteer, household = overrides.get("volunteer"), overrides.get("household")
    known = volunteer or household
    scheme_id = known.scheme_id if known is not None else (scheme or make_scheme(session)).id
    values: dict[str, Any] = {
        "scheme_id": scheme_id,
        "state": MatchState.PROPOSED,
        "points": 6000,
        "proposed_at": datetime.now(UTC),
        **overrides,
    }
    if volunteer is None:
        values["volunteer"] = make_volunteer(session, scheme_id=scheme_id)
    if household is None:
        values["household"] = make_household(session, scheme_id=scheme_id)
    match = Match(**values)
    session.add(match)
    session.flush()
    session.add(
        MatchEvent(
            scheme_id=match.scheme_id,
            match=match,
            at=match.proposed_at,
            from_state=None,
            to_state=match.state,
        )
    )
    session.flush()
    return match
