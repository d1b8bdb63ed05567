from web.administrator import operations
from web.administrator.blueprint import blueprint

__all__ = ["blueprint", "operations"]
