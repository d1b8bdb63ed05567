from web.public import health, joining, signing_in, views
from web.public.blueprint import blueprint

__all__ = ["blueprint", "health", "joining", "signing_in", "views"]
