from web.reply import evaluations, follow_ups, households, matches, views
from web.reply.blueprint import blueprint

__all__ = ["blueprint", "evaluations", "follow_ups", "households", "matches", "views"]
