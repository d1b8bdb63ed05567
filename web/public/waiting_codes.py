"""Who this browser is about to prove to be, until the code is typed.

The cookie can be read by whoever has it, so the name in it is encrypted: the same typed twice, or
two contacts of one person, look different. It also holds how often a code was tried here: what is
said of tries left follows from that alone, so it is the same for a contact that nobody has.
"""

from __future__ import annotations

from flask import session

from web.models import UnreadableError, keyring
from web.services.codes import MAX_TRIES

_KEY = "waiting_code"


def expect(purpose: str, name: str, *, contact: str = "", next_path: str | None = None) -> None:
    """From now on this browser may type a code for `name`, which goes to the `contact` it gave."""
    hidden = {"name": keyring.encrypt(name), "contact": keyring.encrypt(contact)}
    session[_KEY] = {"purpose": purpose, **hidden, "next": next_path, "tries": 0}


def expected(purpose: str) -> str | None:
    """The name whose code is awaited, if it is for this purpose."""
    kept = session.get(_KEY)
    return _read("name") if kept and kept.get("purpose") == purpose else None


def contact() -> str:
    """What was typed for the code to go to; empty where it is not kept."""
    return _read("contact") or ""


def _read(part: str) -> str | None:
    hidden = (session.get(_KEY) or {}).get(part)
    try:
        return keyring.decrypt(hidden) if hidden else None
    except UnreadableError:  # its key is no longer among the installation's
        return None


def next_path() -> str | None:
    """Where to go after signing in."""
    return (session.get(_KEY) or {}).get("next")


def count_try() -> int:
    """One more wrong code; how often one may still try."""
    kept = {**session[_KEY], "tries": session[_KEY]["tries"] + 1}
    session[_KEY] = kept
    return max(0, MAX_TRIES - kept["tries"])


def begin_again() -> None:
    """A new code was asked for, so the tries count from the start."""
    session[_KEY] = {**session[_KEY], "tries": 0}
