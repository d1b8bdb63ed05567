"""A task in words: what is asked, why, what is known, and where it is settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from web.coordinator.shared import day
from web.messages import changes
from web.messages.words import face_name
from web.models import Task
from web.models.vocabulary import Change, Role, TaskKind


@dataclass(frozen=True, slots=True)
class TaskCard:
    """One line of the desk; `href` and `label` are the one button that leads to its end."""

    task: Task
    title: str
    reason: str
    evidence: tuple[str, ...]
    sign: str
    href: str
    label: str
    phone: str | None
    email: str | None


def card_of(task: Task) -> TaskCard:
    title, reason, sign = _asked(task)
    href, label = _settled_at(task)
    calls = task.kind in {TaskKind.CALL_ME, TaskKind.SAD_FACE, TaskKind.TWO_SILENT}
    return TaskCard(
        task=task,
        title=title,
        reason=reason,
        evidence=_evidence(task),
        sign=sign,
        href=href,
        label=label,
        phone=task.party.phone if calls and task.party else None,
        email=task.party.email if calls and task.party and not task.party.phone else None,
    )


def _asked(task: Task) -> tuple[str, str, str]:
    """The title, the reason and the sign of a task."""
    who = task.party.full_name if task.party else ""
    return {
        TaskKind.INTAKE: (
            _("Get to know %(name)s", name=who),
            _("This household was referred and is not ready to be matched yet."),
            "conversation",
        ),
        TaskKind.NO_FIRST_MEETING: (
            _("No first meeting yet: %(pair)s", pair=_pair(task)),
            _("Both sides said yes 14 days ago or more, and no first meeting was recorded."),
            "calendar",
        ),
        TaskKind.TWO_SILENT: (
            _("%(name)s has not answered twice", name=who),
            _("Two questions in a row stayed without an answer."),
            "hourglass",
        ),
        TaskKind.SAD_FACE: (
            _("It is not going well, says %(name)s", name=who),
            _("They tapped the sad face when we asked how it is going."),
            "frown",
        ),
        TaskKind.CALL_ME: (
            _("%(name)s asks to be called", name=who),
            _("They tapped 'call me'."),
            "phone-call",
        ),
        TaskKind.MESSAGE_FAILED: (
            _("A message to %(name)s did not arrive", name=who),
            _("We stopped trying. The address or number may be wrong."),
            "mail",
        ),
        TaskKind.JOB_FAILED: (
            _("Work in the background stopped"),
            _("It was tried several times. Starting it again is safe."),
            "warning",
        ),
        TaskKind.PLACE_UNKNOWN: (
            _("We cannot find where %(name)s lives", name=who),
            _("Without a place nobody can be proposed. Please check the address."),
            "map-pin",
        ),
        TaskKind.ANSWERED_LATER: (
            _("%(name)s wants to decide later", name=who),
            _("They neither said yes nor no to the proposal."),
            "clock",
        ),
        TaskKind.VOLUNTEER_WAITING: (
            _("%(name)s waits for the next step", name=who),
            _("This volunteer has done their part and waits for us."),
            "user",
        ),
        TaskKind.CHANGE_AGREED: (
            _("%(name)s agreed to a change", name=who),
            _("It is noted. The next match run looks for somebody with it."),
            "circle-check",
        ),
    }[task.kind]


def _settled_at(task: Task) -> tuple[str, str]:
    if task.match is not None:
        href = url_for("coordinator.match", public_id=task.match.public_id)
        if task.kind is TaskKind.NO_FIRST_MEETING:
            return href, _("Record the first meeting")
        return href, _("Open the match")
    if task.party is not None and task.party.kind == Role.HOUSEHOLD:
        href = url_for("coordinator.household", public_id=task.party.public_id)
        start = task.kind is TaskKind.INTAKE
        return href, _("To the intake") if start else _("Open the household")
    if task.party is not None and task.party.kind == Role.VOLUNTEER:
        href = url_for("coordinator.volunteer", public_id=task.party.public_id)
        return href, _("Open the volunteer")
    return url_for("coordinator.runs"), _("To the runs")


def _evidence(task: Task) -> tuple[str, ...]:
    """What is known, as sentences; what is missing is left out."""
    known = task.evidence
    lines = []
    if task.kind is TaskKind.SAD_FACE or task.kind is TaskKind.CALL_ME:
        if task.match is not None:
            lines.append(_("Match: %(pair)s", pair=_pair(task)))
        if known.get("answered_on"):
            lines.append(_("Answered on %(day)s", day=_day_of(known["answered_on"])))
        if known.get("met") is not None:
            lines.append(_("They have met.") if known["met"] else _("They have not met."))
        if known.get("earlier_faces"):
            faces = ", ".join(face_name(face) for face in known["earlier_faces"])
            lines.append(_("Answers before: %(faces)s", faces=faces))
    if task.kind is TaskKind.TWO_SILENT:
        lines.append(_("Match: %(pair)s", pair=_pair(task)))
        days = ", ".join(_day_of(text) for text in known.get("asked_on", []))
        if days:
            lines.append(_("Asked on: %(days)s", days=days))
    if task.kind is TaskKind.CHANGE_AGREED and known.get("change"):
        lines.append(changes.question(Change(known["change"]), known["amount"]))
    return tuple(lines)


def _pair(task: Task) -> str:
    if task.match is None:
        return task.party.full_name if task.party else ""
    return _(
        "%(volunteer)s and %(household)s",
        volunteer=task.match.volunteer.full_name,
        household=task.match.household.full_name,
    )


def _day_of(text: str) -> str:
    return day(date.fromisoformat(text))
