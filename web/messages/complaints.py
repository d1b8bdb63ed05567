"""What we say about a value that cannot be used: what is wrong, and an example of what works."""

from __future__ import annotations

from flask_babel import gettext as _


def complaint(code: str) -> str:
    """One sentence for one `web.services.normalise.Complaint`."""
    return {
        "required": _("Please fill this in."),
        "too_long": _("This is too long. Please write it shorter."),
        "name_without_letter": _("Please write a name with at least one letter."),
        "email_shape": _("This does not look like an e-mail address, such as ana@example.org."),
        "email_accent": _(
            "E-mail addresses with accents or special letters often do not work. "
            "Please write the address without them, or give a phone number."
        ),
        "phone_shape": _("This does not look like a phone number, such as 0470 12 34 56."),
        "phone_country_code": _(
            "This is not a Belgian number. For another country please begin with its code, "
            "such as +33."
        ),
        "phone_fixed": _("A text message needs a mobile number, such as 0470 12 34 56."),
        "code_shape": _("The code has six digits."),
        "postcode_shape": _("A Belgian postcode has four digits, such as 1000."),
        "postcode_unknown": _("We do not know this postcode. Please check it."),
        "contact_missing": _("Please give an e-mail address or a phone number."),
        "language_unknown": _("Please choose a language from the list."),
        "language_missing": _("Please choose the language too."),
        "level_unknown": _("Please choose how well you speak it."),
        "category_unknown": _("Please choose from the list."),
        "choose_one": _("Please choose at least one."),
        "slot_missing": _("Please choose at least one moment of the week."),
        "number_shape": _("Please give a whole number."),
        "day_shape": _("Please give a day, such as 2026-03-31."),
        "moment_shape": _("Please give a day and an hour, such as 2026-03-31T14:00."),
        "birth_year": _("Please write a year of birth, such as 2015."),
        "channel_without_contact": _("To write to you in this way, we need it above."),
    }[code]
