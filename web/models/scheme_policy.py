from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, InScheme, Public
from web.models.party import Party


class SchemePolicy(InScheme, Public, Base):
    """What a scheme decided about its matching: the newest row is in force, the others history.

    A scheme without a row goes by the matcher's default.
    """

    __tablename__ = "scheme_policy"
    # Of two who save at once, one comes second.
    __table_args__ = (UniqueConstraint("scheme_id", "version"),)

    # Counts from 1 in each scheme.
    version: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    # Weights, objective, bonuses, floors; what is missing is the matcher's default.
    decided: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # Nobody where a policy is older than its history.
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    saved_at: Mapped[datetime]

    saved_by: Mapped[Party | None] = relationship()
