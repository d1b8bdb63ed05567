from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, InScheme, Public
from web.models.party import Party
from web.models.vocabulary import Campaign


class CampaignCode(InScheme, Public, Base):
    """A word that a scheme gives to one poster, one article or one stall, to count what it brings.

    Whoever came by it keeps the word (`Party.campaign_code`) and its channel (`Party.campaign`).
    """

    __tablename__ = "campaign_code"
    __table_args__ = (UniqueConstraint("scheme_id", "code"),)

    # Says nothing by itself, so that an address cannot carry a name.
    code: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(80))
    channel: Mapped[Campaign]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    made_at: Mapped[datetime]

    # Its posters still hang: whoever comes by it is counted as before.
    retired_at: Mapped[datetime | None]
    # Who renamed it, retired it or took it up again last.
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    changed_at: Mapped[datetime | None]

    made_by: Mapped[Party] = relationship(foreign_keys=[made_by_id])
    changed_by: Mapped[Party | None] = relationship(foreign_keys=[changed_by_id])
