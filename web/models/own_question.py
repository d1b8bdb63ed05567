from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from web.models.base import Base, InScheme


class OwnQuestion(InScheme, Base):
    """A question of the scheme's own in one yearly evaluation, answered as the outcomes are."""

    __tablename__ = "own_question"
    __table_args__ = (UniqueConstraint("round_id", "number"),)

    round_id: Mapped[int] = mapped_column(
        ForeignKey("evaluation_round.id", ondelete="CASCADE"), index=True
    )
    # Counts from 1 in each round; answers and frozen figures go by it.
    number: Mapped[int]
    # {language: the sentence that somebody agrees with or not}
    words: Mapped[dict[str, str]] = mapped_column(JSON)
