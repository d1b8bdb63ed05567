"""Putting right what is known of a volunteer or a household: all of it, or one group of fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import me
from web.coordinator import looks, shared
from web.coordinator.blueprint import blueprint
from web.coordinator.household_form import HouseholdForm
from web.coordinator.profile_groups import fields_asked, group_asked, group_name
from web.coordinator.volunteer_form import VolunteerForm, known_of
from web.errors import describe
from web.extensions import db
from web.forms.referral import typed_about
from web.messages import history as history_words
from web.messages.by_hand import heard_how
from web.models import Household, Volunteer
from web.models.vocabulary import Heard, ProfileField, Role
from web.queries import households as queries
from web.services import (
    addresses,
    history,
    household_profiles,
    households,
    volunteer_profiles,
    volunteers,
)
from web.services.errors import Overtaken, ProfileChanged

Form = HouseholdForm | VolunteerForm
Person = Household | Volunteer
Keep = Callable[[dict[str, Any], str | None, Heard | None], None]


@blueprint.route("/households/<public_id>/edit", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def household_edit(public_id: str) -> ResponseReturnValue:
    session = db.session()
    household = households.by_public_id(session, public_id)
    only = fields_asked(household)
    if request.method == "GET":
        # The street is shown by its own button only, which leaves a trace.
        data = {**typed_about(household), "street": ""}
        return _page(household, HouseholdForm(only=only, data=data))
    return _keep(
        household,
        HouseholdForm(only=only),
        lambda told, seen, heard: household_profiles.revise(
            session, household, told, me(), shared.now(), seen, heard=heard
        ),
    )


@blueprint.route("/volunteers/<public_id>/edit", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def volunteer_edit(public_id: str) -> ResponseReturnValue:
    session = db.session()
    volunteer = volunteers.by_public_id(session, public_id)
    only = fields_asked(volunteer)
    if request.method == "GET":
        return _page(volunteer, VolunteerForm(volunteer, only=only, data=known_of(volunteer)))
    return _keep(
        volunteer,
        VolunteerForm(volunteer, only=only),
        lambda told, seen, heard: volunteer_profiles.revise(
            session, volunteer, told, me(), shared.now(), seen, heard=heard
        ),
    )


def _keep(person: Person, form: Form, keep: Keep) -> ResponseReturnValue:
    """Keep what was typed; where somebody was quicker, show both and lose neither."""
    kind, public_id = person.kind, person.public_id
    if not form.validate():
        return _page(person, form, request.form.get("seen")), 422
    told = form.typed
    if "street" in told and not told["street"] and told["postcode"] == person.postcode:
        del told["street"]
    try:
        keep(told, request.form.get("seen"), _heard())
    except ProfileChanged as refusal:
        db.session.rollback()
        # Of the profile as it is now: whoever sends this again has seen what changed.
        return _page(person, form, refusal=refusal), 409
    flash(_("Kept."), "success")
    group = group_asked(person)
    anchor = f"profile-{group}" if group else None
    return redirect(url_for(f"coordinator.{kind}", public_id=public_id, _anchor=anchor), 303)


def _page(
    person: Person, form: Form, seen: str | None = None, refusal: ProfileChanged | None = None
) -> str:
    group = group_asked(person)
    if isinstance(person, Household) and "birth_years" in form:
        looks.note(person, is_noted=queries.is_noted(db.session(), person, me(), shared.now()))
    return render_template(
        "coordinator/edit.html",
        person=person,
        form=form,
        group=group,
        heading=group_name(group) if group else "",
        marks=history.marks_of(person) if seen is None else seen,
        problem=describe(refusal) if refusal else None,
        overtaken=[(one.field, _as_it_is(person, one)) for one in refusal.fields]
        if refusal
        else (),
        ways=[(way.value, heard_how(way)) for way in Heard],
        heard=_heard(),
    )


def _as_it_is(person: Person, one: Overtaken) -> str:
    """Beside what was typed, so that whoever keeps that knows what it replaces."""
    if one.now is not None:
        return history_words.value_words(ProfileField(one.field), one.now)
    street = addresses.show(db.session(), person, actor=me(), now=shared.now())
    return street or _("nothing")


def _heard() -> Heard | None:
    """How they told it; nothing where the coordinator knows it otherwise."""
    return shared.word_of(Heard, request.form.get("heard"))
