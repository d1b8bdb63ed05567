from web.volunteer import matches, views
from web.volunteer.blueprint import blueprint

__all__ = ["blueprint", "matches", "views"]
