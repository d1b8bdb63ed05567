from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from web.models.base import Base, InScheme


class Tombstone(InScheme, Base):
    """That somebody was erased: by the opaque name only, so that a restored backup can do it again.

    It refers to no row: after a restore that row is another one, or not there.
    """

    __tablename__ = "tombstone"

    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    erased_at: Mapped[datetime]
