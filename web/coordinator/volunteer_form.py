"""What is known of a volunteer, as the desk puts it right; the volunteer's own words are others."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field
from wtforms.validators import ValidationError

from web.extensions import db
from web.forms import (
    CategoriesField,
    ChannelField,
    ChoiceField,
    ContactEmailField,
    ContactFor,
    ContactPhoneField,
    Either,
    NameField,
    Needed,
    OneOf,
    PostcodeField,
    SpokenLanguagesField,
    StreetField,
    WeekField,
    WordedForm,
    age_bands,
    chosen,
    genders,
)
from web.messages.languages import STAFF_LANGUAGES, language_name
from web.models import Volunteer
from web.models.vocabulary import AgeBand, Channel, Gender
from web.services import ways
from web.services.volunteer_profiles import has_somebody_else

DISTANCES = (1000, 2000, 3000, 5000, 10000)
CAPACITIES = (1, 2, 3)


def _written() -> dict[str, str]:
    return {tag: language_name(tag) for tag in STAFF_LANGUAGES}


def _nothing_else() -> dict[str, str]:
    return {}


class VolunteerForm(WordedForm):
    """Some of what is known of a volunteer: the fields named in `only`, or all of it."""

    first_name = NameField(_l("First name"), [Needed()])
    last_name = NameField(_l("Family name"))
    email = ContactEmailField(_l("E-mail"), [OneOf("phone")])
    phone = ContactPhoneField(_l("Phone"), [Either()])
    channel = ChannelField(_l("How we write"), [Needed(), ContactFor()])
    language = ChoiceField(_l("Writes in"), _written, validators=[Needed()])
    postcode = PostcodeField(_l("Postcode"), [Needed()])
    street = StreetField(_l("Street and number"))
    languages = SpokenLanguagesField(_l("Languages"), min_entries=2)
    offers = CategoriesField(_l("Would do together"))
    slots = WeekField(_l("When in the week"))
    capacity = ChoiceField(_l("Households at a time"), _nothing_else, validators=[Needed()])
    max_distance_m = ChoiceField(_l("Farthest"), _nothing_else, validators=[Needed()])
    only_women = BooleanField(_l("only women"))
    no_children = BooleanField(_l("no households with children"))
    step_free = BooleanField(_l("meets without stairs"))
    gender = ChoiceField(_l("Gender"), genders, default="")
    age_band = ChoiceField(_l("Age"), age_bands, default="")

    def __init__(
        self, volunteer: Volunteer, *, only: Collection[str] = (), **kwargs: object
    ) -> None:
        super().__init__(**kwargs)
        self._volunteer = volunteer
        # What an import brought stays possible.
        self.capacity.choices = _numbers(CAPACITIES, volunteer.capacity, str)
        self.max_distance_m.choices = _numbers(DISTANCES, volunteer.max_distance_m, _kilometres)
        for name in ASKED - set(only) if only else ():
            del self[name]
        # Without WhatsApp the way follows from what there is, a mail before a text message.
        if "channel" in self and not self.channel.offers_whatsapp:
            del self["channel"]

    def validate_email(self, field: ContactEmailField) -> None:
        self._refuse_taken(field)

    def validate_phone(self, field: ContactPhoneField) -> None:
        self._refuse_taken(field)

    def _refuse_taken(self, field: Field) -> None:
        if field.data and has_somebody_else(db.session(), self._volunteer, field.data):
            raise ValidationError(_("Another volunteer has this already."))

    @property
    def typed(self) -> dict[str, Any]:
        """What was typed, by the attributes of the domain; only for a form that is valid."""
        asked = (name for name in ASKED if name in self)
        return {name: _READ.get(name, _typed)(self[name]) for name in asked}


ASKED = frozenset(
    name for name, made in vars(VolunteerForm).items() if hasattr(made, "field_class")
)


def known_of(volunteer: Volunteer) -> dict[str, Any]:
    """What is known of a volunteer, as `VolunteerForm(data=…)` wants it; never the street."""
    return {
        "first_name": volunteer.first_name,
        "last_name": volunteer.last_name,
        "email": volunteer.email,
        "phone": volunteer.phone,
        "channel": ways.chosen_by(volunteer).value,
        "language": volunteer.language,
        "postcode": volunteer.postcode,
        "languages": [
            {"tag": row.tag, "level": str(int(row.level))} for row in volunteer.languages
        ],
        "offers": [offer.category.value for offer in volunteer.offers],
        "slots": volunteer.slots,
        "capacity": str(volunteer.capacity),
        "max_distance_m": str(volunteer.max_distance_m),
        "only_women": volunteer.only_women,
        "no_children": volunteer.no_children,
        "step_free": volunteer.step_free,
        "gender": volunteer.gender.value if volunteer.gender else "",
        "age_band": volunteer.age_band.value if volunteer.age_band else "",
    }


def _numbers(
    usual: Collection[int], present: int, worded: Callable[[int], str]
) -> list[tuple[str, str]]:
    return [(str(number), worded(number)) for number in sorted({*usual, present})]


def _kilometres(metres: int) -> str:
    return f"{format_decimal(metres / 1000, format='0.#')} km"


def _typed(field: Field) -> Any:  # noqa: ANN401 - of the field's own kind
    return field.data


_READ: dict[str, Callable[[Any], Any]] = {
    "channel": lambda field: Channel(field.data),
    "languages": lambda field: field.spoken,
    "offers": lambda field: field.chosen,
    "capacity": lambda field: int(field.data),
    "max_distance_m": lambda field: int(field.data),
    "only_women": lambda field: bool(field.data),
    "no_children": lambda field: bool(field.data),
    "step_free": lambda field: bool(field.data),
    "gender": lambda field: chosen(Gender, field.data),
    "age_band": lambda field: chosen(AgeBand, field.data),
}
