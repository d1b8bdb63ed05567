from web.public import health, joining, referral, signing_in, views
from web.public.blueprint import blueprint

__all__ = ["blueprint", "health", "joining", "referral", "signing_in", "views"]
