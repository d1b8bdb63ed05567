"""What people type before they are signed in."""

from __future__ import annotations

from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from web.forms import (
    CodeField,
    ContactEmailField,
    ContactField,
    ContactPhoneField,
    Either,
    ForTexts,
    GuardedForm,
    NameField,
    Needed,
    OneOf,
    PostcodeField,
    ReadingOnForm,
    SpokenLanguagesField,
    StreetField,
    WordedForm,
    came_by,
)
from web.services.volunteers import SignUp


class SignUpForm(GuardedForm):
    first_name = NameField(_l("First name"), [Needed()])
    last_name = NameField(_l("Family name"), [Needed()])
    email = ContactEmailField(_l("E-mail"), [OneOf("phone")])
    phone = ContactPhoneField(_l("Mobile phone"), [Either(), ForTexts()])
    postcode = PostcodeField(_l("Postcode"), [Needed()])
    street = StreetField(_l("Street and number"))
    # Two to begin with: a third is a tap away, here and later.
    languages = SpokenLanguagesField(
        _l("Which languages do you speak, and how well?"), min_entries=2
    )

    @property
    def sign_up(self) -> SignUp:
        """What was typed; only for a form that is valid."""
        return SignUp(
            first_name=self.first_name.data,
            last_name=self.last_name.data,
            email=self.email.data,
            phone=self.phone.data,
            language=str(get_locale()).replace("_", "-"),
            postcode=self.postcode.data,
            street=self.street.data,
            languages=self.languages.spoken,
            origin_key=self.origin_key,
            campaign=came_by(),
        )


class SignInForm(ReadingOnForm, WordedForm):
    contact = ContactField(_l("E-mail or phone number"), [Needed()])


class CodeForm(ReadingOnForm, WordedForm):
    code = CodeField(_l("Code"), [Needed()])

    def refuse(self, tries_left: int) -> None:
        """Say beside the field that the code was not right, and how often one may try again."""
        if tries_left:
            sentence = ngettext(
                "This code is not right, or too old. You can try once more.",
                "This code is not right, or too old. You can try %(num)s more times.",
                tries_left,
            )
        else:
            sentence = _("This code is not right, or too old. Please ask for a new one below.")
        self.code.errors = [sentence]
