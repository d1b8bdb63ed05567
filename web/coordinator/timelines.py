"""What happened with a person or in a match: the newest few on their page, and all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request, url_for
from flask_babel import gettext as _

from web.access import allow
from web.coordinator.blueprint import blueprint
from web.coordinator.timeline_words import Moment, moment_of
from web.extensions import db
from web.models import FieldChange, Household, Match, Volunteer
from web.models.vocabulary import MatchState, Role
from web.queries import history, timeline
from web.queries.matches import MatchFile
from web.queries.parties import named_sides_of
from web.queries.timeline import FEW, MOST, Told, Until
from web.services import households, matches, volunteers


@dataclass(frozen=True, slots=True)
class Timeline:
    """Moments as sentences, and the address of those before them; empty where there are none."""

    moments: list[Moment]
    earlier: str
    whole: str


def of_person(
    person: Volunteer | Household, until: Until | None = None, size: int = FEW
) -> Timeline:
    """What happened with a volunteer or a household. One query."""
    told = timeline.of_person(db.session(), person, until, size)
    return _worded(told, person.full_name, person.kind, person.public_id)


def of_match(match: Match, until: Until | None = None, size: int = FEW) -> Timeline:
    """What happened in a match whose sides are loaded. One query."""
    told = timeline.of_match(db.session(), match, until, size)
    return _worded(told, _pair(match), "match", match.public_id)


def answers_of(found: MatchFile) -> dict[int, datetime]:
    """When each side last answered, by the party's id."""
    sides = {found.match.volunteer_id, found.match.household_id}
    return {
        event.actor_id: event.at
        for event in found.events
        # Once both said yes, they answer other questions.
        if event.actor_id in sides and event.from_state is MatchState.APPROVED
    }


@blueprint.get("/volunteers/<public_id>/timeline")
@allow(Role.COORDINATOR)
def volunteer_timeline(public_id: str) -> str:
    return _page_of(volunteers.by_public_id(db.session(), public_id))


@blueprint.get("/households/<public_id>/timeline")
@allow(Role.COORDINATOR)
def household_timeline(public_id: str) -> str:
    return _page_of(households.by_public_id(db.session(), public_id))


@blueprint.get("/matches/<public_id>/timeline")
@allow(Role.COORDINATOR)
def match_timeline(public_id: str) -> str:
    session = db.session()
    match = matches.by_public_id(session, public_id)
    # Kept so that the sides stay loaded.
    sides = named_sides_of(session, [match])
    assert sides  # noqa: S101 - a match has two
    whole = of_match(match, _asked(), MOST)
    return _page(whole, _pair(match), "match", public_id)


def _page_of(person: Volunteer | Household) -> str:
    whole = of_person(person, _asked(), MOST)
    changes = history.of(db.session(), person)
    return _page(whole, person.full_name, person.kind, person.public_id, changes)


def _page(
    whole: Timeline, name: str, kind: str, public_id: str, changes: Sequence[FieldChange] = ()
) -> str:
    return render_template(
        "coordinator/timeline.html",
        timeline=whole,
        name=name,
        changes=changes,
        section={"match": "matches"}.get(kind, f"{kind}s"),
        back=url_for(f"coordinator.{kind}", public_id=public_id),
        here=_asked(),
    )


def _asked() -> Until | None:
    return Until.read(request.args.get("until", ""))


def _worded(told: Told, name: str, kind: str, public_id: str) -> Timeline:
    endpoint = f"coordinator.{kind}_timeline"
    return Timeline(
        [moment_of(row, name) for row in told.moments],
        url_for(endpoint, public_id=public_id, until=told.earlier) if told.earlier else "",
        url_for(endpoint, public_id=public_id),
    )


def _pair(match: Match) -> str:
    return _(
        "%(volunteer)s and %(household)s",
        volunteer=match.volunteer.full_name,
        household=match.household.full_name,
    )
