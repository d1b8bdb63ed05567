"""What passed between people and the team: messages, answers, notes, questions, what was told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Text, and_, case, cast, func, literal, or_
from sqlalchemy.orm import aliased

from web.models import (
    ChangeQuestion,
    EvaluationAnswer,
    FieldChange,
    FollowUp,
    HeldMeeting,
    Match,
    Note,
    Notification,
    Party,
    Task,
    ToldChange,
    Volunteer,
)
from web.models.vocabulary import Receipt, TaskKind
from web.queries.timeline_rows import WHO, Person, Rows, Source, row


def messages(about: Any) -> Rows:  # noqa: ANN401
    """What was sent, waits or failed; what was taken back in time never was."""
    to = aliased(Party)
    # What came back afterwards did not arrive either.
    came_back = Notification.receipt == Receipt.FAILED
    at = func.coalesce(
        Notification.done_at, Notification.created_at, type_=Notification.created_at.type
    )
    return (
        row(
            Source.MESSAGE,
            at,
            Notification.id,
            code=Notification.kind,
            detail=Notification.channel,
            more=case((came_back, literal("parked")), else_=cast(Notification.status, Text)),
            other=to,
        )
        .join(to, to.id == Notification.party_id)
        .where(about, Notification.problem != "withdrawn")
    )


def follow_ups(about: Any) -> Rows:  # noqa: ANN401
    by = aliased(Party)
    at = func.coalesce(FollowUp.answered_at, FollowUp.silent_at, type_=FollowUp.answered_at.type)
    have_met = case((FollowUp.met.is_(True), "met"), (FollowUp.met.is_(False), "not_met"))
    return (
        row(
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


def meetings(about: Any) -> Rows:  # noqa: ANN401
    by = aliased(Party)
    return (
        row(
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


def notes(about: Any) -> Iterator[Rows]:  # noqa: ANN401
    for at, code in ((Note.written_at, "written"), (Note.removed_at, "removed")):
        by = aliased(Party)
        rows = row(Source.NOTE, at, Note.id, code=literal(code), by=by)
        yield rows.join(by, by.id == Note.author_id).where(about, at.is_not(None))


def questions(kind: Person) -> Iterator[Rows]:
    by = aliased(Party)
    known = {"detail": ChangeQuestion.change, "more": ChangeQuestion.amount}
    asked, answered = ChangeQuestion.asked_at, ChangeQuestion.answered_at
    whose = f"{kind.__tablename__}_"
    if kind is Volunteer:
        mine = ChangeQuestion.volunteer_id == WHO
    else:
        mine = and_(ChangeQuestion.household_id == WHO, ChangeQuestion.volunteer_id.is_(None))
    yield (
        row(
            Source.QUESTION, asked, ChangeQuestion.id, code=literal(f"{whose}asked"), by=by, **known
        )
        .join(by, by.id == ChangeQuestion.asked_by_id)
        .where(mine)
    )
    said = literal(whose) + cast(ChangeQuestion.answer, Text)
    yield row(Source.QUESTION, answered, ChangeQuestion.id, code=said, **known).where(
        mine, answered.is_not(None)
    )


def handed(about: Any) -> Rows:  # noqa: ANN401
    by, to = aliased(Party), aliased(Party)
    return (
        row(Source.TASK, Task.handed_at, Task.id, code=Task.kind, by=by, other=to)
        .join(by, by.id == Task.handed_by_id)
        .join(to, to.id == Task.held_by_id)
        .where(about, Task.handed_at.is_not(None))
    )


def calls() -> Rows:
    """What a family asked for by its link, outside of any match."""
    why = Task.evidence["why"].as_string()
    return row(Source.TASK, Task.created_at, Task.id, code=why).where(
        Task.party_id == WHO,
        Task.kind == TaskKind.CALL_ME,
        Task.match_id.is_(None),
        why.in_(["call_me", "wants_to_stop"]),
    )


def told() -> Iterator[Rows]:
    """What a family told us and what waited; then what became of it."""
    by = aliased(Party)
    about = {"detail": ToldChange.topic}
    mine = ToldChange.household_id == WHO
    yield row(Source.TOLD, ToldChange.told_at, ToldChange.id, code=literal("told"), **about).where(
        mine
    )
    became = case((ToldChange.taken.is_(True), "taken"), else_="dropped")
    yield (
        row(Source.TOLD, ToldChange.settled_at, ToldChange.id, code=became, by=by, **about)
        .outerjoin(by, by.id == ToldChange.settled_by_id)
        .where(mine, ToldChange.settled_at.is_not(None))
    )


def profile() -> Rows:
    """The fields that somebody changed in one go are one moment."""
    by = aliased(Party)
    fields = func.aggregate_strings(cast(FieldChange.field, Text), " ")
    return (
        row(Source.PROFILE, FieldChange.at, func.max(FieldChange.id), code=fields, by=by)
        .outerjoin(by, by.id == FieldChange.actor_id)
        .where(FieldChange.party_id == WHO)
        .group_by(FieldChange.at, by.id, by.first_name, by.last_name)
    )


def evaluations(about: Any) -> Rows:  # noqa: ANN401
    by = aliased(Party)
    at = EvaluationAnswer.answered_at
    return (
        row(Source.EVALUATION, at, EvaluationAnswer.id, by=by)
        .join(by, by.id == EvaluationAnswer.party_id)
        .where(about, at.is_not(None))
    )
