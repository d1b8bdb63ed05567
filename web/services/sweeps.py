"""Every duty that comes back with time. Each may run twice, late or twice at once: it acts once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from web.services import (
    answers,
    codes,
    digest,
    evaluations,
    exercise,
    expiring_checks,
    follow_ups,
    late_queues,
    next_best,
    overdue_meetings,
    personal_data,
    previews,
    returning,
    unagreed_meetings,
    unanswered,
    unplaced,
)

Sweep = Callable[[Session, datetime], int]

# In this order: who is back may be asked at once, and a question that is due makes the reminder of
# the one before it needless.
SWEEPS: tuple[tuple[str, Sweep], ...] = (
    ("bring_back", returning.bring_back),
    ("remind_unanswered", answers.remind_unanswered),
    ("unanswered", unanswered.alarm),
    ("lapse_overdue", answers.lapse_overdue),
    ("propose_next_best", next_best.propose_due),
    ("unagreed_meetings", unagreed_meetings.alarm),
    ("overdue_meetings", overdue_meetings.alarm),
    ("expiring_checks", expiring_checks.alarm),
    ("unplaced", unplaced.alarm),
    ("ask_due", follow_ups.ask_due),
    ("remind", follow_ups.remind),
    ("mark_silent", follow_ups.mark_silent),
    ("open_evaluations", evaluations.open_due),
    ("remind_evaluations", evaluations.remind),
    ("close_evaluations", evaluations.close_due),
    ("send_digests", digest.send_due),
    ("erase_long_gone", personal_data.erase_long_gone),
    ("forget_left", personal_data.forget_what_matching_needed),
    ("forget_codes", codes.forget_old),
    ("forget_previews", previews.forget_old),
    ("late_queues", late_queues.alarm),
    ("forget_kept_letters", exercise.forget_old),
)
