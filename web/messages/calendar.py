"""Dated things as a file that calendar programs read, with the zone that their hours are in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

ZONE = ZoneInfo("Europe/Brussels")
MEETING_LASTS = timedelta(hours=2)
# How often a program that subscribed need look again.
_LOOK_AGAIN = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a calendar.

    Attributes:
        name: stays when the thing moves, so that a calendar moves it too.
        on: a whole day, or the instant at which it begins.
    """

    name: str
    on: date | datetime
    summary: str
    place: str = ""


def file_of(entries: Iterable[Entry], scheme_slug: str, now: datetime, title: str = "") -> bytes:
    """An iCalendar file; with a `title` one to subscribe to."""
    calendar = Calendar()
    calendar.add("prodid", "-//Palier//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if title:
        calendar.add("x-wr-calname", title)
        calendar.add("refresh-interval", _LOOK_AGAIN, parameters={"value": "DURATION"})
        calendar.add("x-published-ttl", "PT6H")
    for entry in entries:
        calendar.add_component(_event(entry, scheme_slug, now))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(entry: Entry, scheme_slug: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.name}@{scheme_slug}.palier")
    event.add("dtstamp", now)
    # Minutes since 1970: whatever is read later outranks what was read before.
    event.add("sequence", int(now.timestamp() // 60))
    if isinstance(entry.on, datetime):
        begins = entry.on.astimezone(ZONE)
        event.add("dtstart", begins)
        event.add("dtend", begins + MEETING_LASTS)
    else:
        event.add("dtstart", entry.on)
        # A day that nobody is busy because of.
        event.add("transp", "TRANSPARENT")
    event.add("summary", entry.summary)
    if entry.place:
        event.add("location", entry.place)
    return event
