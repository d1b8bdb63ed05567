"""An appointment as a file that any calendar reads, with its zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from web.messages.message import Attachment


@dataclass(frozen=True, slots=True)
class Appointment:
    """Its `uid` stays when it moves, so that a calendar moves it too."""

    uid: str
    begins: datetime
    lasts: timedelta
    summary: str
    place: str = ""


def file_of(appointment: Appointment, now: datetime) -> Attachment:
    event = Event()
    event.add("uid", appointment.uid)
    event.add("dtstamp", now)
    # Minutes since 1970: every later message outranks the earlier ones.
    event.add("sequence", int(now.timestamp() // 60))
    event.add("dtstart", appointment.begins)
    event.add("dtend", appointment.begins + appointment.lasts)
    event.add("summary", appointment.summary)
    if appointment.place:
        event.add("location", appointment.place)
    calendar = Calendar()
    calendar.add("prodid", "-//Palier//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return Attachment("meeting.ics", "text/calendar", bytes(calendar.to_ical()))
