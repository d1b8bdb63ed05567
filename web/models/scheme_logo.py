from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from web.models.base import Base, InScheme


class SchemeLogo(InScheme, Base):
    """A scheme's logo as we drew it anew (WebP): in the database, where every process finds it."""

    __tablename__ = "scheme_logo"
    __table_args__ = (UniqueConstraint("scheme_id"),)

    # Made from what is in it: another picture has another address, so a browser may keep each.
    name: Mapped[str] = mapped_column(String(16))
    large: Mapped[bytes] = mapped_column(LargeBinary)
    # For the pages of families, which weigh little.
    small: Mapped[bytes] = mapped_column(LargeBinary)
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    saved_at: Mapped[datetime]
