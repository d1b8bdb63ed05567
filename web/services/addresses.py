"""The street somebody lives in: read one at a time, and each reading leaves a trace."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from web.models import Address, Party
from web.services import persons


def show(session: Session, party: Party, *, actor: Party, now: datetime) -> str:
    """The street of this party, or an empty string where none is known; the reading is audited."""
    persons.record(session, party, actor, "address_shown", now)
    address = session.get(Address, party.id)
    return address.street if address else ""
