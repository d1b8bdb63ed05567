from web.public.views import blueprint

__all__ = ["blueprint"]
