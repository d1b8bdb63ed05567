"""A volunteer of whom everything is held."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from tests.factories import make_match, make_staff, make_volunteer
from web.models import (
    ClosingWords,
    ContactChange,
    FieldChange,
    FollowUp,
    HeldMeeting,
    Screening,
    Volunteer,
)
from web.models.vocabulary import Channel, Face, Heard, MatchState, ProfileField, Side
from web.services import notes

# A word that is in everything that somebody may have told us, or we wrote about them.
SECRET = "Quokka"


@pytest.fixture
def vera(session: Session, now: datetime) -> Volunteer:
    """A volunteer of whom everything is held, each with the secret word."""
    vera = make_volunteer(
        session,
        first_name=SECRET,
        last_name=SECRET,
        email=f"{SECRET.lower()}@mail.example",
        phone="+32470000042",
        street=f"{SECRET} 1",
        child_birth_years=[2011],
        wants=["meal"],
    )
    staff = make_staff(session, scheme_id=vera.scheme_id)
    match = make_match(
        session,
        volunteer=vera,
        state=MatchState.ACTIVE,
        first_meeting_on=date(2026, 3, 2),
        criteria=[{"criterion": "proximity", "facts": {"minutes": 7}}],
    )
    day = date(2026, 3, 2)
    vera.screening = Screening(seen_on=day, checked_by_id=staff.id, passed=True, renew_on=day)
    match.events[0].note = SECRET
    of_match = {"scheme_id": vera.scheme_id, "match_id": match.id}
    of_vera = {"scheme_id": vera.scheme_id, "party_id": vera.id}
    session.add_all(
        [
            HeldMeeting(**of_match, told_by_id=vera.id, held_on=day, said=SECRET, noted_at=now),
            FollowUp(
                **of_match,
                party_id=vera.id,
                side=Side.VOLUNTEER,
                step="2w",
                due_on=day,
                answered_at=now,
                met=True,
                face=Face.HAPPY,
                comment=SECRET,
            ),
            ClosingWords(
                **of_match, side=Side.VOLUNTEER, said=SECRET, heard=Heard.BY_PHONE, noted_at=now
            ),
            FieldChange(**of_vera, field=ProfileField.NAME, old=SECRET, new=SECRET, at=now),
            ContactChange(**of_vera, channel=Channel.EMAIL, contact=SECRET, asked_at=now),
        ]
    )
    notes.write(session, vera, SECRET, author=staff, now=now)
    notes.write(session, match, SECRET, author=staff, now=now)
    session.flush()
    return vera
