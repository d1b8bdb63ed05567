from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, InScheme, Public
from web.models.encryption import EncryptedText
from web.models.match import Match
from web.models.party import Party
from web.models.vocabulary import TaskKind


class Task(InScheme, Public, Base):
    """Something that needs a coordinator, with its reason and its evidence."""

    __tablename__ = "task"
    __table_args__ = (
        Index(
            "uq_task_open",
            "scheme_id",
            "dedupe_key",
            unique=True,
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    kind: Mapped[TaskKind]
    dedupe_key: Mapped[str] = mapped_column(String(80))
    party_id: Mapped[int | None] = mapped_column(
        ForeignKey("party.id", ondelete="CASCADE"), index=True
    )
    match_id: Mapped[int | None] = mapped_column(
        ForeignKey("match.id", ondelete="CASCADE"), index=True
    )
    evidence: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime]
    snoozed_until: Mapped[date | None]
    done_at: Mapped[datetime | None] = mapped_column(index=True)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    # Whose it is since it was handed over; before that it follows the household's coordinator.
    held_by_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"), index=True)
    handed_by_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    handed_at: Mapped[datetime | None]
    handed_note: Mapped[str | None] = mapped_column(EncryptedText)
    # The last time that somebody put it off, or back on the list.
    snoozed_by_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    snoozed_at: Mapped[datetime | None]
    # Grows with every hand-over and putting off, so that what comes from a stale page is noticed.
    version: Mapped[int] = mapped_column(default=1)

    def is_put_off(self, today: date) -> bool:
        return bool(not self.done_at and self.snoozed_until and self.snoozed_until > today)

    party: Mapped[Party | None] = relationship(foreign_keys=[party_id])
    match: Mapped[Match | None] = relationship()
    done_by: Mapped[Party | None] = relationship(foreign_keys=[done_by_id])
    held_by: Mapped[Party | None] = relationship(foreign_keys=[held_by_id])
    handed_by: Mapped[Party | None] = relationship(foreign_keys=[handed_by_id])
    snoozed_by: Mapped[Party | None] = relationship(foreign_keys=[snoozed_by_id])
