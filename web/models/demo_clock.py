from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from web.models.base import Base


class DemoClock(Base):
    """How far a demonstration's clock is ahead; there is no row in production."""

    __tablename__ = "demo_clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    ahead_seconds: Mapped[int] = mapped_column(default=0)
