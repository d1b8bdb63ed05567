"""How is it going? One tap on a face; what else there is to say comes after."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import Length, Optional

from web.extensions import db
from web.forms import ReadingOnForm
from web.models import FollowUp, Link
from web.models.vocabulary import Face, Side
from web.reply.pages import Page, Renewal, register
from web.services import clock, follow_ups
from web.services.errors import AnswerClosed
from web.services.links import Purpose

FACES = {str(int(face)): face for face in (Face.HAPPY, Face.SO_SO, Face.SAD)}
MET = {"yes": True, "no": False}


def met_choices() -> dict[str, str]:
    return {"yes": _("Yes"), "no": _("No")}


class MoreForm(ReadingOnForm):
    """What may follow the tap; nothing in it must be filled in."""

    met = RadioField(_l("Have you met?"), choices=met_choices, validators=[Optional()])
    call_me = BooleanField(_l("Please call me"))
    comment = TextAreaField(
        _l("Do you want to tell us something?"),
        filters=[lambda text: (text or "").strip()],
        validators=[Length(max=1000, message=_l("This is too long. Please write it shorter."))],
    )


def show(link: Link) -> ResponseReturnValue:
    """The three faces, or, once one was tapped, thanks and the rest."""
    follow_up = _of(link)
    if not follow_ups.is_changeable(follow_up, clock.now(db.session())):
        return render_template("reply/follow_up_closed.html")
    if follow_up.answered_at is None:
        return _question(follow_up)
    return _thanks(follow_up, _filled_in(follow_up))


def act(link: Link) -> ResponseReturnValue:
    """Keep the tapped face, or what was added to it."""
    follow_up = _of(link)
    try:
        if "face" in request.form:
            return _tapped(follow_up)
        return _called(follow_up) if "wish" in request.form else _added(follow_up)
    except AnswerClosed:
        return render_template("reply/follow_up_closed.html"), 409


def _tapped(follow_up: FollowUp) -> ResponseReturnValue:
    face = FACES.get(request.form["face"])
    if face is None:
        return _question(follow_up, unknown_face=True), 422
    _keep(follow_up, face=face)
    return redirect(request.path, 303)


def _called(follow_up: FollowUp) -> ResponseReturnValue:
    """Who would rather talk than tap a face."""
    _keep(
        follow_up,
        face=follow_up.face,
        met=follow_up.met,
        call_me=True,
        comment=follow_up.comment,
    )
    return redirect(request.path, 303)


def _added(follow_up: FollowUp) -> ResponseReturnValue:
    form = MoreForm(request.form)
    if not form.validate():
        return _thanks(follow_up, form), 422
    _keep(
        follow_up,
        face=follow_up.face,
        met=MET.get(form.met.data or ""),
        call_me=form.call_me.data,
        comment=form.comment.data,
    )
    flash(_("Thank you. We have your answer."), "good")
    return redirect(request.path, 303)


def _keep(
    follow_up: FollowUp,
    *,
    face: Face | None,
    met: bool | None = None,
    call_me: bool | None = None,
    comment: str | None = None,
) -> None:
    """Hand the whole answer over; a tap on a face leaves the rest as it was."""
    session = db.session()
    only_face = call_me is None
    follow_ups.answer(
        session,
        follow_up,
        face=face,
        met=follow_up.met if only_face else met,
        call_me=follow_up.call_me if call_me is None else call_me,
        comment=follow_up.comment if comment is None else comment,
        now=clock.now(session),
    )


def _question(follow_up: FollowUp, *, unknown_face: bool = False) -> str:
    return render_template(
        "reply/follow_up.html", other=_other(follow_up), faces=FACES, unknown_face=unknown_face
    )


def _thanks(follow_up: FollowUp, form: MoreForm) -> str:
    return render_template(
        "reply/follow_up_thanks.html",
        follow_up=follow_up,
        other=_other(follow_up),
        faces=FACES,
        form=form,
    )


def _filled_in(follow_up: FollowUp) -> MoreForm:
    met = {True: "yes", False: "no"}.get(follow_up.met) if follow_up.met is not None else None
    return MoreForm(data={"met": met, "call_me": follow_up.call_me, "comment": follow_up.comment})


def _other(follow_up: FollowUp) -> str:
    if follow_up.side is Side.VOLUNTEER:
        return follow_up.match.household.shown_name
    return follow_up.match.volunteer.first_name


def _of(link: Link) -> FollowUp:
    return follow_ups.of_party(db.session(), link.subject_id, link.party)


def _renewal(link: Link) -> Renewal | None:
    follow_up = _of(link)
    if not follow_ups.is_changeable(follow_up, clock.now(db.session())):
        return None
    return Renewal(
        "follow_up",
        {
            "match_id": follow_up.match_id,
            "side": follow_up.side.value,
            "subject_id": follow_up.id,
        },
    )


register(Purpose.FOLLOW_UP, Page(show, act, renewal=_renewal))
