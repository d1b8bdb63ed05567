"""How many people each campaign has brought."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from web.models import CampaignCode, Party
from web.models.vocabulary import Campaign, Side

Brought = dict[tuple[Campaign | None, Side], int]
BroughtByCode = dict[tuple[str, Side], int]


def brought(session: Session, scheme_id: int) -> Brought:
    """Volunteers and households by campaign, None where nothing is known. One query."""
    rows = session.execute(
        select(Party.campaign, Party.kind, func.count())
        .where(Party.scheme_id == scheme_id, Party.kind.in_([side.value for side in Side]))
        .group_by(Party.campaign, Party.kind)
    )
    return {(campaign, Side(kind)): count for campaign, kind, count in rows}


def brought_by_code(session: Session, scheme_id: int) -> BroughtByCode:
    """Volunteers and households by the scheme's own code. One query."""
    rows = session.execute(
        select(Party.campaign_code, Party.kind, func.count())
        .where(
            Party.scheme_id == scheme_id,
            Party.kind.in_([side.value for side in Side]),
            Party.campaign_code.is_not(None),
        )
        .group_by(Party.campaign_code, Party.kind)
    )
    return {(code or "", Side(kind)): count for code, kind, count in rows}


def codes(session: Session, scheme_id: int) -> Sequence[CampaignCode]:
    """The scheme's own codes, the newest first, with who made and who changed them."""
    return session.scalars(
        select(CampaignCode)
        .where(CampaignCode.scheme_id == scheme_id)
        .options(joinedload(CampaignCode.made_by), joinedload(CampaignCode.changed_by))
        .order_by(CampaignCode.id.desc())
    ).all()


def by_code(session: Session, scheme_id: int, code: str) -> CampaignCode | None:
    return session.scalar(
        select(CampaignCode).where(CampaignCode.scheme_id == scheme_id, CampaignCode.code == code)
    )


def by_public_id(session: Session, public_id: str) -> CampaignCode | None:
    return session.scalar(select(CampaignCode).where(CampaignCode.public_id == public_id))
