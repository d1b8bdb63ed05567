from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, InScheme
from web.models.household import Household
from web.models.party import Party
from web.models.vocabulary import Answer, Change
from web.models.volunteer import Volunteer


class ChangeQuestion(InScheme, Base):
    """Whether a household that waits would have one thing otherwise, so that somebody could come.

    Or whether a volunteer would, so that they could come to it. A yes changes who was asked at
    once, and a no within the time of the link takes that back.
    """

    __tablename__ = "change_question"

    household_id: Mapped[int] = mapped_column(
        ForeignKey("household.id", ondelete="CASCADE"), index=True
    )
    # Who is asked, where it is not the household itself.
    volunteer_id: Mapped[int | None] = mapped_column(
        ForeignKey("volunteer.id", ondelete="CASCADE"), index=True
    )
    change: Mapped[Change]
    # The slot (0 to 20), the distance to go in metres, the category, the tag of the language, or
    # nothing for an interpreter.
    amount: Mapped[str] = mapped_column(String(20))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    asked_at: Mapped[datetime]
    answer: Mapped[Answer | None]
    answered_at: Mapped[datetime | None]
    # What a yes replaced: the distance before in metres or the level, else 0; nothing where it
    # changed nothing.
    before: Mapped[int | None]

    household: Mapped[Household] = relationship(foreign_keys=[household_id])
    volunteer: Mapped[Volunteer | None] = relationship(foreign_keys=[volunteer_id])
    asked_by: Mapped[Party] = relationship(foreign_keys=[asked_by_id])

    @property
    def asked(self) -> Volunteer | Household:
        """Whose answer it is, and who changes."""
        return self.volunteer or self.household
