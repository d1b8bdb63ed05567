from web.reply import views
from web.reply.blueprint import blueprint

__all__ = ["blueprint", "views"]
