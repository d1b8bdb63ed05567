from web.household import new_link, referral
from web.household.blueprint import blueprint

__all__ = ["blueprint", "new_link", "referral"]
