from web.colleagues import mediating, referring
from web.colleagues.blueprint import blueprint

__all__ = ["blueprint", "mediating", "referring"]
