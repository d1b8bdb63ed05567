from web.household import referral
from web.household.blueprint import blueprint

__all__ = ["blueprint", "referral"]
