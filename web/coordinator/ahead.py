"""What is still to come in a match, each with its day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from web.coordinator import shared
from web.coordinator.ahead_forms import MoveForm
from web.models import FollowUp, Match, Party
from web.models.vocabulary import MatchState
from web.queries.matches import MatchFile
from web.services import answers, cadences, clock, follow_up_tasks
from web.services.cadence import Cadence


@dataclass(frozen=True, slots=True)
class Coming:
    """One thing with its day.

    Attributes:
        on: None where its day has gone by and it still waits, for instance until a pause is over.
        form: to move it, where it is a question that may be changed.
        rest: what else is told of it.
        is_open: whether the form was sent and not taken.
    """

    on: date | None
    what: str
    question: FollowUp | None = None
    form: MoveForm | None = None
    rest: str = ""
    is_open: bool = False


def of(found: MatchFile, sent: object) -> list[Coming]:
    """Everything to come, in the order of its days; what waits for no day of its own first.

    Args:
        sent: the form that was sent and not taken, if any.
    """
    cadence = cadences.as_value(found.cadence)
    coming = {
        MatchState.APPROVED: _while_asked,
        MatchState.ACCEPTED: _before_the_meeting,
        MatchState.ACTIVE: _questions,
        MatchState.PAUSED: _questions,
    }.get(found.match.state)
    if coming is None:
        return []
    return sorted(coming(found, cadence, sent), key=lambda one: one.on or date.min)


def _while_asked(found: MatchFile, _cadence: Cadence, _sent: object) -> Iterator[Coming]:
    answer_by = found.match.answer_by
    if answer_by is None:
        return
    remind_on = answer_by - answers.REMIND_BEFORE
    if remind_on > shared.today():
        yield Coming(remind_on, _("Who has not answered is asked once more, and you get a task."))
    lapses_on = max(answer_by + timedelta(days=1), shared.today())
    yield Coming(
        lapses_on,
        _("Without both answers it lapses, and the next best are proposed to you."),
    )


def _before_the_meeting(found: MatchFile, cadence: Cadence, _sent: object) -> Iterator[Coming]:
    accepted_at = found.match.accepted_at
    if accepted_at is None or found.match.first_meeting_on is not None:
        return
    alarm_on = clock.local_date(accepted_at) + timedelta(days=cadence.meeting_alarm_days)
    if alarm_on > shared.today():
        yield Coming(alarm_on, _("Without a first meeting you get a task."))


def _questions(found: MatchFile, cadence: Cadence, sent: object) -> Iterator[Coming]:
    overtaken = _overtaken(found.follow_ups)
    for row in found.follow_ups:
        name = found.match.party(row.side).first_name
        if row.asked_at is None and row.id not in overtaken:
            yield _question(found.match, row, name, sent)
        elif row.asked_at and row.answered_at is None and row.silent_at is None:
            yield from _of_asked(row, found.match.party(row.side), cadence)


def _overtaken(rows: Iterable[FollowUp]) -> set[int]:
    """Questions that nobody will be asked: left out on a day that has gone by, or no longer new.

    Of several that wait for one side, only the latest is asked (services.follow_ups.ask_due).
    """
    gone = [row for row in rows if row.asked_at is None and row.due_on < shared.today()]
    waiting = sorted((row for row in gone if not row.skipped_at), key=lambda row: row.due_on)
    latest = {row.side: row.id for row in waiting}
    return {row.id for row in gone} - set(latest.values())


def _question(match: Match, row: FollowUp, name: str, sent: object) -> Coming:
    form = MoveForm.of(match, row)
    is_sent = False
    if isinstance(sent, MoveForm) and sent.is_about(row):
        form.take(sent)
        is_sent = True
    rest = ""
    if row.planned_on:
        rest = _("moved by hand from %(day)s", day=shared.day(row.planned_on))
    on = row.due_on if row.due_on >= shared.today() else None
    return Coming(on, _("%(name)s: how is it going?", name=name), row, form, rest, is_sent)


def _of_asked(row: FollowUp, party: Party, cadence: Cadence) -> Iterator[Coming]:
    """What follows when a question stays without an answer."""
    name = party.first_name
    if row.sent_at is None:
        # It waits to leave, and leaves for nobody who has stopped our questions.
        if party.unsubscribed_at is None:
            yield Coming(shared.today(), _("%(name)s: how is it going?", name=name))
        return
    asked_on = follow_up_tasks.asked_on(row)
    remind_on = asked_on + timedelta(days=cadence.remind_after_days)
    if row.reminded_at is None and remind_on >= shared.today():
        yield Coming(remind_on, _("%(name)s is asked once more, without an answer", name=name))
    silent_on = asked_on + timedelta(days=cadence.silent_after_days)
    if silent_on >= shared.today():
        yield Coming(silent_on, _("%(name)s counts as silent, without an answer", name=name))
