"""The Flask extensions, made once and bound by `create_app`."""

from __future__ import annotations

from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from config.settings import ROOT
from web.models import Base, scope

db = SQLAlchemy(model_class=Base)
scope.install(db.session)
migrate = Migrate(directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
babel = Babel()
csrf = CSRFProtect()
# A broker that is down must not keep people out: limits then count in memory.
limiter = Limiter(get_remote_address, in_memory_fallback_enabled=True, swallow_errors=True)
login = LoginManager()
