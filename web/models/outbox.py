"""What must still happen: rows written in the transaction of what they tell."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from web.models.base import Base, InScheme
from web.models.party import Party
from web.models.vocabulary import Channel, Delivery, Receipt


class Outbox(InScheme):
    """Columns of a row that a worker claims with a lease."""

    dedupe_key: Mapped[str] = mapped_column(String(120), unique=True)
    status: Mapped[Delivery] = mapped_column(default=Delivery.PENDING)
    # Next try while waiting, end of the lease while somebody works on it.
    next_at: Mapped[datetime]
    # Since when it should be done: failing moves only the next try, being put off moves this too.
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    # Since when somebody has tried; nothing while it only waits for its day or for the morning.
    first_tried_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    # What went wrong last; an error's class or code, never personal data.
    problem: Mapped[str] = mapped_column(String(200), default="")

    __tablename__: str

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Index, ...]:  # noqa: N805 - the class comes first
        return _by_time(cls.__tablename__)


def _by_time(table: str) -> tuple[Index, ...]:
    return (
        Index(f"ix_{table}_due", "status", "next_at"),
        Index(f"ix_{table}_since", "status", "due_at"),
    )


class Notification(Outbox, Base):
    """One message to one person on one channel, in their language; worded when it is sent."""

    __tablename__ = "notification"

    party_id: Mapped[int] = mapped_column(ForeignKey("party.id", ondelete="CASCADE"), index=True)
    # Names a function of web.messages.
    kind: Mapped[str] = mapped_column(String(40))
    # Ids and codes that the wording needs: never a name, an address or a number.
    params: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # While it waits it follows what its reader chooses; it is settled when it leaves.
    channel: Mapped[Channel]
    # It goes that way whatever its reader has chosen, since it is about the way itself.
    way_given: Mapped[bool] = mapped_column(default=False)
    # The way that did not take it, which another one takes the place of.
    instead_of: Mapped[Channel | None]
    # What the person just asked for does not wait for the morning.
    at_once: Mapped[bool] = mapped_column(default=False)
    # Where it went, as a keyed hash: a report about an address they no longer have marks none.
    sent_to_key: Mapped[str | None] = mapped_column(String(64))
    # The day whose limit it counts for, in Brussels.
    counted_on: Mapped[date | None]
    # What a provider or a mail server told afterwards.
    receipt: Mapped[Receipt | None]
    receipt_at: Mapped[datetime | None]

    party: Mapped[Party] = relationship()

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Index, ...]:  # noqa: N805 - the class comes first
        counted = Index("ix_notification_counted", "scheme_id", "counted_on", "channel")
        return (*_by_time("notification"), counted)


class Job(Outbox, Base):
    """Work for a worker, by the name of a handler and the id of its subject."""

    __tablename__ = "job"

    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
