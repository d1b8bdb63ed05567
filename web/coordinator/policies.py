"""The scheme's policy: what counts how much, tried before it is saved, and its history."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import current_scheme, me
from web.coordinator import map_data, policy_words, promise_words, shared
from web.coordinator.blueprint import blueprint
from web.coordinator.policy_forms import PolicyForm, objective_name, percent
from web.errors import ErrorPage
from web.extensions import db
from web.models import Scheme
from web.models.vocabulary import Role
from web.queries import map as maps
from web.queries import policies as queries
from web.services import policies as services
from web.services.policies import Decided, Preview


@blueprint.get("/policy")
@allow(Role.COORDINATOR)
def policy() -> str:
    present = services.in_force(db.session(), _scheme())
    return _page(PolicyForm.of(present.decided, "", present.version))


@blueprint.get("/policy/default")
@allow(Role.COORDINATOR)
def default_policy() -> str:
    """The form with what every scheme begins with."""
    return _again({}, _("As at the beginning"))


@blueprint.get("/policy/<public_id>")
@allow(Role.COORDINATOR)
def earlier_policy(public_id: str) -> str:
    """The form with an earlier policy, to be tried and saved as any other."""
    earlier = shared.found(queries.by_public_id(db.session(), public_id))
    return _again(earlier.decided, earlier.name)


@blueprint.post("/policy/preview")
@allow(Role.COORDINATOR)
def preview_policy() -> ResponseReturnValue:
    """What would change, with nothing saved."""
    form = PolicyForm()
    if not form.validate_for_preview():
        return _page(form), 422
    preview = services.preview(db.session(), _scheme(), form.decided, shared.now())
    return _page(form, preview=preview)


@blueprint.post("/policy")
@allow(Role.COORDINATOR)
def save_policy() -> ResponseReturnValue:
    form = PolicyForm()
    if not form.validate():
        return _page(form), 422
    return shared.act(
        lambda: services.save(
            db.session(),
            _scheme(),
            form.decided,
            name=form.name.data,
            actor=me(),
            version=form.seen_version,
            now=shared.now(),
        ),
        said=_("Saved. The next match run goes by this policy."),
        then=url_for("coordinator.policy"),
        again=lambda problem: _page(form, problem=problem),
    )


def _again(decided: Decided, name: str) -> str:
    present = services.in_force(db.session(), _scheme())
    form = PolicyForm.of(services.filled_in(decided), name, present.version)
    return _page(form, taken_up=name)


def _page(
    form: PolicyForm,
    *,
    problem: ErrorPage | None = None,
    preview: Preview | None = None,
    taken_up: str | None = None,
) -> str:
    session = db.session()
    present = services.in_force(session, _scheme())
    if problem is not None:
        # Whoever saves again has seen the policy that came between.
        form.version.data = str(present.version)
    groups = policy_words.groups_of(preview) if preview else []
    comparison = preview.comparison if preview else None
    drawn = maps.of_comparison(session, comparison) if comparison else None
    return render_template(
        "coordinator/policy.html",
        form=form,
        present=present,
        history=queries.history(session, shared.page_asked()),
        problem=problem,
        preview=preview,
        taken_up=taken_up,
        figures=policy_words.figures_of(preview) if preview else [],
        groups=groups,
        price=promise_words.price_of(preview) if preview else [],
        why_unkept=promise_words.why_unkept,
        drawn=drawn,
        map_data=map_data.of(drawn) if drawn else None,
        shifts=policy_words.shifts_of(drawn) if drawn else [],
        names=queries.names_of(session, policy_words.shown_in(groups)),
        percent=percent,
        objective_name=objective_name,
        reach_in_words=policy_words.reach_in_words,
    )


def _scheme() -> Scheme:
    return shared.found(current_scheme())
