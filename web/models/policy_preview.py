from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, InScheme, Public
from web.models.party import Party
from web.models.vocabulary import Progress


class PolicyPreview(InScheme, Public, Base):
    """A policy tried on the people as they are, computed by a worker; gone after a day."""

    __tablename__ = "policy_preview"

    progress: Mapped[Progress] = mapped_column(default=Progress.QUEUED)
    phase: Mapped[str] = mapped_column(String(40), default="")
    percent: Mapped[int] = mapped_column(default=0)
    started_by_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    created_at: Mapped[datetime] = mapped_column(index=True)
    finished_at: Mapped[datetime | None]
    cancelled_by_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    # What was on the form: the policy tried, its name, and the version that was in force then.
    decided: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    name: Mapped[str] = mapped_column(String(80), default="")
    version: Mapped[int | None]
    # The version in force that it was compared with, once somebody has read it.
    compared_with: Mapped[int | None]
    # What `web.services.preview_results.Preview` holds; people by public ids.
    result: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    started_by: Mapped[Party] = relationship(foreign_keys=[started_by_id])
    cancelled_by: Mapped[Party | None] = relationship(foreign_keys=[cancelled_by_id])
