"""Which of the proposed times for a first meeting somebody ticked."""

from __future__ import annotations

from collections.abc import Iterable

from flask import request

from web.models import MeetingTime

NONE_SUITS = "none"


def ticked(times: Iterable[MeetingTime]) -> set[int]:
    """The ids of those that are ticked; what is no time of these is nothing."""
    typed = set(request.form.getlist("times"))
    return {time.id for time in times if str(time.id) in typed}


def suiting(times: Iterable[MeetingTime]) -> set[int] | None:
    """The ids of those that suit, none at all where that was said; None where nothing was."""
    if request.form.get("answer") == NONE_SUITS:
        return set()
    return ticked(times) or None
