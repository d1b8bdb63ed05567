"""Why not this neighbour: any volunteer with any household, asked for by name."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.access import allow
from web.auth import current_scheme
from web.coordinator import phrases, shared
from web.coordinator.blueprint import blueprint
from web.coordinator.hand_forms import InsistForm, NeverForm, PinForm
from web.errors import ErrorPage
from web.extensions import db
from web.forms import WordedForm
from web.messages import insisting, waiting
from web.messages.desk_words import state_name
from web.models import Household, Volunteer
from web.models.vocabulary import HouseholdState, Role, VolunteerState
from web.queries import decided, names
from web.services import households as household_services
from web.services import volunteers as volunteer_services
from web.services import why

LONGEST_NAME = 80
CAPACITY = "capacity"


@blueprint.route("/households/<public_id>/why", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def household_why(public_id: str) -> ResponseReturnValue:
    """Why not this volunteer, for the household."""
    chosen = request.args.get("other", "")
    if chosen:
        return answer("household", chosen, public_id)
    return _search("household", household_services.by_public_id(db.session(), public_id))


@blueprint.route("/volunteers/<public_id>/why", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def volunteer_why(public_id: str) -> ResponseReturnValue:
    """Why not this household, for the volunteer."""
    chosen = request.args.get("other", "")
    if chosen:
        return answer("volunteer", public_id, chosen)
    return _search("volunteer", volunteer_services.by_public_id(db.session(), public_id))


def _search(side: str, person: Volunteer | Household) -> ResponseReturnValue:
    """Who may be meant; where it can be one person only, that answer."""
    # The name comes in a form: an address would keep it.
    typed = request.form.get("name", "").strip()[:LONGEST_NAME]
    other_kind = Household if side == "volunteer" else Volunteer
    found = names.like(db.session(), other_kind, typed) if typed else []
    if len(found) == 1:
        found_one = found[0].public_id
        return redirect(
            url_for(f"coordinator.{side}_why", public_id=person.public_id, other=found_one)
        )
    return render_template(
        "coordinator/why.html",
        side=side,
        person=person,
        typed=typed,
        missing="name" in request.form and not typed,
        candidates=found[: names.MOST],
        more=len(found) > names.MOST,
    )


def answer(
    side: str,
    volunteer_id: str,
    household_id: str,
    *,
    problem: ErrorPage | None = None,
    form: WordedForm | None = None,
) -> str:
    """The page about two people: why not, and what can be decided about them by hand.

    Args:
        side: whose page it was asked from.
        form: what was typed and could not be done.
    """
    volunteer, household, known = shared.found(
        decided.pair(db.session(), volunteer_id, household_id)
    )
    scheme = shared.found(current_scheme())
    verdict = why.ask(db.session(), scheme, volunteer, household, known, now=shared.now())
    person, other = (volunteer, household) if side == "volunteer" else (household, volunteer)
    return render_template(
        "coordinator/why.html",
        side=side,
        person=person,
        other=other,
        typed=other.full_name,
        volunteer=volunteer,
        household=household,
        verdict=verdict,
        reasons=_reasons(verdict, volunteer, household),
        criteria=phrases.lines_of(verdict.criteria),
        price=_price(verdict),
        problem=problem,
        form=form,
        insisting=form if isinstance(form, InsistForm) else InsistForm(formdata=None),
        pinning=form if isinstance(form, PinForm) else PinForm(formdata=None),
        forbidding=form if isinstance(form, NeverForm) else NeverForm(formdata=None),
    )


def _reasons(verdict: why.Verdict, volunteer: Volunteer, household: Household) -> list[str]:
    """All that stands in the way; who is not ready has no place, which need not be said twice."""
    unready = [
        insisting.not_ready(party.full_name, state_name(party.state))
        for party, ready in ((volunteer, VolunteerState.READY), (household, HouseholdState.READY))
        if party.state is not ready
    ]
    broken = [one for one in verdict.reasons if not (unready and one.rule == CAPACITY)]
    placeless = [insisting.without_place(party.full_name) for party in verdict.without_place]
    return [*placeless, *unready, *map(waiting.reason_sentence, broken)]


def _price(verdict: why.Verdict) -> list[str]:
    """What insisting on a possible pair would cost, in sentences."""
    if verdict.no_price is not None:
        return [insisting.no_price(verdict.no_price)]
    if verdict.price is None:
        return []
    waits = names.of(db.session(), verdict.price.who_would_wait)
    return insisting.price_sentences(verdict.price, waits)
