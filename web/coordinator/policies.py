"""The scheme's policy: what counts how much, and its history. Trying one is in `previews`."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import me
from web.coordinator import policy_page, shared
from web.coordinator.blueprint import blueprint
from web.coordinator.policy_forms import PolicyForm
from web.extensions import db
from web.models.vocabulary import Role
from web.queries import policies as queries
from web.services import policies as services
from web.services.policies import Decided


@blueprint.get("/policy")
@allow(Role.COORDINATOR)
def policy() -> str:
    present = services.in_force(db.session(), policy_page.scheme())
    return policy_page.render(PolicyForm.of(present.decided, "", present.version))


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


@blueprint.post("/policy")
@allow(Role.COORDINATOR)
def save_policy() -> ResponseReturnValue:
    form = PolicyForm()
    if not form.validate():
        return policy_page.render(form), 422
    return shared.act(
        lambda: services.save(
            db.session(),
            policy_page.scheme(),
            form.decided,
            name=form.name.data,
            actor=me(),
            version=form.seen_version,
            now=shared.now(),
        ),
        said=_("Saved. The next match run goes by this policy."),
        then=url_for("coordinator.policy"),
        again=lambda problem: policy_page.render(form, problem=problem),
    )


def _again(decided: Decided, name: str) -> str:
    present = services.in_force(db.session(), policy_page.scheme())
    form = PolicyForm.of(services.filled_in(decided), name, present.version)
    return policy_page.render(form, taken_up=name)
