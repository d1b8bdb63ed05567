from web.reply import matches, views
from web.reply.blueprint import blueprint

__all__ = ["blueprint", "matches", "views"]
