from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base
from web.models.encryption import EncryptedValue
from web.models.party import Party
from web.models.vocabulary import Role, VolunteerState


class Volunteer(Party):
    """A resident who offers time to a newcomer household nearby."""

    __tablename__ = "volunteer"
    __mapper_args__ = {"polymorphic_identity": Role.VOLUNTEER.value}
    __table_args__ = (CheckConstraint("capacity BETWEEN 0 AND 3", name="capacity"),)

    id: Mapped[int] = mapped_column(ForeignKey("party.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[VolunteerState] = mapped_column(index=True)
    # How many households at a time.
    capacity: Mapped[int] = mapped_column(default=1)
    # For lists: see `web/models/match.py`.
    places_taken: Mapped[int] = mapped_column(server_default="0")
    no_children: Mapped[bool] = mapped_column(default=False)
    step_free: Mapped[bool] = mapped_column(default=False)
    # What the volunteer would enjoy in return: help goes both ways.
    wants: Mapped[list[str]] = mapped_column(JSON, default=list)
    child_birth_years: Mapped[list[int]] = mapped_column(EncryptedValue, default=list)
    confirmed_at: Mapped[datetime | None]
    informed_at: Mapped[datetime | None]
    note_version: Mapped[str | None] = mapped_column(String(20))
    questionnaire_at: Mapped[datetime | None]
    trained_at: Mapped[datetime | None]
    ready_at: Mapped[datetime | None]

    screening: Mapped[Screening | None] = relationship(cascade="all, delete-orphan")


class Screening(Base):
    """Criminal-record extract (model 596.2): that it was seen, never the document."""

    __tablename__ = "screening"

    volunteer_id: Mapped[int] = mapped_column(
        ForeignKey("volunteer.id", ondelete="CASCADE"), primary_key=True
    )
    seen_on: Mapped[date]
    checked_by_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    passed: Mapped[bool] = mapped_column(EncryptedValue)
    renew_on: Mapped[date]
