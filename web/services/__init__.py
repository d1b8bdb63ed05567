"""Use cases: functions that take the session and never commit it."""
