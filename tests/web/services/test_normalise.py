from __future__ import annotations

import unicodedata
import xml.etree.ElementTree as ET
from pathlib import Path

import phonenumbers
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from web.messages.complaints import complaint
from web.services import normalise
from web.services.normalise import BadValue, Complaint

LISTED = Path(__file__).resolve().parents[4] / "shared" / "data" / "strings" / "email-addresses.xml"
_TIDIERS = [
    normalise.name,
    normalise.street,
    normalise.note,
    normalise.email,
    normalise.phone,
    normalise.postcode,
]


@given(st.sampled_from(_TIDIERS), st.text(max_size=300))
def test_any_text_is_tidied_or_refused_and_tidying_twice_changes_nothing(
    tidy: object, text: str
) -> None:
    assert callable(tidy)
    try:
        once = tidy(text)
    except BadValue:
        return
    assert tidy(once) == once


@given(st.text(max_size=300))
def test_a_name_never_carries_signs_that_turn_or_break_the_line(text: str) -> None:
    try:
        name = normalise.name(text)
    except BadValue:
        return
    # The joiners that Persian and Indic names need are the only signs that do not show.
    hidden = {sign for sign in name if unicodedata.category(sign) in {"Cc", "Cf", "Co", "Zl", "Zp"}}
    assert hidden <= set("\u200c\u200d")


@pytest.mark.parametrize("region", ["BE", "FR", "UA", "AF", "SY", "ER", "SO", "TR", "GB", "MA"])
def test_a_mobile_number_of_any_country_is_kept_with_its_code(region: str) -> None:
    number = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    assert number is not None
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    assert normalise.phone(written) == plain
    assert normalise.phone(plain.replace("+", "00")) == plain


def listed_addresses() -> list[tuple[str, str]]:
    root = ET.parse(LISTED).getroot()  # noqa: S314 - our own test data
    found = []
    for test in root.iter("test"):
        # The list shows control signs by their pictures.
        text = "".join(
            chr(ord(sign) - 0x2400) if 0x2400 <= ord(sign) <= 0x2421 else sign
            for sign in test.findtext("address") or ""
        )
        found.append((text, test.findtext("category") or ""))
    return found


@pytest.mark.skipif(not LISTED.is_file(), reason="shared/data/strings is not here")
def test_of_the_listed_addresses_the_broken_are_refused_and_the_usual_kept() -> None:
    kept, refused = set(), set()
    for address, category in listed_addresses():
        # White space around an address is a slip of the thumb, and is forgiven.
        forgiven = address != address.strip()
        try:
            kept.add((normalise.email(address), "" if forgiven else category))
        except BadValue:
            refused.add((address, category))
    assert "ISEMAIL_ERR" not in {category for _address, category in kept}
    # Nobody has a mailbox right under a country.
    usual = {address for address, category in refused if category == "ISEMAIL_VALID_CATEGORY"}
    assert usual == {"test@io"}
    assert len(kept) >= 20
    assert len(refused) >= 80


def test_every_complaint_has_its_words(app: Flask) -> None:
    with app.test_request_context("/"):
        assert all(complaint(each.value) for each in Complaint)
