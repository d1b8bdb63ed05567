from __future__ import annotations

from datetime import datetime

from sqlalchemy import Float, String
from sqlalchemy.orm import Mapped, mapped_column

from web.models.base import Base

# The one that no worker does.
BACKUP = "backup"


class Duty(Base):
    """When something that comes back with time was last tried and last done; of no scheme."""

    __tablename__ = "duty"

    # A sweep's name, or BACKUP.
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    tried_at: Mapped[datetime]
    # None while it has never gone well.
    done_at: Mapped[datetime | None]
    seconds: Mapped[float] = mapped_column(Float, default=0.0)
    # The class of what went wrong last; empty when it went well.
    problem: Mapped[str] = mapped_column(String(80), default="")
