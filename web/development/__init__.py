from web.development.views import blueprint

__all__ = ["blueprint"]
