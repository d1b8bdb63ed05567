"""What is asked of a household, in the words of somebody who writes it down about them."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import lazy_gettext as _l

from web.forms import ReferralForm

_ABOUT_THEM = {
    "channel": _l("How we write"),
    "languages": _l("Languages"),
    "needs": _l("What would help"),
    "slots": _l("When in the week"),
    "birth_years": _l("Who else lives there"),
    "wanted": _l("Volunteers wanted"),
    "gender": _l("Gender"),
    "age_band": _l("Age"),
    "only_women": _l("They want to meet women only"),
    "step_free_only": _l("They need places without stairs"),
    "interpreter_available": _l("Someone can translate for them"),
}


class HouseholdForm(ReferralForm):
    """The form that families fill in themselves, which speaks of them here and not to them."""

    def __init__(self, only: Collection[str] = (), **kwargs: object) -> None:
        super().__init__(only=only, **kwargs)
        for name, label in _ABOUT_THEM.items():
            if name in self:
                self[name].label.text = label
