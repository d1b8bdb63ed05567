from web.reply import households, matches, views
from web.reply.blueprint import blueprint

__all__ = ["blueprint", "households", "matches", "views"]
