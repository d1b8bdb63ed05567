from web.public import health, joining, metrics, receipts, signing_in, views
from web.public.blueprint import blueprint

__all__ = ["blueprint", "health", "joining", "metrics", "receipts", "signing_in", "views"]
