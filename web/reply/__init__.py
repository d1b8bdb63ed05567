from web.reply.views import blueprint

__all__ = ["blueprint"]
