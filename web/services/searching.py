"""What a coordinator types into the search box: a name, a place, an address of mail, a number."""

from __future__ import annotations

from web.models import keyring
from web.queries.search import Asked
from web.services import normalise


def read(typed: str) -> Asked:
    """What to look for; contacts are found only whole, by their keyed hash."""
    contacts = []
    for reading in (_email_key, _phone_key):
        try:
            contacts.append(reading(typed))
        except normalise.BadValue:
            continue
    return Asked(typed, tuple(contacts))


def _email_key(typed: str) -> str:
    return keyring.keyed_hash(normalise.email(typed).casefold())


def _phone_key(typed: str) -> str:
    return keyring.keyed_hash(normalise.phone(typed))
