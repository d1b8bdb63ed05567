"""Is the new number or address really theirs? Asked over the old one; a no takes nothing."""

from __future__ import annotations

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from web.extensions import db
from web.messages.own_page import contact_question
from web.models import Link, ToldChange
from web.models.vocabulary import Answer
from web.reply.pages import Page, Renewal, register
from web.services import clock, told_changes
from web.services.errors import AnswerClosed
from web.services.links import Purpose

ANSWERS = frozenset({Answer.YES, Answer.NO, Answer.CALL_ME})


def show(link: Link) -> ResponseReturnValue:
    """The question, or how it stands."""
    change = _of(link)
    if change.settled_at is not None or change.denied_at is not None:
        return render_template("reply/contact_answered.html", taken=bool(change.taken))
    return render_template("reply/contact.html", question=contact_question(change.topic))


def settled(link: Link) -> ResponseReturnValue:
    """After a yes, which closes every link that went to the old contact; this one still says so."""
    return render_template("reply/contact_answered.html", taken=bool(_of(link).taken))


def act(link: Link) -> ResponseReturnValue:
    """Take the answer; a second tap changes nothing."""
    change, typed = _of(link), request.form.get("answer", "")
    if typed in ANSWERS:
        session = db.session()
        try:
            told_changes.answer(session, change, Answer(typed), clock.now(session))
        except AnswerClosed:
            return render_template("reply/contact_answered.html", taken=False), 409
        if typed == Answer.CALL_ME:
            return render_template("reply/called.html")
    return redirect(request.path, 303)


def _of(link: Link) -> ToldChange:
    return told_changes.of_party(db.session(), link.subject_id, link.party)


def _renewal(link: Link) -> Renewal | None:
    change = _of(link)
    if change.settled_at is not None:
        return None
    params = {"subject_id": change.id, "topic": change.topic.value}
    return Renewal("contact_change", params)


register(Purpose.CONTACT, Page(show, act, settled=settled, renewal=_renewal))
