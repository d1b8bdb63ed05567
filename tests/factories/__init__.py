"""Rows that make sense by themselves; every attribute can be overridden by keyword.

Each factory adds and flushes, and leaves the commit to the test.
"""

from tests.factories.colleagues import make_absence, make_task
from tests.factories.matches import make_match
from tests.factories.parties import make_household, make_staff, make_volunteer
from tests.factories.schemes import make_policy, make_preview, make_scheme

__all__ = [
    "make_absence",
    "make_household",
    "make_match",
    "make_policy",
    "make_preview",
    "make_scheme",
    "make_staff",
    "make_task",
    "make_volunteer",
]
