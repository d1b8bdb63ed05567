"""What is known about a task, as sentences; what is missing is left out."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import gettext as _

from web.coordinator import delivery_evidence
from web.coordinator.shared import day
from web.messages import changes, dates, volunteer_questions
from web.messages.desk_words import topic_name
from web.messages.words import face_name
from web.models import Task
from web.models.vocabulary import Change, MatchState, Role, TaskKind, Topic, Unplanned


def evidence_of(task: Task) -> tuple[str, ...]:
    known = {
        TaskKind.SAD_FACE: _of_answer,
        TaskKind.CALL_ME: _of_answer,
        TaskKind.TWO_SILENT: _of_silence,
        TaskKind.NO_FIRST_MEETING: _of_waiting,
        TaskKind.NO_MEETING_TIME: _of_times,
        TaskKind.NO_ANSWER: _of_proposal,
        TaskKind.CHECK_EXPIRING: _of_check,
        TaskKind.ANSWERED_LATER: _of_change,
        TaskKind.CHANGE_AGREED: _of_change,
        TaskKind.TOLD_CHANGE: _of_told,
        TaskKind.MESSAGE_FAILED: delivery_evidence.of_failed,
        TaskKind.UNSUBSCRIBED: delivery_evidence.of_unsubscribed,
        TaskKind.MESSAGES_WAIT: delivery_evidence.of_waiting,
        TaskKind.QUEUE_LATE: _of_queue,
    }.get(task.kind)
    return tuple(known(task)) if known else ()


def pair_of(task: Task) -> str:
    if task.match is None:
        return task.party.full_name if task.party else ""
    return _(
        "%(volunteer)s and %(household)s",
        volunteer=task.match.volunteer.full_name,
        household=task.match.household.full_name,
    )


def _of_answer(task: Task) -> list[str]:
    known = task.evidence
    lines = []
    if task.match is not None:
        lines.append(_("Match: %(pair)s", pair=pair_of(task)))
    if known.get("answered_on"):
        lines.append(_("Answered on %(day)s", day=_day_of(known["answered_on"])))
    if known.get("met") is not None:
        lines.append(_("They have met.") if known["met"] else _("They have not met."))
    if known.get("earlier_faces"):
        faces = ", ".join(face_name(face) for face in known["earlier_faces"])
        lines.append(_("Answers before: %(faces)s", faces=faces))
    return lines


def _of_silence(task: Task) -> list[str]:
    lines = [_("Match: %(pair)s", pair=pair_of(task))]
    days = ", ".join(_day_of(text) for text in task.evidence.get("asked_on", []))
    if days:
        lines.append(_("Asked on: %(days)s", days=days))
    return lines


def _of_waiting(task: Task) -> list[str]:
    accepted_on = task.evidence.get("accepted_on")
    lines = [_("Both said yes on %(day)s", day=_day_of(accepted_on))] if accepted_on else []
    # As it is now: it may be planned since the alarm.
    if task.match is not None and task.match.meeting_at is not None:
        when = dates.weekday_and_moment(task.match.meeting_at)
        lines.append(_("First meeting planned for %(when)s", when=when))
    return lines


def _of_times(task: Task) -> list[str]:
    why = task.evidence.get("why")
    if why == Unplanned.NONE_SUITS and task.party is not None:
        return [_("No time suits %(name)s.", name=task.party.full_name)]
    if why == Unplanned.NONE_SHARED:
        return [_("Both have answered, and no time that is still to come suits both.")]
    return [_("Somebody has not answered.")] if why == Unplanned.NO_ANSWER else []


def _of_proposal(task: Task) -> list[str]:
    known = task.evidence
    lines = [_("Match: %(pair)s", pair=pair_of(task))]
    if known.get("asked_on"):
        lines.append(_("Asked on: %(days)s", days=_day_of(known["asked_on"])))
    if task.match is not None and task.match.state is MatchState.LAPSED:
        lines.append(_("The proposal has ended without an answer."))
    elif known.get("answer_by"):
        last = _day_of(known["answer_by"])
        lines.append(_("Without an answer the proposal ends after %(day)s.", day=last))
    return lines


def _of_check(task: Task) -> list[str]:
    renew_on = task.evidence.get("renew_on")
    return [_("To be seen again by %(day)s", day=_day_of(renew_on))] if renew_on else []


def _of_change(task: Task) -> list[str]:
    known = task.evidence
    if not known.get("change"):
        return []
    is_volunteer = task.party is not None and task.party.kind == Role.VOLUNTEER
    words = volunteer_questions if is_volunteer else changes
    return [words.question(Change(known["change"]), known["amount"])]


def _of_told(task: Task) -> list[str]:
    known = task.evidence
    if not known.get("topic"):
        return []
    about = _("What has changed: %(topic)s", topic=topic_name(Topic(known["topic"])))
    denied = [_("Over the old contact somebody said that it was not them.")]
    return [about, *(denied if known["denied"] else [])]


def _of_queue(task: Task) -> list[str]:
    since = task.evidence.get("since")
    if not since:
        return []
    when = dates.moment(datetime.fromisoformat(since))
    return [_("The oldest of it has waited since %(when)s.", when=when)]


def _day_of(text: str) -> str:
    return day(date.fromisoformat(text))
