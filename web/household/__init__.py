from web.household.views import blueprint

__all__ = ["blueprint"]
