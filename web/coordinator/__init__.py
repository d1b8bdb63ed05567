from web.coordinator import (
    evaluations,
    households,
    matches,
    policies,
    proposals,
    radar,
    referrals,
    runs,
    today,
    volunteers,
    why,
)
from web.coordinator.blueprint import blueprint

__all__ = [
    "blueprint",
    "evaluations",
    "households",
    "matches",
    "policies",
    "proposals",
    "radar",
    "referrals",
    "runs",
    "today",
    "volunteers",
    "why",
]
