from web.volunteer import calendar, data, details, leaving, matches, meetings, views
from web.volunteer.blueprint import blueprint

__all__ = [
    "blueprint",
    "calendar",
    "data",
    "details",
    "leaving",
    "matches",
    "meetings",
    "views",
]
