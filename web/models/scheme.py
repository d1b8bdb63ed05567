from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, String, false
from sqlalchemy.orm import Mapped, mapped_column

from web.models.base import Base


class Scheme(Base):
    """One buddy scheme, run by one association in one area."""

    __tablename__ = "scheme"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    association: Mapped[str] = mapped_column(String(120))
    # What the law wants every volunteer to know before they start.
    legal_status: Mapped[str] = mapped_column(String(200), default="")
    insurance: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(12), default="fr")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    meeting_place: Mapped[str] = mapped_column(String(200), default="")
    accent: Mapped[str] = mapped_column(String(7), default="#0f6b5c")
    # Its picture is a `SchemeLogo` of this name; every page shows it, and none reads the picture.
    logo_name: Mapped[str | None] = mapped_column(String(16))
    logo_alt: Mapped[str] = mapped_column(String(120), server_default="")
    categories_off: Mapped[list[str]] = mapped_column(JSON, default=list)
    answer_days: Mapped[int] = mapped_column(default=7)
    # While colleagues practise nothing leaves for volunteers and households.
    in_exercise: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]
