from web.volunteer.views import blueprint

__all__ = ["blueprint"]
