"""One moment of a timeline in words; what happened is read from its codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from web.coordinator import phrases
from web.coordinator.task_words import title_of
from web.messages import changes, dates, history, moments, volunteer_questions
from web.messages.desk_words import state_name, topic_name
from web.messages.lists import listed
from web.messages.words import face_name
from web.models.vocabulary import (
    Answer,
    Change,
    MatchState,
    ProfileField,
    Role,
    Side,
    TaskKind,
    Topic,
)
from web.queries.timeline_rows import Source
from web.services.transitions import SoftwareReason

_QUESTIONS = (
    SoftwareReason.QUESTION_MOVED,
    SoftwareReason.QUESTION_SKIPPED,
    SoftwareReason.QUESTION_RESTORED,
)
_CALLS = ("call_me", "wants_to_stop")


@dataclass(frozen=True, slots=True)
class Moment:
    """One line; `href` leads to the match that it is about, on the page of a person."""

    what: str
    when: str
    iso: str
    who: str = ""
    reason: str = ""
    href: str = ""


def moment_of(row: Any, name: str) -> Moment:  # noqa: ANN401 - a row of `web.queries.timeline`
    """`name` is whose timeline it is: a person's, or a pair's."""
    by, other = _named(row.by_first, row.by_last), _named(row.other_first, row.other_last)
    what, reason = {
        Source.ANSWER: _of_answer,
        Source.AUDIT: _of_step,
        Source.EVALUATION: _of_evaluation,
        Source.MATCH: _of_match,
        Source.MEETING: _of_meeting,
        Source.MESSAGE: _of_message,
        Source.NOTE: _of_note,
        Source.PROFILE: _of_profile,
        Source.QUESTION: _of_question,
        Source.STEP: _of_step,
        Source.TASK: _of_task,
        Source.TOLD: _of_told,
    }[Source(row.source)](row, other, name)
    # A step without somebody's name was the person's own.
    alone = row.source == Source.MATCH and not by
    return Moment(
        what=what[:1].upper() + what[1:],
        when=dates.moment(row.at),
        iso=row.at.isoformat(),
        who=_("by itself") if alone else by,
        reason=reason,
        href=url_for("coordinator.match", public_id=row.match) if row.match else "",
    )


def _of_match(row: Any, other: str, _name: str) -> tuple[str, str]:  # noqa: ANN401
    state = MatchState(row.code)
    reason, moved = phrases.reason_of(state, row.detail), row.code != row.more
    what = state_name(state) if moved or not reason else reason
    said = [reason if moved else "", _noted(row.detail, row.note or "")]
    if other:
        what = _("Match with %(name)s: %(what)s", name=other, what=what)
    return what, " – ".join(filter(None, said))


def _noted(reason: str | None, note: str) -> str:
    if reason == SoftwareReason.MEETING_PLANNED:
        return dates.weekday_and_moment(datetime.fromisoformat(note))
    if reason in _QUESTIONS and note:
        return _of_moved(*note.split())
    return note


def _of_moved(side: str, before: str, now: str) -> str:
    first, then = (dates.day(date.fromisoformat(day)) for day in (before, now))
    if before == now:
        of = {Side.VOLUNTEER: _("To the volunteer, %(day)s", day=then)}
        return of.get(Side(side), _("To the household, %(day)s", day=then))
    of = {Side.VOLUNTEER: _("To the volunteer, %(first)s → %(then)s", first=first, then=then)}
    return of.get(Side(side), _("To the household, %(first)s → %(then)s", first=first, then=then))


def _of_meeting(row: Any, _other: str, _name: str) -> tuple[str, str]:  # noqa: ANN401
    held_on = date.fromisoformat(row.code)
    return _("Wrote down a meeting on %(day)s", day=dates.day(held_on)), row.note or ""


def _of_message(row: Any, other: str, name: str) -> tuple[str, str]:  # noqa: ANN401
    about = moments.message_about(row.code)
    if other != name:
        about = _("To %(name)s: %(about)s", name=other, about=about)
    return moments.message_passed(row.detail, row.more), about


def _of_answer(row: Any, _other: str, _name: str) -> tuple[str, str]:  # noqa: ANN401
    if row.code == "silent":
        return _("Did not answer how it is going"), ""
    said = {"met": _("have met"), "not_met": _("have not met"), "call_me": _("asks to be called")}
    also = ", ".join(said[word] for word in row.more.split())
    if not row.detail:
        return _("Answered how it is going"), also
    return _("Answered how it is going: %(face)s", face=face_name(int(row.detail))), also


def _of_step(row: Any, _other: str, _name: str) -> tuple[str, str]:  # noqa: ANN401
    return moments.step_taken(row.code), ""


def _of_evaluation(_row: Any, _other: str, _name: str) -> tuple[str, str]:  # noqa: ANN401
    return _("Answered the yearly evaluation"), ""


def _of_note(row: Any, _other: str, _name: str) -> tuple[str, str]:  # noqa: ANN401
    return _("Removed a note") if row.code == "removed" else _("Wrote a note"), ""


def _of_profile(row: Any, _other: str, _name: str) -> tuple[str, str]:  # noqa: ANN401
    fields = sorted({ProfileField(code) for code in row.code.split()}, key=[*ProfileField].index)
    return _("Put the profile right"), listed([history.field_name(field) for field in fields])


def _of_question(row: Any, _other: str, _name: str) -> tuple[str, str]:  # noqa: ANN401
    who, _underscore, what = row.code.partition("_")
    if who == Role.VOLUNTEER:
        question = volunteer_questions.question(Change(row.detail), row.more)
        asked = {"asked": _("Was asked for a change"), Answer.YES: _("Said yes to the change")}
        return asked.get(what, _("Said no to the change")), question
    words = {
        "asked": _("Asked the family"),
        Answer.YES: _("The family said yes"),
        Answer.NO: _("The family said no"),
        Answer.LATER: _("The family wants to decide later"),
        Answer.CALL_ME: _("The family asks to be called"),
    }
    return words[what], changes.question(Change(row.detail), row.more)


def _of_task(row: Any, other: str, name: str) -> tuple[str, str]:  # noqa: ANN401
    if row.code in _CALLS and not other:
        return moments.call_asked(row.code), ""
    task = title_of(TaskKind(row.code), name, name)
    return _("Handed a task over to %(name)s", name=other), task


def _of_told(row: Any, _other: str, _name: str) -> tuple[str, str]:  # noqa: ANN401
    return moments.change_told(row.code), topic_name(Topic(row.detail))


def _named(first: str | None, last: str | None) -> str:
    return f"{first or ''} {last or ''}".strip()
