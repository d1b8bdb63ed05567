from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from web.models.base import Base, InScheme


class AuditEvent(InScheme, Base):
    """Who read or changed what is most sensitive, and when."""

    __tablename__ = "audit_event"

    at: Mapped[datetime]
    actor_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    party_id: Mapped[int | None] = mapped_column(
        ForeignKey("party.id", ondelete="CASCADE"), index=True
    )
    action: Mapped[str] = mapped_column(String(40))
