"""Decisions about two people by hand: propose, pin, never; and taking them back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import me
from web.coordinator import among_proposals, shared, why
from web.coordinator.blueprint import blueprint
from web.coordinator.hand_forms import InsistForm, NeverForm, PinForm
from web.errors import ErrorPage
from web.extensions import db
from web.forms import WordedForm
from web.models import Household, Volunteer
from web.models.vocabulary import InsistReason, NeverReason, Role
from web.queries import decided
from web.services import decided_pairs, match_runs, proposals

REASON_MISSING = 422


@dataclass(frozen=True, slots=True)
class Pair:
    """The two that a button is about, and from whose page they were looked at.

    Attributes:
        match: of the two, where the button stood on its page; else empty.
    """

    volunteer: Volunteer
    household: Household
    side: str
    ids: tuple[str, str]
    match: str

    def here(self) -> str:
        """The address of the page that the button stood on."""
        if self.match:
            return url_for("coordinator.match", public_id=self.match)
        mine, other = self.ids if self.side == "volunteer" else reversed(self.ids)
        return url_for(f"coordinator.{self.side}_why", public_id=mine, other=other)

    def show(self, *, problem: ErrorPage | None = None, form: WordedForm | None = None) -> str:
        return why.answer(self.side, *self.ids, problem=problem, form=form)


@blueprint.post("/matches")
@allow(Role.COORDINATOR)
def propose() -> ResponseReturnValue:
    """Propose two by hand, such as the next best volunteer of a run."""
    pair, form = _asked(), InsistForm()
    # Only a pair that breaks a rule needs a reason, and the service knows which does.
    if form.reason.data and not form.validate():
        return pair.show(form=form), REASON_MISSING
    asked = among_proposals.run_asked()
    run = match_runs.by_public_id(db.session(), asked) if asked else None
    household = url_for("coordinator.household", public_id=pair.household.public_id)
    return shared.act(
        lambda: proposals.propose_by_hand(
            db.session(),
            pair.volunteer,
            pair.household,
            actor=me(),
            reason=shared.word_of(InsistReason, form.reason.data),
            note=form.note.data or "",
            run=run,
            now=shared.now(),
        ),
        said=_(
            "%(volunteer)s is proposed too. It is among the proposals, waiting for your decision.",
            volunteer=pair.volunteer.full_name,
        ),
        then=among_proposals.page("") if run else household,
        again=lambda problem: _without_reason(pair, form, problem),
    )


@blueprint.post("/pairs/pin")
@allow(Role.COORDINATOR)
def pin() -> ResponseReturnValue:
    form = PinForm()
    return _decide(
        form,
        lambda pair: decided_pairs.pin(
            db.session(),
            pair.volunteer,
            pair.household,
            actor=me(),
            reason=InsistReason(form.reason.data),
            note=form.note.data or "",
            now=shared.now(),
        ),
        _("Pinned: the next runs propose exactly these two, as long as it is possible."),
    )


@blueprint.post("/pairs/unpin")
@allow(Role.COORDINATOR)
def unpin() -> ResponseReturnValue:
    return _decide(
        WordedForm(),
        lambda pair: decided_pairs.unpin(
            db.session(), pair.volunteer, pair.household, actor=me(), now=shared.now()
        ),
        _("These two are not pinned any more."),
    )


@blueprint.post("/pairs/forbid")
@allow(Role.COORDINATOR)
def forbid() -> ResponseReturnValue:
    form = NeverForm()
    return _decide(
        form,
        lambda pair: decided_pairs.forbid(
            db.session(),
            pair.volunteer,
            pair.household,
            actor=me(),
            said_by=form.side,
            reason=NeverReason(form.reason.data),
            note=form.note.data or "",
            now=shared.now(),
        ),
        _("These two are never proposed to each other from now on."),
    )


@blueprint.post("/pairs/allow")
@allow(Role.COORDINATOR)
def allow_again() -> ResponseReturnValue:
    return _decide(
        WordedForm(),
        lambda pair: decided_pairs.allow(
            db.session(), pair.volunteer, pair.household, actor=me(), now=shared.now()
        ),
        _("These two may be proposed to each other again."),
    )


def _decide(form: WordedForm, do: Callable[[Pair], object], said: str) -> ResponseReturnValue:
    pair = _asked()
    if not form.validate():
        return pair.show(form=form), 422
    return shared.act(
        lambda: do(pair),
        said=said,
        then=pair.here(),
        again=lambda problem: pair.show(problem=problem, form=form),
    )


def _asked() -> Pair:
    """The two that the button names; NotFound where this scheme has no such two."""
    ids = request.form.get("volunteer", "")[:40], request.form.get("household", "")[:40]
    volunteer, household, _known = shared.found(decided.pair(db.session(), *ids))
    side = "volunteer" if request.form.get("side") == "volunteer" else "household"
    return Pair(volunteer, household, side, ids, request.form.get("match", "")[:40])


def _without_reason(pair: Pair, form: InsistForm, problem: ErrorPage) -> str:
    """A missing reason is said at its field; anything else above."""
    if problem.status == REASON_MISSING:
        form.validate()
        return pair.show(form=form)
    return pair.show(problem=problem, form=form)
