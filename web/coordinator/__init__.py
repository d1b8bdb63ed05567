from web.coordinator import (
    evaluations,
    households,
    matches,
    policies,
    proposals,
    referrals,
    runs,
    today,
    volunteers,
)
from web.coordinator.blueprint import blueprint

__all__ = [
    "blueprint",
    "evaluations",
    "households",
    "matches",
    "policies",
    "proposals",
    "referrals",
    "runs",
    "today",
    "volunteers",
]
