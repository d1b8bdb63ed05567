"""What was typed of a person, kept in an address that shows none of it.

An address stands in histories, bookmarks and the logs of whatever lies between a browser and us;
docs/decisions/0019 says more.
"""

from __future__ import annotations

from web.models import UnreadableError, keyring


def seal(text: str) -> str:
    return keyring.encrypt(text)


def opened(token: str) -> str:
    """What was sealed; nothing where somebody wrote the address by hand."""
    try:
        return keyring.decrypt(token)
    except UnreadableError:
        return ""
