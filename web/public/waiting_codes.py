"""Who this browser is about to prove to be, until the code is typed.

The cookie holds a name that tells nothing, and how often a code was tried here: what is said of
tries left follows from that alone, so it is the same for a contact that nobody has.
"""

from __future__ import annotations

from flask import session

from web.services.codes import MAX_TRIES

_KEY = "waiting_code"


def expect(purpose: str, name: str, *, next_path: str | None = None) -> None:
    """From now on this browser may type a code for `name`."""
    session[_KEY] = {"purpose": purpose, "name": name, "next": next_path, "tries": 0}


def expected(purpose: str) -> str | None:
    """The name whose code is awaited, if it is for this purpose."""
    kept = session.get(_KEY)
    return kept["name"] if kept and kept.get("purpose") == purpose else None


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
