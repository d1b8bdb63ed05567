"""One question of a match moved or left out by hand, and taken back."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.coordinator import matches
from web.coordinator.ahead_forms import MoveForm, QuestionForm
from web.coordinator.blueprint import blueprint
from web.models.vocabulary import Role
from web.services import follow_ups_by_hand as services


@blueprint.post("/matches/<public_id>/question/move")
@allow(Role.COORDINATOR)
def move_question(public_id: str) -> ResponseReturnValue:
    return matches.step(public_id, MoveForm(), services.move, _("Moved."), _back(public_id))


@blueprint.post("/matches/<public_id>/question/skip")
@allow(Role.COORDINATOR)
def skip_question(public_id: str) -> ResponseReturnValue:
    said = _("Left out. It can be taken back until its day.")
    return matches.step(public_id, QuestionForm(), services.skip, said, _back(public_id))


@blueprint.post("/matches/<public_id>/question/restore")
@allow(Role.COORDINATOR)
def restore_question(public_id: str) -> ResponseReturnValue:
    said = _("It is asked as planned.")
    return matches.step(public_id, QuestionForm(), services.restore, said, _back(public_id))


def _back(public_id: str) -> str:
    return matches.this_page(public_id) + "#ahead"
