"""What matching needs to know of a volunteer."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField

from web.forms import (
    BirthYearsField,
    CategoriesField,
    ChoiceField,
    Needed,
    ReadingOnForm,
    WeekField,
    WordedForm,
    age_bands,
    chosen,
    genders,
)
from web.models import Volunteer
from web.models.vocabulary import AgeBand, Gender
from web.services.normalise import Complaint
from web.services.volunteers import Questionnaire


def distances() -> dict[str, str]:
    """Metres, as people would go them."""
    return {
        "1000": _("1 km: a quarter of an hour on foot"),
        "2000": _("2 km: half an hour on foot"),
        "3000": _("3 km: ten minutes by bicycle"),
        "5000": _("5 km: twenty minutes by bicycle"),
        "10000": _("10 km: half an hour by bus or train"),
    }


def capacities() -> dict[str, str]:
    return {"1": _("One household"), "2": _("Two households"), "3": _("Three households")}


class QuestionnaireForm(ReadingOnForm, WordedForm):
    offers = CategoriesField(_l("What would you like to do together?"))
    slots = WeekField(_l("When do you usually have time?"), [Needed(Complaint.SLOT_MISSING)])
    max_distance_m = RadioField(
        _l("How far away may a household live?"), [Needed()], choices=distances, default="3000"
    )
    capacity = RadioField(
        _l("How many households at a time?"), [Needed()], choices=capacities, default="1"
    )
    age_band = ChoiceField(_l("Your age"), age_bands, default="")
    gender = ChoiceField(_l("You are"), genders, default="")
    child_birth_years = BirthYearsField(_l("Do children live with you?"))
    wants = CategoriesField(_l("What would you enjoy in return?"), needed=False)
    only_women = BooleanField(_l("I want to meet women only"))
    no_children = BooleanField(_l("I prefer a household without children"))
    step_free = BooleanField(_l("We can meet where there are no stairs"))

    @property
    def answers(self) -> Questionnaire:
        """What was answered; only for a form that is valid."""
        return Questionnaire(
            offers=self.offers.chosen,
            slots=self.slots.data,
            max_distance_m=int(self.max_distance_m.data),
            capacity=int(self.capacity.data),
            age_band=chosen(AgeBand, self.age_band.data),
            gender=chosen(Gender, self.gender.data),
            only_women=bool(self.only_women.data),
            no_children=bool(self.no_children.data),
            step_free=bool(self.step_free.data),
            wants=self.wants.chosen,
            child_birth_years=self.child_birth_years.data,
        )


def answered(volunteer: Volunteer) -> dict[str, Any]:
    """Earlier answers, as `QuestionnaireForm(data=…)` wants them; the defaults before."""
    if volunteer.questionnaire_at is None:
        return {}
    return {
        "offers": [offer.category.value for offer in volunteer.offers],
        "slots": volunteer.slots,
        "max_distance_m": _nearest(volunteer.max_distance_m),
        "capacity": str(max(1, volunteer.capacity)),
        "age_band": volunteer.age_band.value if volunteer.age_band else "",
        "gender": volunteer.gender.value if volunteer.gender else "",
        "only_women": volunteer.only_women,
        "no_children": volunteer.no_children,
        "step_free": volunteer.step_free,
        "wants": volunteer.wants,
        "child_birth_years": tuple(volunteer.child_birth_years),
    }


def _nearest(metres: int) -> str:
    """The answer that comes closest: an import may have brought any number."""
    return min(distances(), key=lambda choice: abs(int(choice) - metres))
