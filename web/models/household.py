from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base
from web.models.encryption import EncryptedText, EncryptedValue
from web.models.party import Party
from web.models.vocabulary import HelpCategory, HouseholdState, Role, Source

if TYPE_CHECKING:
    from web.models.told_change import ToldChange

# As many signs of a name in an address tell the families of a scheme apart.
REFERENCE = 6
# Later than anybody waits. A database takes it in its own zone: what is before it in one may not be
# in another, so that what waits is compared with a day well before.
NOT_WAITING = datetime(9000, 1, 1, tzinfo=UTC)
WAITING = datetime(8999, 1, 1, tzinfo=UTC)
_WAITS_FROM = (
    "CASE WHEN state = 'ready' AND places_taken < wanted AND ready_at IS NOT NULL"
    f" THEN ready_at ELSE '{NOT_WAITING:%Y-%m-%d %H:%M:%S.%f}' END"
)


class Household(Party):
    """A newcomer family or single person; the party's name is its contact person's."""

    __tablename__ = "household"
    __table_args__ = (
        CheckConstraint("wanted BETWEEN 1 AND 3", name="wanted"),
        # Who waits longest stands first in it.
        Index(None, "waits_from", "id"),
    )

    id: Mapped[int] = mapped_column(ForeignKey("party.id", ondelete="CASCADE"), primary_key=True)
    __mapper_args__ = {
        "polymorphic_identity": Role.HOUSEHOLD.value,
        "inherit_condition": id == Party.id,  # noqa: A003 - the column of this class
    }

    state: Mapped[HouseholdState] = mapped_column(index=True)
    source: Mapped[Source]
    referred_by_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    # Whose caseload it is, with its matches; nobody's until somebody begins the intake.
    coordinator_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"), index=True)
    # What the other side is told instead of the first name, when the household prefers so.
    alias: Mapped[str] = mapped_column(EncryptedText, default="")
    wanted: Mapped[int] = mapped_column(default=1)
    # For lists: see `web/models/match.py`.
    places_taken: Mapped[int] = mapped_column(server_default="0")
    step_free_only: Mapped[bool] = mapped_column(default=False)
    interpreter_available: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(EncryptedText, default="")
    intake_at: Mapped[datetime | None]
    # Waiting time counts from here, also after a declined match.
    ready_at: Mapped[datetime | None]
    # When it is ready and has fewer volunteers than it wants; else NOT_WAITING.
    waits_from: Mapped[datetime] = mapped_column(Computed(_WAITS_FROM))

    needs: Mapped[list[Need]] = relationship(cascade="all, delete-orphan", order_by="Need.priority")
    members: Mapped[list[Member]] = relationship(cascade="all, delete-orphan")
    # What it told us and nobody has settled yet.
    told_changes: Mapped[list[ToldChange]] = relationship(
        primaryjoin="and_(Household.id == ToldChange.household_id, ToldChange.settled_at == None)",
        order_by="ToldChange.id",
        viewonly=True,
    )

    @property
    def waits(self) -> bool:
        return self.waits_from < WAITING

    @property
    def shown_name(self) -> str:
        """What a volunteer may read before the first meeting."""
        return self.alias or self.first_name

    @property
    def reference(self) -> str:
        """What stands on its letters; the search of the desk finds it by that."""
        return self.public_id[:REFERENCE]


class Need(Base):
    """A household's help category with a priority: 1 must, 2 would help, 3 nice."""

    __tablename__ = "need"
    __table_args__ = (CheckConstraint("priority BETWEEN 1 AND 3", name="priority"),)

    household_id: Mapped[int] = mapped_column(
        ForeignKey("household.id", ondelete="CASCADE"), primary_key=True
    )
    category: Mapped[HelpCategory] = mapped_column(primary_key=True)
    priority: Mapped[int] = mapped_column(default=2)


class Member(Base):
    """One person of a household beside the contact person, by birth year only."""

    __tablename__ = "member"

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(
        ForeignKey("household.id", ondelete="CASCADE"), index=True
    )
    birth_year: Mapped[int] = mapped_column(EncryptedValue)
