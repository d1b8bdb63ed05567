from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import (
    JSON,
    Connection,
    ForeignKey,
    Index,
    Table,
    UniqueConstraint,
    event,
    inspect,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from web.models.base import Base, InScheme, Public
from web.models.encryption import EncryptedText
from web.models.household import Household
from web.models.party import Party
from web.models.vocabulary import PLACE_TAKING_STATES, Answer, MatchState, Side
from web.models.volunteer import Volunteer

_LIVE = text("state IN ('proposed', 'approved', 'accepted', 'active', 'paused')")


class Match(InScheme, Public, Base):
    """One volunteer with one household."""

    __tablename__ = "match"
    __table_args__ = (
        UniqueConstraint("scheme_id", "id"),
        # Two live matches of one pair cannot be, whoever races whom.
        Index(
            "uq_match_live_pair",
            "volunteer_id",
            "household_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        # The most urgent answers stand first in their state.
        Index("ix_match_scheme_state", "scheme_id", "state", "answer_by", "id"),
        Index(None, "scheme_id", "proposed_at"),
        # Places taken are counted at every row of a list: from the index alone.
        Index(None, "volunteer_id", "state", "scheme_id"),
        Index(None, "household_id", "state", "scheme_id"),
        # The proposals of a run, the best first; how many are in which state from the index alone.
        Index(None, "run_id", "state", "points", "scheme_id"),
    )

    run_id: Mapped[int | None] = mapped_column(ForeignKey("match_run.id"))
    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteer.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    state: Mapped[MatchState] = mapped_column(default=MatchState.PROPOSED, active_history=True)
    points: Mapped[int] = mapped_column(default=0)
    # One dict a criterion: its name, points, maximum and facts; the page puts them in words.
    criteria: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    # The rules that the pair broke when a coordinator proposed it all the same; why is in the
    # first line of the history.
    in_spite_of: Mapped[list[str]] = mapped_column(JSON, default=list)
    volunteer_answer: Mapped[Answer | None]
    household_answer: Mapped[Answer | None]
    proposed_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    # When both sides are asked; until then the approval can be taken back.
    asked_at: Mapped[datetime | None]
    answer_by: Mapped[date | None]
    accepted_at: Mapped[datetime | None]
    # When times for the first meeting were last proposed to both sides.
    times_proposed_at: Mapped[datetime | None]
    # When and where the first meeting is planned; the day on which it was held comes after.
    meeting_at: Mapped[datetime | None]
    meeting_place: Mapped[str | None] = mapped_column(EncryptedText)
    first_meeting_on: Mapped[date | None]
    charter_signed_on: Mapped[date | None]
    paused_on: Mapped[date | None]
    # The day on which a paused match goes on by itself.
    pause_until: Mapped[date | None]
    # Days spent paused: taken out of the time at risk in the endurance figures.
    paused_days: Mapped[int] = mapped_column(default=0)
    ended_on: Mapped[date | None]
    reason: Mapped[str | None]
    # A coordinator allows the pair to be proposed again after all.
    lifted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    # Always there: joined as such, else SQLite first joins everybody of that side.
    volunteer: Mapped[Volunteer] = relationship(foreign_keys=[volunteer_id], innerjoin=True)
    household: Mapped[Household] = relationship(foreign_keys=[household_id], innerjoin=True)
    events: Mapped[list[MatchEvent]] = relationship(
        back_populates="match", order_by="MatchEvent.id", cascade="all, delete-orphan"
    )

    def party(self, side: Side) -> Party:
        return self.volunteer if side is Side.VOLUNTEER else self.household

    def other(self, side: Side) -> Party:
        return self.household if side is Side.VOLUNTEER else self.volunteer

    def answer(self, side: Side) -> Answer | None:
        return self.volunteer_answer if side is Side.VOLUNTEER else self.household_answer


class MatchEvent(InScheme, Base):
    """One line of a match's history: who, when, from, to, why."""

    __tablename__ = "match_event"

    match_id: Mapped[int] = mapped_column(ForeignKey("match.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    # Nobody where the software itself acted (a lapse, a solver run).
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    from_state: Mapped[MatchState | None]
    to_state: Mapped[MatchState]
    reason: Mapped[str | None]
    note: Mapped[str] = mapped_column(EncryptedText, default="")

    match: Mapped[Match] = relationship(back_populates="events")
    actor: Mapped[Party | None] = relationship()


# Places taken are kept beside the two sides, so that lists need not count: whatever writes a match
# through a session passes here. What decides counts the matches themselves, with both sides held
# (`web/services/places.py`).
@event.listens_for(Match, "after_insert")
def _takes_from_the_start(_mapper: Mapper[Match], connection: Connection, match: Match) -> None:
    _count(connection, match, _takes(match.state))


@event.listens_for(Match, "after_update")
def _takes_after_a_step(_mapper: Mapper[Match], connection: Connection, match: Match) -> None:
    for before in inspect(match).attrs.state.history.deleted or ():
        _count(connection, match, _takes(match.state) - _takes(before))


@event.listens_for(Match, "after_delete")
def _takes_no_more(_mapper: Mapper[Match], connection: Connection, match: Match) -> None:
    _count(connection, match, -_takes(match.state))


def _takes(state: object) -> int:
    return int(state in PLACE_TAKING_STATES)


def _count(connection: Connection, match: Match, more: int) -> None:
    # The volunteer first, as everybody who holds both (`web/services/places.py`).
    for side, one in ((Volunteer, match.volunteer_id), (Household, match.household_id)):
        table = cast("Table", side.__table__)
        if more:
            connection.execute(
                update(table)
                .where(table.c.id == one)
                .values(places_taken=table.c.places_taken + more)
            )
