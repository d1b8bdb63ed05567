"""What happened, in order, as sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from flask_babel import gettext as _

from web.coordinator import phrases
from web.coordinator.shared import day
from web.messages import dates
from web.messages.desk_words import state_name
from web.models import Match, MatchEvent, Party
from web.models.vocabulary import Role
from web.queries.households import HouseholdFile
from web.queries.matches import MatchFile
from web.queries.volunteers import VolunteerFile


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a timeline, as `macros/ui.html` writes it."""

    what: str
    when: str
    iso: str
    who: str = ""
    reason: str = ""


def of_match(found: MatchFile) -> list[Moment]:
    """The history of a match, the newest first."""
    return [_of_event(event) for event in reversed(found.events)]


def answers_of(found: MatchFile) -> dict[int, datetime]:
    """When each side last answered, by the party's id."""
    sides = {found.match.volunteer_id, found.match.household_id}
    return {event.actor_id: event.at for event in found.events if event.actor_id in sides}


def of_volunteer(found: VolunteerFile) -> list[Moment]:
    """The steps of the path and the matches, the newest first."""
    who = found.volunteer
    steps: list[tuple[date | None, str]] = [
        (who.created_at, _("Signed up")),
        (who.confirmed_at, _("Confirmed the contact")),
        (who.informed_at, _("Read the information note")),
        (who.questionnaire_at, _("Answered the questionnaire")),
        (who.trained_at, _("Was at the training")),
        (who.screening.seen_on if who.screening else None, _("Extract was seen")),
        (who.ready_at, _("Became ready")),
        *_of_matches(found.matches, Role.HOUSEHOLD),
    ]
    return _newest_first(steps)


def of_household(found: HouseholdFile) -> list[Moment]:
    """The steps of the path and the matches, the newest first."""
    who = found.household
    steps: list[tuple[date | None, str]] = [
        (who.created_at, _("Was referred")),
        (who.intake_at, _("Intake began")),
        (who.ready_at, _("Became ready: the waiting time counts from here")),
        *_of_matches(found.matches, Role.VOLUNTEER),
    ]
    return _newest_first(steps)


def _of_event(event: MatchEvent) -> Moment:
    note = f" – {event.note}" if event.note else ""
    reason = phrases.reason_of(event.to_state, event.reason)
    moved = event.from_state != event.to_state
    what = state_name(event.to_state) if moved else (reason or state_name(event.to_state))
    return Moment(
        what=what[:1].upper() + what[1:],
        when=dates.moment(event.at),
        iso=event.at.isoformat(),
        who=event.actor.full_name if event.actor else _("by itself"),
        reason=(reason if moved else "") + note,
    )


def _of_matches(matches: Sequence[Match], other: Role) -> list[tuple[date | None, str]]:
    steps: list[tuple[date | None, str]] = []
    for match in matches:
        side: Party = match.household if other is Role.HOUSEHOLD else match.volunteer
        name = side.full_name
        steps += [
            (match.proposed_at, _("Proposed with %(name)s", name=name)),
            (match.accepted_at, _("Match with %(name)s: both said yes", name=name)),
            (match.first_meeting_on, _("First meeting with %(name)s", name=name)),
            (match.ended_on, _("Match with %(name)s ended", name=name)),
        ]
    return steps


def _newest_first(steps: Sequence[tuple[date | None, str]]) -> list[Moment]:
    # Of two steps of one moment the later one of the path stands first.
    known = [(when, what) for when, what in reversed(steps) if when is not None]
    known.sort(key=lambda step: _instant(step[0]), reverse=True)
    return [Moment(what, day(when), when.isoformat()) for when, what in known]


def _instant(when: date) -> datetime:
    """A day is placed at its end: what has an hour that day came before."""
    return when if isinstance(when, datetime) else datetime.combine(when, time.max, UTC)
