"""What tasks, pins and unsent questions asked for, and what became of a match makes needless."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import ColumnElement, delete, update
from sqlalchemy.orm import Session

from web.models import Match, Pin, Task
from web.models.vocabulary import MatchState, Side, TaskKind
from web.services import unasked

_ANSWERS = frozenset({TaskKind.NO_ANSWER, TaskKind.ANSWERED_LATER})
# A lapse is not here: who stays silent should still be called. Nor is what somebody asked for.
_NEEDLESS: Mapping[MatchState, frozenset[TaskKind]] = MappingProxyType(
    {
        MatchState.ACCEPTED: _ANSWERS,
        MatchState.DECLINED: _ANSWERS,
        MatchState.CANCELLED: _ANSWERS | {TaskKind.NO_FIRST_MEETING, TaskKind.NO_MEETING_TIME},
        MatchState.ACTIVE: frozenset({TaskKind.NO_MEETING_TIME}),
        MatchState.ENDED: frozenset({TaskKind.TWO_SILENT}),
    }
)


def after_answer(session: Session, match: Match, side: Side, now: datetime) -> None:
    """One side has answered, or has changed its answer."""
    _settle(session, match, _ANSWERS, now, Task.party_id == match.party(side).id)


def after_step(session: Session, match: Match, came_from: MatchState, now: datetime) -> None:
    """The match is in another state."""
    _settle(session, match, _NEEDLESS.get(match.state, ()), now)
    if match.state in {MatchState.PAUSED, MatchState.ENDED}:
        unasked.take_back(session, match)
    if match.state is MatchState.ENDED:
        unasked.end(session, match, now)
    # An approval that can be undone leaves the pin, as does a run that could not keep it.
    approved = came_from is MatchState.APPROVED and match.state is not MatchState.PROPOSED
    if approved or match.state is MatchState.REJECTED:
        drop_pin(session, match.volunteer_id, match.household_id)


def restore_answers(session: Session, match: Match, side: Side, settled_at: datetime) -> None:
    """What a no made needless for this side at that instant is asked of a coordinator again."""
    session.execute(
        update(Task)
        .where(
            Task.match_id == match.id,
            Task.party_id == match.party(side).id,
            Task.kind.in_(_ANSWERS),
            Task.done_at == settled_at,
        )
        .values(done_at=None)
        .execution_options(synchronize_session=False)
    )


def drop_pin(session: Session, volunteer_id: int, household_id: int) -> bool:
    """Take a pin away, if there is one. True when there was."""
    dropped = session.scalar(
        delete(Pin)
        .where(Pin.volunteer_id == volunteer_id, Pin.household_id == household_id)
        .returning(Pin.id)
        .execution_options(synchronize_session=False)
    )
    return dropped is not None


def _settle(
    session: Session,
    match: Match,
    kinds: Iterable[TaskKind],
    now: datetime,
    *further: ColumnElement[bool],
) -> None:
    if not kinds:
        return
    session.execute(
        update(Task)
        .where(Task.match_id == match.id, Task.kind.in_(kinds), Task.done_at.is_(None), *further)
        .values(done_at=now)
        .execution_options(synchronize_session=False)
    )
