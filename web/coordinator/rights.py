"""Somebody asks for their rights by phone, on paper or in person: a copy, a halt, or erasing."""

from __future__ import annotations

import json
from collections.abc import Callable

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow, freshly_signed_in
from web.auth import me
from web.coordinator import shared
from web.coordinator.blueprint import blueprint
from web.coordinator.rights_forms import EraseForm, RestrictForm
from web.errors import ErrorPage
from web.extensions import db
from web.messages import own_data
from web.models import Household, Volunteer
from web.models.vocabulary import ErasureReason, Heard, Role
from web.queries import own_matches
from web.services import households, personal_data, volunteers
from web.services import rights as services
from web.services.errors import NotFound

Person = Volunteer | Household
View = Callable[[str, str], ResponseReturnValue]


def _for_both(below: str, method: str) -> Callable[[View], View]:
    """The same page below a family and below a volunteer."""

    def mark(view: View) -> View:
        for kind in ("households", "volunteers"):
            rule = f"/{kind}/<public_id>/rights{below}"
            blueprint.route(rule, methods=[method], defaults={"kind": kind})(view)
        return view

    return mark


@_for_both("", "GET")
@allow(Role.COORDINATOR)
def rights(kind: str, public_id: str) -> str:
    return _page(_person(kind, public_id))


@_for_both("/copy", "POST")
@allow(Role.COORDINATOR)
@freshly_signed_in
def rights_copy(kind: str, public_id: str) -> str:
    """Everything that is held, to read with them or to print."""
    person = _person(kind, public_id)
    return render_template(
        "coordinator/rights_copy.html",
        person=person,
        held=services.copy(db.session(), person, actor=me(), now=shared.now()),
        own_data=own_data,
    )


@_for_both("/file", "POST")
@allow(Role.COORDINATOR)
@freshly_signed_in
def rights_file(kind: str, public_id: str) -> Response:
    """The same as a file that other programs read, to hand to them."""
    person = _person(kind, public_id)
    file = personal_data.export(db.session(), person, me(), shared.now())
    response = Response(json.dumps(file, ensure_ascii=False, indent=2), mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="data.json"'
    return response


@_for_both("/restrict", "POST")
@allow(Role.COORDINATOR)
def rights_restrict(kind: str, public_id: str) -> ResponseReturnValue:
    form, person = RestrictForm(), _person(kind, public_id)
    if not form.validate():
        return _page(person, restricting=form), 422
    return shared.act(
        lambda: services.restrict(
            db.session(), person, Heard(form.heard.data), actor=me(), now=shared.now()
        ),
        said=_("Noted. What is known of them is only kept from now on."),
        then=_file_of(person),
        again=lambda problem: _page(_person(kind, public_id), problem=problem),
    )


@_for_both("/lift", "POST")
@allow(Role.COORDINATOR)
def rights_lift(kind: str, public_id: str) -> ResponseReturnValue:
    person = _person(kind, public_id)
    return shared.act(
        lambda: services.lift(db.session(), person, actor=me(), now=shared.now()),
        said=_("They may be matched and written to again. A break ends by 'Resume'."),
        then=_file_of(person),
        again=lambda problem: _page(_person(kind, public_id), problem=problem),
    )


@_for_both("/erase", "POST")
@allow(Role.COORDINATOR)
def rights_erase(kind: str, public_id: str) -> ResponseReturnValue:
    form, person = EraseForm(), _person(kind, public_id)
    if not form.validate():
        return _page(person, erasing=form), 422
    reason = ErasureReason(form.reason.data)
    return shared.act(
        lambda: services.erase(
            db.session(), person, reason, heard=form.how, actor=me(), now=shared.now()
        ),
        said=_("Everything about them is erased. Numbers stay without a name."),
        then=url_for(f"coordinator.{kind}"),
        again=lambda problem: _page(_person(kind, public_id), problem=problem),
    )


def _page(
    person: Person,
    *,
    restricting: RestrictForm | None = None,
    erasing: EraseForm | None = None,
    problem: ErrorPage | None = None,
) -> str:
    matches = own_matches.of_person(db.session(), person, shared.now())
    return render_template(
        "coordinator/rights.html",
        person=person,
        matches=own_matches.going_on(matches),
        restricting=restricting or RestrictForm(formdata=None),
        erasing=erasing or EraseForm(formdata=None),
        problem=problem,
    )


def _person(kind: str, public_id: str) -> Person:
    """Raises NotFound where there is nobody, or nobody any more."""
    services_of = {"households": households, "volunteers": volunteers}
    person: Person = services_of[kind].by_public_id(db.session(), public_id)
    if person.is_erased:
        raise NotFound
    return person


def _file_of(person: Person) -> str:
    return url_for(f"coordinator.{person.kind}", public_id=person.public_id)
