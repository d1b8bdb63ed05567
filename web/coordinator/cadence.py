"""When the scheme asks and reminds: tried on a calendar before it is saved."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import current_scheme, me
from web.coordinator import cadence_calendar, shared
from web.coordinator.blueprint import blueprint
from web.coordinator.cadence_forms import CadenceForm
from web.errors import ErrorPage
from web.extensions import db
from web.models import Scheme
from web.models.vocabulary import Role
from web.queries import cadences as queries
from web.services import cadences as services
from web.services import quiet_hours
from web.services.cadence import USUAL, Cadence


@blueprint.get("/cadence")
@allow(Role.COORDINATOR)
def cadence() -> str:
    return _page(_filled(services.as_value(queries.newest(db.session(), _scheme().id))))


@blueprint.get("/cadence/usual")
@allow(Role.COORDINATOR)
def usual_cadence() -> str:
    """The form with what every scheme begins with, to be tried and saved as any other."""
    return _page(_filled(USUAL))


@blueprint.post("/cadence/preview")
@allow(Role.COORDINATOR)
def preview_cadence() -> ResponseReturnValue:
    """What it would do, with nothing saved."""
    form = CadenceForm()
    if not form.validate():
        return _page(form), 422
    form.look_at()
    return _page(form, tried=True)


@blueprint.post("/cadence")
@allow(Role.COORDINATOR)
def save_cadence() -> ResponseReturnValue:
    form = CadenceForm()
    if not form.validate():
        return _page(form), 422
    if not form.look_at():
        return _page(form, tried=True, has_changed=True), 422
    return shared.act(
        lambda: services.save(
            db.session(),
            _scheme(),
            form.wanted,
            answer_days=form.answer_days.data,
            actor=me(),
            version=form.seen_version or 0,
            now=shared.now(),
        ),
        said=_("Saved. From now on people are asked by these dates."),
        then=url_for("coordinator.cadence"),
        again=lambda problem: _page(form, problem=problem),
    )


def _page(
    form: CadenceForm,
    *,
    tried: bool = False,
    has_changed: bool = False,
    problem: ErrorPage | None = None,
) -> str:
    """The page as it is now.

    Args:
        tried: says what saving would do.
        has_changed: somebody wanted to save other numbers than they had looked at.
        problem: why it could not be saved.
    """
    session, scheme = db.session(), _scheme()
    history = queries.history(session, scheme.id)
    if problem is not None:
        # Whoever saves again has seen the dates that came between.
        form.version.data = str(history[0].version)
    wanted = form.wanted if tried or not form.errors else None
    quiet = quiet_hours.of(session, scheme.id)
    shown = (
        cadence_calendar.leaves(wanted, form.answer_days.data, quiet, shared.today())
        if wanted
        else []
    )
    return render_template(
        "coordinator/cadence.html",
        form=form,
        problem=problem,
        has_changed=has_changed,
        history=history,
        effect=services.effect(session, scheme.id, form.wanted, shared.today()) if tried else None,
        leaves=shown,
        months=cadence_calendar.months(shown),
        weekdays=cadence_calendar.weekdays(),
        is_weekend=cadence_calendar.is_weekend,
        days={leaf.on for leaf in shown},
        today=shared.today(),
    )


def _filled(present: Cadence) -> CadenceForm:
    newest = queries.newest(db.session(), _scheme().id)
    return CadenceForm.of(present, _scheme().answer_days, newest.version if newest else 0)


def _scheme() -> Scheme:
    return shared.found(current_scheme())
