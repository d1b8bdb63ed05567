"""The kinds of rows that a timeline is made of: steps and matches, and what passed beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, exists, literal, or_
from sqlalchemy.orm import aliased

from web.models import (
    AuditEvent,
    EvaluationAnswer,
    FollowUp,
    HeldMeeting,
    Household,
    Match,
    MatchEvent,
    Note,
    Notification,
    Party,
    Task,
    Volunteer,
)
from web.models.vocabulary import Heard
from web.queries import looks
from web.queries import timeline_exchanges as exchanges
from web.queries.timeline_rows import SIDES, WHICH, WHO, Person, Rows, Source, row

# What the steps of a path are called, by the column that holds when it was taken.
_STEPS: dict[type[Party], tuple[str, ...]] = {
    Volunteer: (
        "created_at",
        "confirmed_at",
        "informed_at",
        "questionnaire_at",
        "trained_at",
        "ready_at",
    ),
    Household: ("created_at", "intake_at", "ready_at"),
}
# The same step, written down with who took it.
_RECORDED = {"created_at": "referred", "trained_at": "trained", "intake_at": "intake"}
# Told by the history of the match or of the profile.
_TOLD_ELSEWHERE = ("household_revised", "volunteer_revised", "proposed_in_spite")
# So many that they would be all of the few moments that a page shows.
_LOOKS = (looks.CHILDREN, looks.SCREENING)
# An answer that was entered for a family, by how it was heard.
_ENTERED = tuple(f"said_{heard}" for heard in Heard)


def of_person(kind: Person, *, in_short: bool) -> Iterator[Rows]:
    """Every kind that can be about a volunteer or a household, by `about_person`."""
    yield from _steps(kind)
    yield _audited(_TOLD_ELSEWHERE + (_LOOKS if in_short else ()))
    yield _matched(kind)
    yield exchanges.messages(Notification.party_id == WHO)
    yield exchanges.follow_ups(FollowUp.party_id == WHO)
    yield from exchanges.notes(Note.party_id == WHO)
    yield from exchanges.questions(kind)
    yield exchanges.handed(Task.party_id == WHO)
    yield exchanges.calls()
    yield from exchanges.told()
    yield exchanges.profile()
    yield exchanges.meetings(HeldMeeting.told_by_id == WHO)
    yield exchanges.evaluations(EvaluationAnswer.party_id == WHO)


def about_person(person: Volunteer | Household) -> dict[str, int]:
    return {"who": person.id}


def of_match() -> Iterator[Rows]:
    """Every kind that can be about a match, by `about_match`."""
    to_either = or_(*(Notification.party_id == side for side in SIDES))
    yield _events()
    yield _entered()
    yield exchanges.messages(and_(to_either, Notification.params["match_id"].as_integer() == WHICH))
    yield exchanges.follow_ups(FollowUp.match_id == WHICH)
    yield exchanges.meetings(HeldMeeting.match_id == WHICH)
    yield from exchanges.notes(Note.match_id == WHICH)
    yield exchanges.handed(Task.match_id == WHICH)
    yield exchanges.evaluations(EvaluationAnswer.match_id == WHICH)


def about_match(match: Match) -> dict[str, int]:
    return {"which": match.id, "volunteer": match.volunteer_id, "household": match.household_id}


def _steps(kind: Person) -> Iterator[Rows]:
    for place, name in enumerate(_STEPS[kind]):
        at = getattr(kind, name)
        action = f"{kind.__tablename__}_{_RECORDED.get(name, name.removesuffix('_at'))}"
        recorded = exists().where(
            AuditEvent.party_id == WHO, AuditEvent.action == action, AuditEvent.at == at
        )
        code = literal(f"{kind.__tablename__}_{name}")
        rows = row(Source.STEP, at, literal(place), code=code)
        yield rows.where(kind.id == WHO, at.is_not(None), ~recorded)


def _audited(but: tuple[str, ...]) -> Rows:
    by = aliased(Party)
    return (
        row(Source.AUDIT, AuditEvent.at, AuditEvent.id, code=AuditEvent.action, by=by)
        .join(by, by.id == AuditEvent.actor_id)
        .where(AuditEvent.party_id == WHO, AuditEvent.action.not_in(but))
    )


def _entered() -> Rows:
    """Who entered an answer of the household for it, by the instant of the answer."""
    by = aliased(Party)
    of_this_match = or_(
        exists().where(MatchEvent.match_id == WHICH, MatchEvent.at == AuditEvent.at),
        exists().where(FollowUp.match_id == WHICH, FollowUp.answered_at == AuditEvent.at),
        exists().where(
            EvaluationAnswer.match_id == WHICH, EvaluationAnswer.answered_at == AuditEvent.at
        ),
    )
    return (
        row(Source.AUDIT, AuditEvent.at, AuditEvent.id, code=AuditEvent.action, by=by)
        .join(by, by.id == AuditEvent.actor_id)
        .where(AuditEvent.party_id == SIDES[1], AuditEvent.action.in_(_ENTERED), of_this_match)
    )


def _events() -> Rows:
    by = aliased(Party)
    return (
        _of_event(by)
        .outerjoin(by, by.id == MatchEvent.actor_id)
        .where(MatchEvent.match_id == WHICH)
    )


def _matched(kind: Person) -> Rows:
    """The histories of all matches of a person, each with the other side."""
    by, other = aliased(Party), aliased(Party)
    mine, others = Match.volunteer_id, Match.household_id
    if kind is Household:
        mine, others = others, mine
    return (
        _of_event(by, other=other, match=Match.public_id)
        .join(Match, Match.id == MatchEvent.match_id)
        .join(other, other.id == others)
        .outerjoin(by, by.id == MatchEvent.actor_id)
        .where(mine == WHO)
    )


def _of_event(by: Any, **more: Any) -> Rows:  # noqa: ANN401
    return row(
        Source.MATCH,
        MatchEvent.at,
        MatchEvent.id,
        code=MatchEvent.to_state,
        detail=MatchEvent.reason,
        more=MatchEvent.from_state,
        note=MatchEvent.note,
        by=by,
        **more,
    )
