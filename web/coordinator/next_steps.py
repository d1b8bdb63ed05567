"""What the path of a person asks next, with the one button that leads there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext as _

from web.coordinator.profile_groups import Group
from web.coordinator.shared import day
from web.messages import dates
from web.messages.desk_words import step_name
from web.models import Household, Match, Party, Volunteer
from web.models.vocabulary import (
    PLACE_TAKING_STATES,
    HouseholdState,
    MatchState,
    VolunteerState,
)
from web.queries.households import HouseholdFile
from web.queries.volunteers import VolunteerFile
from web.services import path, screening
from web.services.path import Step

# So long before its last day an extract is asked for again.
RENEW_WITHIN = timedelta(days=30)
# Where a coordinator writes down what is missing.
_WRITTEN_IN = {
    Step.PLACE: Group.PLACE,
    Step.LANGUAGES: Group.LANGUAGES,
    Step.CAPACITY: Group.LIMITS,
    Step.SLOTS: Group.WEEK,
    Step.NEEDS: Group.TOGETHER,
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """`href` and `label` are empty where there is only to wait."""

    title: str
    text: str
    href: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing before somebody can be matched, and where it is written down."""

    name: str
    href: str


def missing_of(person: Volunteer | Household) -> list[Missing]:
    """In the order of the path; without an address what they do themselves."""
    if isinstance(person, Volunteer):
        steps = path.missing_of_volunteer(person)
    else:
        steps = path.missing_of_household(person)
    return [Missing(step_name(step), _edit_of(person, _WRITTEN_IN.get(step))) for step in steps]


def of_volunteer(found: VolunteerFile, today: date) -> NextStep | None:
    """For who is ready or pauses; before that the path itself says it."""
    volunteer = found.volunteer
    if volunteer.state is VolunteerState.PAUSED:
        return _paused(volunteer)
    if volunteer.state is not VolunteerState.READY:
        return None
    taken = sum(match.state in PLACE_TAKING_STATES for match in found.matches)
    return (
        _of_matches(found.matches)
        or _of_check(volunteer, today)
        or (_free() if taken < volunteer.capacity else _meeting(found.matches))
    )


def of_household(found: HouseholdFile) -> NextStep | None:
    """For a family that waits, meets or pauses; before that the path itself says it."""
    household = found.household
    if household.state is HouseholdState.PAUSED:
        return _paused(household)
    if household.state is not HouseholdState.READY:
        return None
    return _of_matches(found.matches) or (
        _waiting() if found.is_waiting else _meeting(found.matches)
    )


def _of_matches(matches: Sequence[Match]) -> NextStep | None:
    """What a match waits for, the most urgent first."""
    accepted = _first(matches, MatchState.ACCEPTED)
    if accepted and accepted.meeting_at:
        when = dates.weekday_and_moment(accepted.meeting_at)
        return NextStep(
            _("The first meeting is planned"),
            _("They meet on %(when)s.", when=when),
            *_at(accepted),
        )
    if accepted:
        text = _("Agree on a day for the first meeting, at the association or a neutral place.")
        return NextStep(_("Bring them together"), text, *_at(accepted))
    proposed = _first(matches, MatchState.PROPOSED)
    if proposed:
        return NextStep(_("You decide"), _("A proposal waits for your approval."), *_at(proposed))
    approved = _first(matches, MatchState.APPROVED)
    if approved:
        last = day(approved.answer_by)
        text = _("They have until %(day)s to answer.", day=last) if last else ""
        return NextStep(_("Both sides answer"), text, *_at(approved))
    return None


def _of_check(volunteer: Volunteer, today: date) -> NextStep | None:
    check = volunteer.screening
    if check is None or check.renew_on > today + RENEW_WITHIN:
        return None
    title = _("The extract must be seen again")
    if screening.is_screened(volunteer, today):
        text = _("It counts until %(day)s.", day=day(check.renew_on))
    else:
        text = _("Until then this volunteer may not meet families with children.")
    return NextStep(title, text, "#screening", _("Record the new extract"))


def _free() -> NextStep:
    text = _("The next match run looks for a household for this volunteer.")
    return NextStep(_("Free for a household"), text, url_for("coordinator.runs"), _("To the runs"))


def _waiting() -> NextStep:
    text = _("The next match run looks for a volunteer for this family.")
    title = _("Waits for a volunteer")
    return NextStep(title, text, url_for("coordinator.runs"), _("To the runs"))


def _meeting(matches: Sequence[Match]) -> NextStep | None:
    match = _first(matches, MatchState.ACTIVE) or _first(matches, MatchState.PAUSED)
    if match is None:
        return None
    text = _("We ask both sides how it goes. There is nothing to do now.")
    return NextStep(_("They meet"), text, *_at(match))


def _paused(person: Party) -> NextStep:
    if person.paused_until:
        back = _("Back by themselves on %(day)s.", day=day(person.paused_until))
        return NextStep(_("On a break"), back)
    return NextStep(_("On a break"), _("Nobody is proposed until you resume."))


def _first(matches: Sequence[Match], state: MatchState) -> Match | None:
    return next((match for match in matches if match.state is state), None)


def _at(match: Match) -> tuple[str, str]:
    return url_for("coordinator.match", public_id=match.public_id), _("Open the match")


def _edit_of(person: Party, group: Group | None) -> str:
    if group is None:
        return ""
    return url_for(f"coordinator.{person.kind}_edit", public_id=person.public_id, fields=group)
