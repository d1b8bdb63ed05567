"""Bringing what people type into one form, or saying what is wrong with it."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

import phonenumbers
from email_validator import EmailNotValidError, validate_email

MAX_NAME = 80
MAX_STREET = 120
MAX_NOTE = 2000
_NO_TEXTS = {
    phonenumbers.PhoneNumberType.FIXED_LINE,
    phonenumbers.PhoneNumberType.TOLL_FREE,
    phonenumbers.PhoneNumberType.PREMIUM_RATE,
    phonenumbers.PhoneNumberType.SHARED_COST,
    phonenumbers.PhoneNumberType.UAN,
    phonenumbers.PhoneNumberType.VOICEMAIL,
}


class Complaint(StrEnum):
    """What is wrong with one typed value; `web.messages.complaints` words it."""

    REQUIRED = "required"
    TOO_LONG = "too_long"
    NAME_WITHOUT_LETTER = "name_without_letter"
    EMAIL_SHAPE = "email_shape"
    EMAIL_ACCENT = "email_accent"
    PHONE_SHAPE = "phone_shape"
    PHONE_COUNTRY_CODE = "phone_country_code"
    PHONE_FIXED = "phone_fixed"
    CODE_SHAPE = "code_shape"
    POSTCODE_SHAPE = "postcode_shape"
    POSTCODE_UNKNOWN = "postcode_unknown"
    CONTACT_MISSING = "contact_missing"
    LANGUAGE_UNKNOWN = "language_unknown"
    LANGUAGE_MISSING = "language_missing"
    LEVEL_UNKNOWN = "level_unknown"
    CATEGORY_UNKNOWN = "category_unknown"
    CHOOSE_ONE = "choose_one"
    SLOT_MISSING = "slot_missing"
    BIRTH_YEAR = "birth_year"
    CHANNEL_WITHOUT_CONTACT = "channel_without_contact"


class BadValue(ValueError):
    """One typed value cannot be used."""

    def __init__(self, complaint: Complaint) -> None:
        super().__init__(complaint)
        self.complaint = complaint


def name(text: str) -> str:
    """A name in any script: at least one letter, at most 80 signs, spaces tidied.

    Raises:
        BadValue: empty, too long, or without a letter.
    """
    tidy = _one_line(text)
    if not tidy:
        raise BadValue(Complaint.REQUIRED)
    if len(tidy) > MAX_NAME:
        raise BadValue(Complaint.TOO_LONG)
    if not any(unicodedata.category(sign).startswith("L") for sign in tidy):
        raise BadValue(Complaint.NAME_WITHOUT_LETTER)
    return tidy


def street(text: str) -> str:
    """A street and number on one line, at most 120 signs; an empty text stays empty.

    Raises:
        BadValue: too long.
    """
    tidy = _one_line(text)
    if len(tidy) > MAX_STREET:
        raise BadValue(Complaint.TOO_LONG)
    return tidy


def note(text: str) -> str:
    """Free words on several lines, at most 2,000 signs.

    Raises:
        BadValue: too long.
    """
    tidy = "\n".join(_one_line(line) for line in text.splitlines()).strip()
    if len(tidy) > MAX_NOTE:
        raise BadValue(Complaint.TOO_LONG)
    return tidy


def email(text: str) -> str:
    """An address that SMTP carries everywhere: ASCII before the @.

    Raises:
        BadValue: not an address, or one with an accent.
    """
    address = text.strip()
    try:
        found = validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        if not address.isascii() and _is_address(address):
            raise BadValue(Complaint.EMAIL_ACCENT) from None
        raise BadValue(Complaint.EMAIL_SHAPE) from None
    return str(found.ascii_email or found.normalized)


def phone(text: str, region: str = "BE") -> str:
    """A number in E.164. Numbers without a country code are Belgian; other countries' are fine.

    Raises:
        BadValue: not a number, or one that needs its country code.
    """
    try:
        number = phonenumbers.parse(text.strip(), region)
    except phonenumbers.NumberParseException:
        raise BadValue(Complaint.PHONE_SHAPE) from None
    if not phonenumbers.is_valid_number(number):
        with_code = text.strip().startswith(("+", "00"))
        raise BadValue(Complaint.PHONE_SHAPE if with_code else Complaint.PHONE_COUNTRY_CODE)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def takes_texts(number: str) -> bool:
    """Whether a text message can reach a number in E.164, as far as its kind tells."""
    return phonenumbers.number_type(phonenumbers.parse(number)) not in _NO_TEXTS


def postcode(text: str) -> str:
    """Four digits, however they were written ('B-8500', Arabic digits).

    Raises:
        BadValue: not four digits.
    """
    tidy = text.strip().upper().removeprefix("B").lstrip("- ")
    if not tidy.isdecimal() or len(tidy) != 4:  # noqa: PLR2004 - Belgian postcodes
        raise BadValue(Complaint.POSTCODE_SHAPE)
    return "".join(str(int(digit)) for digit in tidy)


def _one_line(text: str) -> str:
    """The text without signs that do not show, and with single spaces."""
    # Control and direction-override signs could turn a name around the words beside it.
    kept = "".join(
        sign
        for sign in text
        if unicodedata.category(sign) not in {"Cc", "Cf", "Co"} or sign in "\u200c\u200d\t\n "
    )
    return " ".join(unicodedata.normalize("NFC", kept).split())


def _is_address(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False, allow_smtputf8=True)
    except EmailNotValidError:
        return False
    return True
