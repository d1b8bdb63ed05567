"""What is held about somebody: one registry, from which it is shown, taken along and erased."""

from web.services.personal_data.erasing import erase, erase_again, erased
from web.services.personal_data.registry import HOLDINGS, NOT_ABOUT_PEOPLE, Holding, Section
from web.services.personal_data.retention import (
    NEVER_BEGUN,
    erase_long_gone,
    forget_what_matching_needed,
)
from web.services.personal_data.showing import Held, export, held

__all__ = [
    "HOLDINGS",
    "NEVER_BEGUN",
    "NOT_ABOUT_PEOPLE",
    "Held",
    "Holding",
    "Section",
    "erase",
    "erase_again",
    "erase_long_gone",
    "erased",
    "export",
    "forget_what_matching_needed",
    "held",
]
