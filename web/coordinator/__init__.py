from web.coordinator.views import blueprint

__all__ = ["blueprint"]
