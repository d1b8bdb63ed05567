"""How people without a password come in: codes they type and links they tap."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, InScheme, Public
from web.models.party import Party


class AccessCode(InScheme, Base):
    """Six digits that prove a mailbox or a phone.

    A code is made at the moment its message leaves, so only its keyed hash is ever stored.
    """

    __tablename__ = "access_code"

    party_id: Mapped[int] = mapped_column(ForeignKey("party.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    party: Mapped[Party] = relationship()


class Link(InScheme, Public, Base):
    """A link of one person to one thing: looked up by id, proven by 256 bits, stored as a hash."""

    __tablename__ = "link"

    party_id: Mapped[int] = mapped_column(ForeignKey("party.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    secret_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    party: Mapped[Party] = relationship()
