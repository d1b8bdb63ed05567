from web.coordinator import (
    evaluations,
    household_list,
    households,
    match_list,
    matches,
    proposals,
    referrals,
    runs,
    today,
    volunteer_list,
    volunteers,
)
from web.coordinator.blueprint import blueprint

__all__ = [
    "blueprint",
    "evaluations",
    "household_list",
    "households",
    "match_list",
    "matches",
    "proposals",
    "referrals",
    "runs",
    "today",
    "volunteer_list",
    "volunteers",
]
