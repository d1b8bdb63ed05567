"""The page of the policy: the form, what a preview found, and the policies until now."""

from __future__ import annotations

from flask import render_template

from web.auth import current_scheme
from web.coordinator import map_data, policy_words, promise_words, shared
from web.coordinator.policy_forms import PolicyForm, objective_name, percent
from web.errors import ErrorPage
from web.extensions import db
from web.models import PolicyPreview, Scheme
from web.queries import map as maps
from web.queries import policies as queries
from web.services import policies as services
from web.services.preview_results import Preview


def render(
    form: PolicyForm,
    *,
    problem: ErrorPage | None = None,
    preview: Preview | None = None,
    work: PolicyPreview | None = None,
    taken_up: str | None = None,
) -> str:
    """The page as it is now.

    Args:
        problem: why it could not be saved.
        preview: what was found.
        work: the row of a worker's preview, which tells when and against what.
        taken_up: the name of the policy that the form holds, where it is not the one in force.
    """
    session = db.session()
    present = services.in_force(session, scheme())
    if problem is not None:
        # Whoever saves again has seen the policy that came between.
        form.version.data = str(present.version)
    groups = policy_words.groups_of(preview) if preview else []
    drawn = maps.of_comparison(session, preview.comparison) if preview else None
    return render_template(
        "coordinator/policy.html",
        form=form,
        present=present,
        history=queries.history(session, shared.page_asked()),
        previews=queries.previews(session),
        problem=problem,
        preview=preview,
        work=work,
        taken_up=taken_up,
        figures=policy_words.figures_of(preview) if preview else [],
        groups=groups,
        price=promise_words.price_of(preview) if preview else [],
        why_unkept=promise_words.why_unkept,
        map_data=map_data.of(drawn) if drawn else None,
        shifts=policy_words.shifts_of(drawn) if drawn else [],
        names=queries.names_of(session, policy_words.shown_in(groups)),
        percent=percent,
        objective_name=objective_name,
        reach_in_words=policy_words.reach_in_words,
    )


def scheme() -> Scheme:
    return shared.found(current_scheme())
