from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from web.models.party import Party
from web.models.vocabulary import Role


class Staff(Party):
    """Someone who works for the scheme; what they may do follows from the role."""

    __tablename__ = "staff"
    __mapper_args__ = {"polymorphic_identity": "staff"}

    id: Mapped[int] = mapped_column(ForeignKey("party.id", ondelete="CASCADE"), primary_key=True)
    duty: Mapped[Role]
    # A change ends every session that began before it.
    sessions_valid_from: Mapped[datetime]
    active: Mapped[bool] = mapped_column(default=True)
    # Monday's mail of what waits.
    weekly_mail: Mapped[bool] = mapped_column(default=True)

    @property
    def role(self) -> Role:
        return self.duty
