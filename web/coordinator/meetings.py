"""Arranging a first meeting: propose times to both sides, or set one by hand."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.coordinator import matches
from web.coordinator.blueprint import blueprint
from web.coordinator.meeting_forms import PlanForm, TimesForm
from web.models.vocabulary import Role
from web.services import first_meetings


@blueprint.post("/matches/<public_id>/meeting-times")
@allow(Role.COORDINATOR)
def meeting_times(public_id: str) -> ResponseReturnValue:
    said = _("Both sides are asked which of these times suit.")
    return matches.step(public_id, TimesForm(), first_meetings.propose, said)


@blueprint.post("/matches/<public_id>/meeting")
@allow(Role.COORDINATOR)
def plan_meeting(public_id: str) -> ResponseReturnValue:
    said = _("Both sides are told when they meet.")
    return matches.step(public_id, PlanForm(), first_meetings.plan, said)
