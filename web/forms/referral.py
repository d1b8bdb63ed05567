"""What is asked when a household comes to the scheme; for the family itself and for the desk."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import fields
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, RadioField

from web.forms.birth_years import BirthYearsField
from web.forms.channels import ChannelField, ContactFor
from web.forms.choices import ChoiceField, age_bands, chosen, genders
from web.forms.fields import (
    ContactEmailField,
    ContactPhoneField,
    Either,
    ForTexts,
    NameField,
    Needed,
    NoteField,
    OneOf,
    PostcodeField,
    StreetField,
)
from web.forms.guard import GuardedForm
from web.forms.help import CategoriesField, NeedsField
from web.forms.languages import SpokenLanguagesField
from web.forms.week import WeekField
from web.messages.languages import HOUSEHOLD_LANGUAGES, autonym
from web.models import Household
from web.models.vocabulary import AgeBand, Channel, Gender
from web.services import ways
from web.services.household_profiles import Referral
from web.services.normalise import Complaint


def written_languages() -> dict[str, str]:
    return {tag: autonym(tag) for tag in HOUSEHOLD_LANGUAGES}


class ReferralForm(GuardedForm):
    """The whole of what is asked, or some of it: the fields named in `only`, in its order."""

    first_name = NameField(_l("First name"), [Needed()])
    last_name = NameField(_l("Family name"))
    alias = NameField(_l("Another name"))
    phone = ContactPhoneField(_l("Phone number"), [OneOf("email"), ForTexts()])
    email = ContactEmailField(_l("E-mail"), [Either()])
    channel = ChannelField(
        _l("How may we write to you safely?"),
        [Needed(), ContactFor()],
        default=Channel.SMS.value,
    )
    language = ChoiceField(_l("Language of our messages"), written_languages, validators=[Needed()])
    gender = ChoiceField(_l("You are"), genders, default="")
    age_band = ChoiceField(_l("Your age"), age_bands, default="")
    postcode = PostcodeField(_l("Postcode"), [Needed()])
    street = StreetField(_l("Street and number"))
    birth_years = BirthYearsField(_l("Who lives with you?"))
    # Two rows to begin with: each carries all the languages, and the page must stay light.
    languages = SpokenLanguagesField(_l("Which languages do you speak?"), min_entries=2)
    interpreter_available = BooleanField(_l("Someone can translate for us"))
    needs = NeedsField(_l("What would help you?"), [Needed(Complaint.CHOOSE_ONE)])
    slots = WeekField(_l("When do you have time?"), [Needed(Complaint.SLOT_MISSING)])
    wanted = RadioField(
        _l("How many neighbours would you like to meet?"),
        [Needed()],
        choices={"1": "1", "2": "2", "3": "3"},
        default="1",
    )
    only_women = BooleanField(_l("We want to meet women only"))
    step_free_only = BooleanField(_l("We need places without stairs"))
    offers = CategoriesField(_l("What does the family like to share?"), needed=False)
    note = NoteField(_l("Note"))

    def __init__(self, *, only: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in _ASKED - set(only) if only else ():
            del self[name]

    @property
    def writes_by(self) -> str | None:
        """The way that is chosen, where it is asked for."""
        return self.channel.data if "channel" in self else None

    @property
    def typed(self) -> dict[str, Any]:
        """What was typed, by the attributes of `Referral`; only for a form that is valid."""
        asked = (name for name in _ASKED if name in self)
        return {name: _READ.get(name, _typed)(self[name]) for name in asked}

    @property
    def referral(self) -> Referral:
        """What was typed into the whole form; only for one that is valid."""
        return Referral(**self.typed)


_ASKED = frozenset(field.name for field in fields(Referral))


def _typed(field: Field) -> Any:
    return field.data


# What a field holds as text, as the domain has it.
_READ: dict[str, Callable[[Any], Any]] = {
    "channel": lambda field: Channel(field.data),
    "languages": lambda field: field.spoken,
    "wanted": lambda field: int(field.data),
    "gender": lambda field: chosen(Gender, field.data),
    "age_band": lambda field: chosen(AgeBand, field.data),
    "only_women": lambda field: bool(field.data),
    "step_free_only": lambda field: bool(field.data),
    "interpreter_available": lambda field: bool(field.data),
    "offers": lambda field: field.chosen,
}


def typed_about(household: Household) -> dict[str, Any]:
    """What is known of a household, as `ReferralForm(data=…)` wants it for a revision."""
    return {
        "first_name": household.first_name,
        "last_name": household.last_name,
        "alias": household.alias,
        "phone": household.phone,
        "email": household.email,
        "channel": ways.chosen_by(household).value,
        "language": household.language,
        "languages": [
            {"tag": row.tag, "level": str(int(row.level))} for row in household.languages
        ],
        "postcode": household.postcode,
        "street": household.address.street if household.address else "",
        "needs": {row.category: row.priority for row in household.needs},
        "slots": household.slots,
        "birth_years": tuple(sorted(member.birth_year for member in household.members)),
        "wanted": str(household.wanted),
        "gender": household.gender.value if household.gender else "",
        "age_band": household.age_band.value if household.age_band else "",
        "only_women": household.only_women,
        "step_free_only": household.step_free_only,
        "interpreter_available": household.interpreter_available,
        "offers": [offer.category.value for offer in household.offers],
        "note": household.note,
    }
