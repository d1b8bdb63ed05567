"""Pages that exist outside production only."""

from web.development.views import blueprint

__all__ = ["blueprint"]
