"""All that happens by itself, by interval and never by the wall clock.

An hour that a clock change repeats or skips, a missed beat or a second one changes nothing: every
duty is idempotent and finds its own due rows.
"""

from __future__ import annotations

from typing import Any


def _every(seconds: float, task: str) -> dict[str, Any]:
    # A beat that nobody could heed in time is worthless: the next one does the same work.
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


SCHEDULE = {
    "messages": _every(5, "workers.tasks.messages.sweep"),
    "jobs": _every(5, "workers.tasks.jobs.sweep"),
    "sweeps": _every(60, "workers.tasks.sweeps.run"),
}
