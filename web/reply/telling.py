"""'Something has changed': one question a screen. What was typed stays when it cannot be used."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from web.extensions import db
from web.forms import (
    ContactEmailField,
    ContactPhoneField,
    ForTexts,
    GuardedForm,
    Needed,
    NeedsField,
    NoteField,
    PostcodeField,
    SpokenLanguagesField,
    StreetField,
    WeekField,
)
from web.forms.referral import typed_about
from web.models import Household
from web.models.vocabulary import Topic
from web.services import clock, told_changes, ways
from web.services.errors import AnswerClosed
from web.services.normalise import Complaint


class TellingForm(GuardedForm):
    """One question; the secret of the link stands for a token."""

    class Meta:
        csrf = False

    def __init__(self, household: Household, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.writes_by = ways.chosen_by(household)

    @property
    def told(self) -> dict[str, Any]:
        """What was typed, by the attributes of a `Referral`; only for a form that is valid."""
        asked = (field for field in self if field.name not in {"nonce", "website"})
        return {field.name: getattr(field, "spoken", field.data) for field in asked}


class PhoneForm(TellingForm):
    phone = ContactPhoneField(_l("Phone number"), [Needed(), ForTexts()])


class EmailForm(TellingForm):
    email = ContactEmailField(_l("E-mail"), [Needed()])


class AddressForm(TellingForm):
    postcode = PostcodeField(_l("Postcode"), [Needed()])
    street = StreetField(_l("Street and number"))


class LanguagesForm(TellingForm):
    languages = SpokenLanguagesField(_l("Which languages do you speak?"), min_entries=2)


class NeedsForm(TellingForm):
    needs = NeedsField(_l("What would help you?"), [Needed(Complaint.CHOOSE_ONE)])


class SlotsForm(TellingForm):
    slots = WeekField(_l("When do you have time?"), [Needed(Complaint.SLOT_MISSING)])


class OtherForm(TellingForm):
    words = NoteField(_l("Do you want to tell us something?"), [Needed()])


FORMS: dict[Topic, type[TellingForm]] = {
    Topic.PHONE: PhoneForm,
    Topic.EMAIL: EmailForm,
    Topic.ADDRESS: AddressForm,
    Topic.LANGUAGES: LanguagesForm,
    Topic.NEEDS: NeedsForm,
    Topic.SLOTS: SlotsForm,
    Topic.OTHER: OtherForm,
}
# Shown as it is known; where the family lives and how to reach it a seen link shall not tell.
SHOWN = frozenset({Topic.LANGUAGES, Topic.NEEDS, Topic.SLOTS})


def topic_of(screen: str) -> Topic | None:
    return next((topic for topic in Topic if topic.value == screen), None)


def show(household: Household, screen: str, back: str) -> ResponseReturnValue:
    topic = Topic(screen)
    about = typed_about(household) if topic in SHOWN else {}
    shown = {name: about[name] for name in about if name == screen}
    form = FORMS[topic](household, formdata=None, data=shown)
    return _page(form, topic, back)


def act(household: Household, screen: str, back: str) -> ResponseReturnValue:
    """Take it, and say what happens with it."""
    topic = Topic(screen)
    form = FORMS[topic](household)
    if not form.validate():
        return _page(form, topic, back), 422
    session = db.session()
    try:
        waits = told_changes.tell(session, household, topic, form.told, clock.now(session))
    except AnswerClosed:
        return redirect(back, 303)
    flash(_waits(topic) if waits else _("Thank you. We have noted it."), "good")
    return redirect(back, 303)


def _waits(topic: Topic) -> str:
    if topic in told_changes.CONTACTS:
        return _(
            "Thank you. To be sure that it was you, we ask you over your old number or e-mail."
        )
    return _("Thank you. Somebody of our team reads it soon.")


def _page(form: TellingForm, topic: Topic, back: str) -> str:
    return render_template("household/telling.html", form=form, topic=topic.value, back=back)
