"""Every message by its name, so that a row of the outbox can ask for it."""

from __future__ import annotations

from collections.abc import Callable

from web.messages.message import Context, Message

Wording = Callable[[Context], Message]
_WORDINGS: dict[str, Wording] = {}


def message(kind: str) -> Callable[[Wording], Wording]:
    """Register a wording under the name that notifications carry."""

    def register(wording: Wording) -> Wording:
        _WORDINGS[kind] = wording
        return wording

    return register


def wording(kind: str) -> Wording:
    """The wording of this name. Raises KeyError when there is none."""
    return _WORDINGS[kind]


def kinds() -> tuple[str, ...]:
    return tuple(sorted(_WORDINGS))
