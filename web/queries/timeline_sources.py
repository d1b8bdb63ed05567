"""The kinds of rows that a timeline is made of, each as the same columns."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy import type_coerce as as_type
from sqlalchemy.orm import aliased

from web.models import (
    AuditEvent,
    ChangeQuestion,
    EvaluationAnswer,
    FieldChange,
    FollowUp,
    HeldMeeting,
    Match,
    MatchEvent,
    Note,
    Notification,
    Party,
    Task,
    ToldChange,
    Volunteer,
)
from web.models.encryption import EncryptedText
from web.models.household import Household
from web.models.vocabulary import Heard, TaskKind


class Source(StrEnum):
    """What kind of moment it is. Of two in one instant the later word comes first."""

    ANSWER = "answer"
    AUDIT = "audit"
    EVALUATION = "evaluation"
    MATCH = "match"
    MEETING = "meeting"
    MESSAGE = "message"
    NOTE = "note"
    PROFILE = "profile"
    QUESTION = "question"
    STEP = "step"
    TASK = "task"
    TOLD = "told"


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
# An answer that was entered for a family, by how it was heard.
_ENTERED = tuple(f"said_{heard}" for heard in Heard)

Rows = Select[Any]
Person = type[Volunteer] | type[Household]


# Whom or what a timeline is about: given when it is asked for, so that its select is made once.
_WHO = bindparam("who", type_=Integer)
_WHICH = bindparam("which", type_=Integer)
_SIDES = (bindparam("volunteer", type_=Integer), bindparam("household", type_=Integer))


def of_person(kind: Person) -> Iterator[Rows]:
    """Every kind that can be about a volunteer or a household, by `about_person`."""
    yield from _steps(kind)
    yield _audited()
    yield _matched(kind)
    yield _messages(Notification.party_id == _WHO)
    yield _follow_ups(FollowUp.party_id == _WHO)
    yield from _notes(Note.party_id == _WHO)
    yield from _questions(kind)
    yield _handed(Task.party_id == _WHO)
    yield _calls()
    yield from _told()
    yield _profile()
    yield _meetings(HeldMeeting.told_by_id == _WHO)
    yield _evaluations(EvaluationAnswer.party_id == _WHO)


def about_person(person: Volunteer | Household) -> dict[str, int]:
    return {"who": person.id}


def of_match() -> Iterator[Rows]:
    """Every kind that can be about a match, by `about_match`."""
    to_either = or_(*(Notification.party_id == side for side in _SIDES))
    yield _events()
    yield _entered()
    yield _messages(and_(to_either, Notification.params["match_id"].as_integer() == _WHICH))
    yield _follow_ups(FollowUp.match_id == _WHICH)
    yield _meetings(HeldMeeting.match_id == _WHICH)
    yield from _notes(Note.match_id == _WHICH)
    yield _handed(Task.match_id == _WHICH)
    yield _evaluations(EvaluationAnswer.match_id == _WHICH)


def about_match(match: Match) -> dict[str, int]:
    return {"which": match.id, "volunteer": match.volunteer_id, "household": match.household_id}


def _row(source: Source, at: Any, row_id: Any, **texts: Any) -> Rows:  # noqa: ANN401 - columns
    """One kind: what happened as codes, by whom, and with or to whom else."""
    by, other = texts.pop("by", None), texts.pop("other", None)

    def text(name: str) -> Any:  # noqa: ANN401
        return cast(texts.get(name, null()), Text).label(name)

    def secret(column: Any, name: str) -> Any:  # noqa: ANN401
        none = as_type(cast(null(), Text), EncryptedText())
        return (none if column is None else column).label(name)

    return select(
        literal(source.value).label("source"),
        at.label("at"),
        row_id.label("row_id"),
        *map(text, ("code", "detail", "more", "match")),
        secret(texts.get("note"), "note"),
        secret(by and by.first_name, "by_first"),
        secret(by and by.last_name, "by_last"),
        secret(other and other.first_name, "other_first"),
        secret(other and other.last_name, "other_last"),
    )


def _steps(kind: Person) -> Iterator[Rows]:
    for place, name in enumerate(_STEPS[kind]):
        at = getattr(kind, name)
        action = f"{kind.__tablename__}_{_RECORDED.get(name, name.removesuffix('_at'))}"
        recorded = exists().where(
            AuditEvent.party_id == _WHO, AuditEvent.action == action, AuditEvent.at == at
        )
        code = literal(f"{kind.__tablename__}_{name}")
        rows = _row(Source.STEP, at, literal(place), code=code)
        yield rows.where(kind.id == _WHO, at.is_not(None), ~recorded)


def _audited() -> Rows:
    by = aliased(Party)
    return (
        _row(Source.AUDIT, AuditEvent.at, AuditEvent.id, code=AuditEvent.action, by=by)
        .join(by, by.id == AuditEvent.actor_id)
        .where(AuditEvent.party_id == _WHO, AuditEvent.action.not_in(_TOLD_ELSEWHERE))
    )


def _entered() -> Rows:
    """Who entered an answer of the household for it, by the instant of the answer."""
    by = aliased(Party)
    of_this_match = or_(
        exists().where(MatchEvent.match_id == _WHICH, MatchEvent.at == AuditEvent.at),
        exists().where(FollowUp.match_id == _WHICH, FollowUp.answered_at == AuditEvent.at),
        exists().where(
            EvaluationAnswer.match_id == _WHICH, EvaluationAnswer.answered_at == AuditEvent.at
        ),
    )
    return (
        _row(Source.AUDIT, AuditEvent.at, AuditEvent.id, code=AuditEvent.action, by=by)
        .join(by, by.id == AuditEvent.actor_id)
        .where(AuditEvent.party_id == _SIDES[1], AuditEvent.action.in_(_ENTERED), of_this_match)
    )


def _events() -> Rows:
    by = aliased(Party)
    return (
        _of_event(by)
        .outerjoin(by, by.id == MatchEvent.actor_id)
        .where(MatchEvent.match_id == _WHICH)
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
        .where(mine == _WHO)
    )


def _of_event(by: Any, **more: Any) -> Rows:  # noqa: ANN401
    return _row(
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


def _messages(about: Any) -> Rows:  # noqa: ANN401
    """What was sent, waits or failed; what was taken back in time never was."""
    to = aliased(Party)
    at = func.coalesce(
        Notification.done_at, Notification.created_at, type_=Notification.created_at.type
    )
    return (
        _row(
            Source.MESSAGE,
            at,
            Notification.id,
            code=Notification.kind,
            detail=Notification.channel,
            more=Notification.status,
            other=to,
        )
        .join(to, to.id == Notification.party_id)
        .where(about, Notification.problem != "withdrawn")
    )


def _follow_ups(about: Any) -> Rows:  # noqa: ANN401
    by = aliased(Party)
    at = func.coalesce(FollowUp.answered_at, FollowUp.silent_at, type_=FollowUp.answered_at.type)
    have_met = case((FollowUp.met.is_(True), "met"), (FollowUp.met.is_(False), "not_met"))
    return (
        _row(
            Source.ANSWER,
            at,
            FollowUp.id,
            code=case((FollowUp.answered_at.is_not(None), "answered"), else_="silent"),
            detail=FollowUp.face,
            more=func.coalesce(have_met, "") + case((FollowUp.call_me, " call_me"), else_=""),
            by=by,
            match=Match.public_id,
        )
        .join(Match, Match.id == FollowUp.match_id)
        .join(by, by.id == FollowUp.party_id)
        .where(about, or_(FollowUp.answered_at.is_not(None), FollowUp.silent_at.is_not(None)))
    )


def _meetings(about: Any) -> Rows:  # noqa: ANN401
    by = aliased(Party)
    return (
        _row(
            Source.MEETING,
            HeldMeeting.noted_at,
            HeldMeeting.id,
            code=HeldMeeting.held_on,
            note=HeldMeeting.said,
            by=by,
            match=Match.public_id,
        )
        .join(Match, Match.id == HeldMeeting.match_id)
        .join(by, by.id == HeldMeeting.told_by_id)
        .where(about)
    )


def _notes(about: Any) -> Iterator[Rows]:  # noqa: ANN401
    for at, code in ((Note.written_at, "written"), (Note.removed_at, "removed")):
        by = aliased(Party)
        rows = _row(Source.NOTE, at, Note.id, code=literal(code), by=by)
        yield rows.join(by, by.id == Note.author_id).where(about, at.is_not(None))


def _questions(kind: Person) -> Iterator[Rows]:
    by = aliased(Party)
    known = {"detail": ChangeQuestion.change, "more": ChangeQuestion.amount}
    asked, answered = ChangeQuestion.asked_at, ChangeQuestion.answered_at
    whose = f"{kind.__tablename__}_"
    if kind is Volunteer:
        mine = ChangeQuestion.volunteer_id == _WHO
    else:
        mine = and_(ChangeQuestion.household_id == _WHO, ChangeQuestion.volunteer_id.is_(None))
    yield (
        _row(
            Source.QUESTION, asked, ChangeQuestion.id, code=literal(f"{whose}asked"), by=by, **known
        )
        .join(by, by.id == ChangeQuestion.asked_by_id)
        .where(mine)
    )
    said = literal(whose) + cast(ChangeQuestion.answer, Text)
    yield _row(Source.QUESTION, answered, ChangeQuestion.id, code=said, **known).where(
        mine, answered.is_not(None)
    )


def _handed(about: Any) -> Rows:  # noqa: ANN401
    by, to = aliased(Party), aliased(Party)
    return (
        _row(Source.TASK, Task.handed_at, Task.id, code=Task.kind, by=by, other=to)
        .join(by, by.id == Task.handed_by_id)
        .join(to, to.id == Task.held_by_id)
        .where(about, Task.handed_at.is_not(None))
    )


def _calls() -> Rows:
    """What a family asked for by its link, outside of any match."""
    why = Task.evidence["why"].as_string()
    return _row(Source.TASK, Task.created_at, Task.id, code=why).where(
        Task.party_id == _WHO,
        Task.kind == TaskKind.CALL_ME,
        Task.match_id.is_(None),
        why.in_(["call_me", "wants_to_stop"]),
    )


def _told() -> Iterator[Rows]:
    """What a family told us and what waited; then what became of it."""
    by = aliased(Party)
    about = {"detail": ToldChange.topic}
    mine = ToldChange.household_id == _WHO
    yield _row(Source.TOLD, ToldChange.told_at, ToldChange.id, code=literal("told"), **about).where(
        mine
    )
    became = case((ToldChange.taken.is_(True), "taken"), else_="dropped")
    yield (
        _row(Source.TOLD, ToldChange.settled_at, ToldChange.id, code=became, by=by, **about)
        .outerjoin(by, by.id == ToldChange.settled_by_id)
        .where(mine, ToldChange.settled_at.is_not(None))
    )


def _profile() -> Rows:
    """The fields that somebody changed in one go are one moment."""
    by = aliased(Party)
    fields = func.aggregate_strings(cast(FieldChange.field, Text), " ")
    return (
        _row(Source.PROFILE, FieldChange.at, func.max(FieldChange.id), code=fields, by=by)
        .outerjoin(by, by.id == FieldChange.actor_id)
        .where(FieldChange.party_id == _WHO)
        .group_by(FieldChange.at, by.id, by.first_name, by.last_name)
    )


def _evaluations(about: Any) -> Rows:  # noqa: ANN401
    by = aliased(Party)
    at = EvaluationAnswer.answered_at
    return (
        _row(Source.EVALUATION, at, EvaluationAnswer.id, by=by)
        .join(by, by.id == EvaluationAnswer.party_id)
        .where(about, at.is_not(None))
    )
