"""All that happens by itself, by interval and never by the wall clock.

An hour that a clock change repeats or skips, a missed beat or a second one changes nothing: every
duty is idempotent and finds its own due rows.
"""

from __future__ import annotations

from typing import Any

# After a day without workers no more than this waits for them. Not less, since the moment is set
# by the clock of the beat and read by that of the worker: an hour apart, nothing would be done.
WORTHLESS_AFTER_S = 3 * 3600.0


def _every(seconds: float, task: str) -> dict[str, Any]:
    return {"task": task, "schedule": seconds, "options": {"expires": WORTHLESS_AFTER_S}}


SCHEDULE = {
    "messages": _every(5, "workers.tasks.messages.sweep"),
    "jobs": _every(5, "workers.tasks.jobs.sweep"),
    "sweeps": _every(60, "workers.tasks.sweeps.run"),
}
