"""How the scheme writes: as whom, how much, when; a test, and exercises that let nothing leave."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from config.settings import Settings
from web.access import allow
from web.auth import current_scheme, me
from web.coordinator import shared
from web.coordinator.blueprint import blueprint
from web.coordinator.sending_forms import SenderForm
from web.errors import ErrorPage
from web.extensions import db
from web.models import Scheme
from web.models.vocabulary import Channel, Role
from web.queries import senders
from web.services import exercise, ways
from web.services import senders as services


@blueprint.get("/sending")
@allow(Role.COORDINATOR)
def sending() -> str:
    return _page(SenderForm.of(senders.newest(db.session(), _scheme().id)))


@blueprint.post("/sending")
@allow(Role.COORDINATOR)
def save_sending() -> ResponseReturnValue:
    form = SenderForm()
    if not form.validate():
        return _page(form), 422
    return shared.act(
        lambda: services.save(
            db.session(),
            _scheme(),
            sender_name=form.sender_name.data,
            reply_to=form.reply_to.data,
            text_sender=form.text_sender.data,
            mails_a_day=form.mails_a_day.number,
            texts_a_day=form.texts_a_day.number,
            quiet=form.quiet,
            actor=me(),
            version=form.seen_version or 0,
            now=shared.now(),
        ),
        said=_("Saved. The next message leaves like this."),
        then=url_for("coordinator.sending"),
        again=lambda problem: _page(form, problem),
    )


@blueprint.post("/sending/test")
@allow(Role.COORDINATOR)
def test_sending() -> ResponseReturnValue:
    """A message to who presses the button, as the scheme writes now."""
    services.try_out(db.session(), me(), shared.now())
    flash(_("A test is on its way to you. It should be there within a minute."), "success")
    return redirect(url_for("coordinator.sending"), 303)


@blueprint.post("/sending/exercise")
@allow(Role.COORDINATOR)
def switch_exercise() -> ResponseReturnValue:
    on = request.form.get("exercise") == "on"
    exercise.switch(db.session(), _scheme(), on=on, actor=me(), now=shared.now())
    said = (
        _("The exercise has begun. Nothing leaves for volunteers and households.")
        if on
        else _("The exercise is over. Messages leave again; what was kept is never sent.")
    )
    flash(said, "success")
    return redirect(url_for("coordinator.sending"), 303)


def _page(form: SenderForm, problem: ErrorPage | None = None) -> str:
    session, scheme = db.session(), _scheme()
    settings: Settings = current_app.config["PALIER"]
    present = senders.newest(session, scheme.id)
    if problem is not None and present is not None:
        # Whoever saves again has seen what came between.
        form.version.data = str(present.version)
    sent = {
        channel: senders.counted(session, scheme.id, channel, shared.today())
        for channel in (Channel.EMAIL, Channel.SMS)
    }
    return render_template(
        "coordinator/sending.html",
        form=form,
        present=present,
        problem=problem,
        mails_today=sent[Channel.EMAIL],
        texts_today=sent[Channel.SMS],
        address=settings.mail_from,
        offers_whatsapp=ways.is_open(Channel.WHATSAPP),
        me=me(),
    )


def _scheme() -> Scheme:
    return shared.found(current_scheme())
