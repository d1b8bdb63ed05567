"""A task in words: what is asked, why, what is known, and where it is settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from web.coordinator.task_evidence import evidence_of, pair_of
from web.messages import dates
from web.models import Party, Task
from web.models.vocabulary import Role, TaskKind
from web.queries.queue import Held
from web.queries.team import Colleague

# Settled by a call, so the number stands beside it.
_CALLS = frozenset(
    {
        TaskKind.CALL_ME,
        TaskKind.SAD_FACE,
        TaskKind.TWO_SILENT,
        TaskKind.NO_ANSWER,
        TaskKind.ANSWERED_LATER,
        TaskKind.TOLD_CHANGE,
        TaskKind.NO_MEETING_TIME,
        TaskKind.MOVED_OFTEN,
        TaskKind.UNSUBSCRIBED,
    }
)
# The title, the reason and the sign of a task; only those of its kind are looked up.
_ASKED = {
    TaskKind.INTAKE: (
        _l("Get to know %(name)s"),
        _l("This household was referred and is not ready to be matched yet."),
        "conversation",
    ),
    TaskKind.NO_FIRST_MEETING: (
        _l("No first meeting yet: %(pair)s"),
        _l("Both sides said yes a while ago, and no first meeting was recorded."),
        "calendar",
    ),
    TaskKind.NO_MEETING_TIME: (
        _l("No time for the first meeting yet: %(pair)s"),
        _l("The times that were proposed did not bring the two together."),
        "calendar",
    ),
    TaskKind.TWO_SILENT: (
        _l("%(name)s has not answered twice"),
        _l("Two questions in a row stayed without an answer."),
        "hourglass",
    ),
    TaskKind.SAD_FACE: (
        _l("It is not going well, says %(name)s"),
        _l("They tapped the sad face when we asked how it is going."),
        "frown",
    ),
    TaskKind.CALL_ME: (
        _l("%(name)s asks to be called"),
        _l("They tapped 'call me'."),
        "phone-call",
    ),
    TaskKind.MESSAGE_FAILED: (
        _l("A message to %(name)s did not arrive"),
        _l("We stopped trying. The address or number may be wrong."),
        "mail",
    ),
    TaskKind.JOB_FAILED: (
        _l("Work in the background stopped"),
        _l("It was tried several times. Starting it again is safe."),
        "warning",
    ),
    TaskKind.PLACE_UNKNOWN: (
        _l("We cannot find where %(name)s lives"),
        _l("Without a place nobody can be proposed. Please check the address."),
        "map-pin",
    ),
    TaskKind.ANSWERED_LATER: (
        _l("%(name)s wants to decide later"),
        _l("They have said neither yes nor no so far."),
        "clock",
    ),
    TaskKind.VOLUNTEER_WAITING: (
        _l("%(name)s waits for the next step"),
        _l("This volunteer has done their part and waits for us."),
        "user",
    ),
    TaskKind.NO_ANSWER: (
        _l("%(name)s has not answered the proposal"),
        _l("We asked twice and heard neither yes nor no."),
        "hourglass",
    ),
    TaskKind.CHECK_EXPIRING: (
        _l("The extract of %(name)s must be seen again"),
        _l("After its last day this volunteer may not meet families with children."),
        "shield",
    ),
    TaskKind.CHANGE_AGREED: (
        _l("%(name)s agreed to a change"),
        _l("It is noted. The next match run looks for somebody with it."),
        "circle-check",
    ),
    TaskKind.TOLD_CHANGE: (
        _l("%(name)s told us that something has changed"),
        _l("It waits for you, or for their yes over the old number or address."),
        "pencil",
    ),
    TaskKind.MOVED_OFTEN: (
        _l("%(name)s wants to change the address once more"),
        _l(
            "It would be the third within 30 days, so it was not taken over: please talk with them."
        ),
        "map-pin",
    ),
    TaskKind.UNSUBSCRIBED: (
        _l("%(name)s wants no more questions by message"),
        _l("Proposals and meetings still reach them. Ask by phone how it is going."),
        "ban",
    ),
    TaskKind.MESSAGES_WAIT: (
        _l("Messages wait for tomorrow"),
        _l("What a day may hold has been sent. The rest goes out the next morning by itself."),
        "hourglass",
    ),
    TaskKind.QUEUE_LATE: (
        _l("Messages or other work have waited for too long"),
        _l("They go out by themselves once it is mended. Whoever is urgent is better called now."),
        "warning",
    ),
}


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
    # A colleague who has it, or for whom one stands in, and how it came to them; who put it off
    # or back on the list; else empty.
    holder: str
    handed: str
    put_off: str


def card_of(task: Task, holder: str = "") -> TaskCard:
    title, reason, sign = _asked(task)
    href, label = _settled_at(task)
    calls = task.kind in _CALLS
    return TaskCard(
        task=task,
        title=title,
        reason=reason,
        evidence=evidence_of(task),
        sign=sign,
        href=href,
        label=label,
        phone=task.party.phone if calls and task.party else None,
        email=task.party.email if calls and task.party and not task.party.phone else None,
        holder=holder,
        handed=_handed(task),
        put_off=_put_off(task),
    )


def whose(held: Held, team: Mapping[int, Colleague], me: Party) -> str:
    """Which colleague has a task, or is away so that I have it; nothing where it is my own."""
    has_it, own = team.get(held.today or 0), team.get(held.own or 0)
    if has_it is None:
        return ""
    if has_it.member.id != me.id:
        return _("With %(name)s", name=has_it.member.full_name)
    if own is not None and own.member.id != me.id:
        return _("For %(name)s, who is away", name=own.member.full_name)
    return ""


def _handed(task: Task) -> str:
    if task.handed_at is None or task.handed_by is None:
        return ""
    return _(
        "Handed over by %(name)s on %(when)s",
        name=task.handed_by.full_name,
        when=dates.moment(task.handed_at),
    )


def _put_off(task: Task) -> str:
    """Also once it is back: whoever has it reads why it came so late."""
    if task.snoozed_at is None or task.snoozed_by is None:
        until = task.snoozed_until
        return _("Put off until %(day)s", day=dates.day(until)) if until else ""
    name, when = task.snoozed_by.full_name, dates.moment(task.snoozed_at)
    if task.snoozed_until is None:
        return _("Put back on the list by %(name)s on %(when)s", name=name, when=when)
    day = dates.day(task.snoozed_until)
    return _("Put off until %(day)s by %(name)s on %(when)s", day=day, name=name, when=when)


def title_of(kind: TaskKind, who: str, pair: str) -> str:
    """What a task asks for, by the names of whom it is about."""
    title, _reason, _sign = _ASKED[kind]
    return str(title) % {"name": who, "pair": pair}


def _asked(task: Task) -> tuple[str, str, str]:
    """The title, the reason and the sign of a task."""
    _title, reason, sign = _ASKED[task.kind]
    who = task.party.full_name if task.party else ""
    return title_of(task.kind, who, pair_of(task)), str(reason), sign


def _settled_at(task: Task) -> tuple[str, str]:
    if task.match is not None:
        href = url_for("coordinator.match", public_id=task.match.public_id)
        if task.kind is TaskKind.NO_FIRST_MEETING:
            return href, _("Record the first meeting")
        if task.kind is TaskKind.NO_MEETING_TIME:
            return f"{href}#first-meeting", _("Propose other times")
        return href, _("Open the match")
    if task.party is not None and task.party.kind == Role.HOUSEHOLD:
        return _at_household(task.kind, task.party.public_id)
    if task.party is not None and task.party.kind == Role.VOLUNTEER:
        return _at_volunteer(task.kind, task.party.public_id)
    return _at_desk(task.kind)


def _at_desk(kind: TaskKind) -> tuple[str, str]:
    if kind is TaskKind.MESSAGES_WAIT:
        return url_for("coordinator.sending"), _("To the limits of a day")
    if kind is TaskKind.QUEUE_LATE:
        return url_for("coordinator.matches"), _("Open the matches")
    return url_for("coordinator.runs"), _("To the runs")


def _at_volunteer(kind: TaskKind, public_id: str) -> tuple[str, str]:
    if kind is TaskKind.MOVED_OFTEN:
        href = url_for("coordinator.volunteer_edit", public_id=public_id, fields="place")
        return href, _("Put the address right")
    href = url_for("coordinator.volunteer", public_id=public_id)
    expires = kind is TaskKind.CHECK_EXPIRING
    return href, _("Record the new extract") if expires else _("Open the volunteer")


def _at_household(kind: TaskKind, public_id: str) -> tuple[str, str]:
    if kind is TaskKind.PLACE_UNKNOWN:
        href = url_for("coordinator.household_edit", public_id=public_id)
        return href, _("Put the address right")
    href = url_for("coordinator.household", public_id=public_id)
    start = kind is TaskKind.INTAKE
    return href, _("To the intake") if start else _("Open the household")
