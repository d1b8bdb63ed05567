"""The Flask extensions, made once and bound by `create_app`."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address, ip_network

from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from config.settings import ROOT
from web.models import Base, scope


def sender() -> str:
    """Whom a limit counts: an IPv4 address, or the IPv6 network of one household or office.

    Whoever has such a network has more addresses than any limit can count.
    """
    address = get_remote_address()
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((found.packed[:8] + bytes(8), 64)))


db = SQLAlchemy(model_class=Base)
scope.install(db.session)
migrate = Migrate(directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
babel = Babel()
csrf = CSRFProtect()
# A broker that is down must not keep people out: limits then count in memory.
limiter = Limiter(sender, in_memory_fallback_enabled=True, swallow_errors=True)
login = LoginManager()
