"""Sign-in sessions, and the scheme that a request belongs to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask, g, request, session
from flask_login import AnonymousUserMixin, UserMixin, current_user, login_user, logout_user

from web.extensions import db, login
from web.models import Party, Scheme, Staff
from web.models.scope import bind_to_scheme
from web.models.vocabulary import Role
from web.services import accounts, schemes

STAFF_SESSION = timedelta(hours=12)
# So long after signing in, people's data may leave as a file: a coordinator's hour at the desk.
FRESH = timedelta(hours=1)
_OF_NO_SCHEME = {
    "static",
    "public.healthz",
    "public.readyz",
    "public.workersz",
    "public.metrics",
}


class SignedIn(UserMixin):
    """What Flask-Login keeps: the party behind the session."""

    def __init__(self, party: Party) -> None:
        self.party = party

    def get_id(self) -> str:
        return self.party.public_id


def init_app(app: Flask) -> None:
    login.init_app(app)
    login.session_protection = None  # phones change networks; the cookie is the session
    login.user_loader(_load)
    app.before_request(_bind_scheme)
    app.context_processor(lambda: {"scheme": current_scheme(), "signed_in": signed_in_party()})


def sign_in(party: Party) -> None:
    """Begin a session; the old one is thrown away, so that nobody can plant one."""
    kept = session.get("language")
    session.clear()
    if kept:
        session["language"] = kept
    session["signed_in_at"] = datetime.now(UTC).timestamp()
    session.permanent = True
    login_user(SignedIn(party))


def sign_out() -> None:
    """End the session; what is said of it is said in the language that was chosen."""
    kept = session.get("language")
    logout_user()
    session.clear()
    if kept:
        session["language"] = kept


def signed_in_party() -> Party | None:
    """The party behind this request's session, if any."""
    return current_user.party if current_user and current_user.is_authenticated else None


def is_fresh() -> bool:
    """Whether they signed in just now, and not on a computer that was left open since."""
    return datetime.now(UTC) - _signed_in_at() <= FRESH


def me() -> Party:
    """The signed-in party of a page that only signed-in people can open."""
    party: Party = current_user.party
    return party


def current_scheme() -> Scheme | None:
    """The scheme of this request: of who is signed in, of the address, or the only one."""
    scheme: Scheme | None = g.get("scheme")
    return scheme


def enter_scheme(scheme: Scheme) -> None:
    """This request concerns `scheme`, and its session sees no other."""
    g.scheme = scheme
    bind_to_scheme(db.session(), scheme.id)


def forget() -> None:
    """The rest of this request is nobody's and of no scheme, so that nothing is asked for."""
    g.scheme = None
    # To sign out, Flask-Login would ask first who it is.
    g._login_user = AnonymousUserMixin()  # noqa: SLF001 - where Flask-Login keeps the answer


def _load(public_id: str) -> SignedIn | None:
    began = _signed_in_at()
    party = accounts.load(db.session(), public_id, began)
    if isinstance(party, Staff) and datetime.now(UTC) - began > STAFF_SESSION:
        return None
    return SignedIn(party) if party else None


def _signed_in_at() -> datetime:
    return datetime.fromtimestamp(session.get("signed_in_at", 0), UTC)


def _bind_scheme() -> None:
    if request.endpoint in _OF_NO_SCHEME:
        return
    party = signed_in_party()
    slug = (request.view_args or {}).get("scheme_slug")
    scheme: Scheme | None
    if slug:
        scheme = schemes.by_slug(db.session(), slug)
    elif isinstance(party, Staff) and party.duty is Role.ADMINISTRATOR:
        # Sees every scheme, on pages that show nobody.
        scheme = None
    elif party is not None:
        scheme = party.scheme
    else:
        scheme = schemes.only_one(db.session())
    if scheme is not None:
        enter_scheme(scheme)
