"""How many people each campaign has brought."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from web.models import Party
from web.models.vocabulary import Campaign, Side

Brought = dict[tuple[Campaign | None, Side], int]


def brought(session: Session, scheme_id: int) -> Brought:
    """Volunteers and households by campaign, None where nothing is known. One query."""
    rows = session.execute(
        select(Party.campaign, Party.kind, func.count())
        .where(Party.scheme_id == scheme_id, Party.kind.in_([side.value for side in Side]))
        .group_by(Party.campaign, Party.kind)
    )
    return {(campaign, Side(kind)): count for campaign, kind, count in rows}
