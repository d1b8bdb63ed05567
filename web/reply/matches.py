"""The page behind the question 'would you like to meet?': one question a screen."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.extensions import db
from web.messages.matches import introduction_by_topic
from web.messages.words import decline_reason
from web.models import Link, Match
from web.models.vocabulary import Answer, DeclineReason, MatchState, Side
from web.queries import offers
from web.reply.pages import Page, Renewal, register
from web.services import clock, matches, mistaken_no
from web.services.errors import DomainError, NotFound
from web.services.links import Purpose


def show(link: Link) -> ResponseReturnValue:
    """The question, the reasons of a no, or thanks for the answer."""
    match, side = of_link(link)
    if match.state is not MatchState.APPROVED:
        return settled(link)
    wish = request.args.get("answer")
    if wish == Answer.NO:
        return _ask_reason()
    if match.answer(side) is not None and wish != "change":
        return render_template("reply/match_answered.html", answer=match.answer(side))
    offer = offers.offer_for(db.session(), match, side)
    told = introduction_by_topic(offer) if offer else {}
    return render_template(
        "reply/match.html", offer=offer, told=told, last_day=offers.last_day(match)
    )


def act(link: Link) -> ResponseReturnValue:
    """Take the answer; then show how it stands."""
    match, side = of_link(link)
    answer, reason = _typed()
    if answer is Answer.NO and reason is None:
        return _ask_reason()
    if answer is not None:
        now = clock.now(db.session())
        try:
            matches.answer(db.session(), match, side, answer, reason=reason, now=now)
        except DomainError:
            # It was settled a moment ago: the page that follows says how.
            db.session.rollback()
    return redirect(_here(), code=303)


def settled(link: Link) -> ResponseReturnValue:
    """How it stands once no answer is awaited; a no just now can be taken back."""
    return _settled(*of_link(link))


def undo(link: Link) -> ResponseReturnValue:
    """Take back a no by mistake or, where it is too late for that, ask for a call."""
    match, side = of_link(link)
    session, answer = db.session(), request.form.get("answer")
    now = clock.now(session)
    if answer == Answer.CALL_ME and _has_declined(match, side):
        mistaken_no.call_me(session, match, side, now)
        return _settled(match, side, is_called=True)
    if answer == "undo":
        try:
            mistaken_no.take_back(session, match, side, now)
        except DomainError:
            # It has gone on a moment ago: the page that follows says how.
            db.session.rollback()
            return _settled(*of_link(link), is_too_late=True)
    return redirect(_here(), code=303)


def renewal(link: Link) -> Renewal | None:
    """Ask again by message, while an answer is awaited."""
    match, side = of_link(link)
    if match.state is not MatchState.APPROVED:
        return None
    return Renewal("match_offer", {"match_id": match.id, "side": side.value})


def of_link(link: Link) -> tuple[Match, Side]:
    match = offers.match_of(db.session(), link.subject_id)
    if match is None:
        raise NotFound
    return match, Side.VOLUNTEER if link.party_id == match.volunteer_id else Side.HOUSEHOLD


def _has_declined(match: Match, side: Side) -> bool:
    return match.state is MatchState.DECLINED and match.answer(side) is Answer.NO


def _settled(
    match: Match, side: Side, *, is_called: bool = False, is_too_late: bool = False
) -> ResponseReturnValue:
    now = clock.now(db.session())
    return render_template(
        "reply/match_settled.html",
        state=match.state,
        said_no=_has_declined(match, side),
        may_take_back=not is_too_late and mistaken_no.may_take_back(match, side, now),
        is_called=is_called,
    )


def _typed() -> tuple[Answer | None, DeclineReason | None]:
    answer, reason = request.form.get("answer", ""), request.form.get("reason", "")
    return (
        Answer(answer) if answer in set(Answer) else None,
        DeclineReason(reason) if reason in set(DeclineReason) else None,
    )


def _ask_reason() -> ResponseReturnValue:
    reasons = [(reason.value, decline_reason(reason)) for reason in DeclineReason]
    return render_template("reply/match_no.html", reasons=reasons, back=_here())


def _here() -> str:
    return url_for("reply.open", **(request.view_args or {}))


register(Purpose.MATCH, Page(show=show, act=act, settled=settled, undo=undo, renewal=renewal))
