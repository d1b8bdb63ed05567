"""A sealed text opens with its key and unchanged, or not at all."""

from __future__ import annotations

import base64

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from web.models import UnreadableError
from web.models.encryption import Keyring

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def with_keys(*keys: str) -> Keyring:
    ring = Keyring()
    ring.configure(keys, "a secret of the installation")
    return ring


RING = with_keys(OLD)


@given(st.text())
def test_what_was_sealed_is_read_again_and_never_sealed_the_same(text: str) -> None:
    one, other = RING.encrypt(text), RING.encrypt(text)
    assert RING.decrypt(one) == RING.decrypt(other) == text
    assert one != other


@given(st.text(), st.data())
def test_a_text_that_was_changed_anywhere_is_refused(text: str, data: st.DataObject) -> None:
    token = RING.encrypt(text)
    sealed = bytearray(base64.urlsafe_b64decode(token[1:]))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(UnreadableError):
        RING.decrypt(token[0] + base64.urlsafe_b64encode(sealed).decode())


@given(st.one_of(st.text(), st.text().map("1".__add__)))
def test_what_was_never_sealed_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        RING.decrypt(text)


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    before, both = RING.encrypt("Rue Haute 1"), with_keys(NEW, OLD)
    assert both.decrypt(before) == "Rue Haute 1"
    after = both.encrypt("Rue Haute 1")
    assert with_keys(NEW).decrypt(after) == "Rue Haute 1"
    assert [both.is_newest(token) for token in (before, after)] == [False, True]
    for token, key in ((before, NEW), (after, OLD)):
        with pytest.raises(UnreadableError):
            with_keys(key).decrypt(token)


def test_what_earlier_versions_sealed_is_read_and_is_not_the_newest() -> None:
    token = Fernet(OLD).encrypt("أمل".encode()).decode()
    assert with_keys(NEW, OLD).decrypt(token) == "أمل"
    assert not RING.is_newest(token)
    with pytest.raises(UnreadableError):
        with_keys(NEW).decrypt(token)
