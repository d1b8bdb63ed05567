"""What a coordinator decides about two people beyond a single proposal: pinned, or never.

Both go through the volunteer's row, as every step of a match does: a pair that is forbidden while
somebody approves it is either forbidden before or approved before, never both unseen.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from web.models import Household, NeverPair, Party, Pin, Volunteer
from web.models.vocabulary import InsistReason, MatchState, NeverReason, RejectReason, Side
from web.queries import decided
from web.services import matches, moot, persons
from web.services.errors import ChangedMeanwhile, NotFound, PairForbidden, ReasonMissing
from web.services.places import hold_volunteer
from web.services.transitions import changed_meanwhile

PINNED, FORBIDDEN = "pinned", "forbidden"


def pin(
    session: Session,
    volunteer: Volunteer,
    household: Household,
    *,
    actor: Party,
    reason: InsistReason | None,
    note: str = "",
    now: datetime,
) -> None:
    """From the next run on exactly these two are proposed, as long as they are possible.

    Raises:
        ReasonMissing, NotFound (of different schemes).
        PairForbidden: somebody ruled the pair out, or it was tried and nobody has lifted that.
        ChangedMeanwhile: a colleague has pinned the two, or they have a match that goes on, with
            who and when.
    """
    if reason is None:
        raise ReasonMissing
    _hold(session, volunteer, household)
    known = decided.of_pair(session, volunteer.id, household.id)
    if known.pin is not None:
        _refuse_to_repeat(PINNED, known.pin.pinned_by, known.pin.created_at, actor)
        return
    if known.live is not None and known.live.state is not MatchState.PROPOSED:
        raise changed_meanwhile(known.live)
    if matches.is_forbidden(session, volunteer.id, household.id):
        raise PairForbidden
    session.add(
        Pin(
            scheme_id=volunteer.scheme_id,
            volunteer_id=volunteer.id,
            household_id=household.id,
            pinned_by_id=actor.id,
            reason=reason,
            note=note,
            created_at=now,
        )
    )
    persons.record(session, household, actor, "pair_pinned", now)


def unpin(
    session: Session, volunteer: Volunteer, household: Household, *, actor: Party, now: datetime
) -> None:
    """The next run decides freely again; nothing is left to do where nobody has pinned them."""
    _hold(session, volunteer, household)
    if moot.drop_pin(session, volunteer.id, household.id):
        persons.record(session, household, actor, "pair_unpinned", now)


def forbid(
    session: Session,
    volunteer: Volunteer,
    household: Household,
    *,
    actor: Party,
    said_by: Side | None,
    reason: NeverReason | None,
    note: str = "",
    now: datetime,
) -> None:
    """These two are never proposed to each other; a proposal that waits is rejected, a pin goes.

    A match that was approved goes on: somebody ends or cancels it, and says why.

    Args:
        said_by: the side that asked for it; None where the scheme itself decides.

    Raises:
        ReasonMissing, NotFound (of different schemes).
        ChangedMeanwhile: a colleague has forbidden the pair, with who and when.
    """
    if reason is None:
        raise ReasonMissing
    _hold(session, volunteer, household)
    known = decided.of_pair(session, volunteer.id, household.id)
    if known.never is not None:
        _refuse_to_repeat(FORBIDDEN, known.never.noted_by, known.never.created_at, actor)
        return
    asked_by = {Side.VOLUNTEER: volunteer.id, Side.HOUSEHOLD: household.id}
    session.add(
        NeverPair(
            scheme_id=volunteer.scheme_id,
            volunteer_id=volunteer.id,
            household_id=household.id,
            said_by_id=asked_by[said_by] if said_by else None,
            noted_by_id=actor.id,
            code=reason,
            reason=note,
            created_at=now,
        )
    )
    persons.record(session, household, actor, "pair_forbidden", now)
    moot.drop_pin(session, volunteer.id, household.id)
    if known.live is not None and known.live.state is MatchState.PROPOSED:
        why = RejectReason.ASKED_NOT_TO if said_by else RejectReason.KNOWN_DIFFICULTY
        matches.reject(session, known.live, actor=actor, reason=why, now=now)


def allow(
    session: Session, volunteer: Volunteer, household: Household, *, actor: Party, now: datetime
) -> None:
    """The pair may be proposed again; nothing is left to do where nobody has forbidden it."""
    _hold(session, volunteer, household)
    lifted = session.scalar(
        delete(NeverPair)
        .where(NeverPair.volunteer_id == volunteer.id, NeverPair.household_id == household.id)
        .returning(NeverPair.id)
        .execution_options(synchronize_session=False)
    )
    if lifted is not None:
        persons.record(session, household, actor, "pair_allowed", now)


def _hold(session: Session, volunteer: Volunteer, household: Household) -> None:
    if volunteer.scheme_id != household.scheme_id:
        raise NotFound
    hold_volunteer(session, volunteer)


def _refuse_to_repeat(what: str, by: Party | None, at: datetime, actor: Party) -> None:
    """The same person's second click is no surprise to them; a colleague's is told."""
    if by is None or by.id != actor.id:
        raise ChangedMeanwhile(what, by.full_name if by else "", at)
