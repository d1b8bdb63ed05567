from web.household import new_link, notices, referral
from web.household.blueprint import blueprint

__all__ = ["blueprint", "new_link", "notices", "referral"]
