"""A family whose link is lost or not whole asks for a new one; nobody learns whether we know it."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from web.access import anyone
from web.evenly import evenly
from web.extensions import csrf, db, limiter
from web.forms import ContactField, GuardedForm, Needed
from web.household.blueprint import blueprint
from web.services import clock, own_pages, schemes

ASKED = "10 per hour"


class NewLinkForm(GuardedForm):
    contact = ContactField(_l("Phone number or e-mail"), [Needed()])


@blueprint.route("/<scheme_slug>/new-link", methods=["GET", "POST"])
@csrf.exempt
@anyone
@limiter.limit(ASKED, methods=["POST"])
@evenly
def new_link(scheme_slug: str) -> ResponseReturnValue:
    """What is typed only finds the family; the link goes over the channel that it chose."""
    session = db.session()
    scheme = schemes.by_slug(session, scheme_slug)
    form = NewLinkForm()
    if not form.validate_on_submit():
        return render_template("household/new_link.html", form=form)
    own_pages.send_to(session, scheme, form.contact.data, clock.now(session))
    return redirect(url_for("household.new_link_asked", scheme_slug=scheme_slug), 303)


@blueprint.get("/<scheme_slug>/new-link/asked")
@anyone
def new_link_asked(scheme_slug: str) -> ResponseReturnValue:  # noqa: ARG001 - the scheme of the page
    """The same for everybody."""
    return render_template("household/new_link_asked.html")
