"""The first meeting, to one side: which times suit, and, once one is set, when and where it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.auth import current_scheme
from web.extensions import db
from web.forms import reads_on
from web.forms.meeting_times import suiting, ticked
from web.messages.meetings import calendar_file
from web.messages.offers import name_of_other
from web.models import Link, Match, MeetingTime
from web.models.vocabulary import MatchState, Side
from web.queries import meeting_times
from web.reply import matches
from web.reply.pages import Page, Renewal, register
from web.services import clock, first_meetings, meeting_news
from web.services.errors import AnswerClosed
from web.services.links import Purpose

CALL_ME = "call_me"


def show(link: Link) -> ResponseReturnValue:
    """The times, what was answered, or the time that is set; its file for a calendar."""
    match, side = matches.of_link(link)
    if match.state is not MatchState.ACCEPTED:
        return matches.settled(link)
    if match.meeting_at is not None:
        return _file(match) if request.args.get("file") == "calendar" else _planned(match, side)
    times = meeting_times.of_match(db.session(), match)
    if all(time.suits(side) is not None for time in times) and "answer" not in request.args:
        some = any(time.suits(side) for time in times)
        return render_template("reply/meeting_answered.html", some=some, times=times)
    return _question(match, side, times, [time.id for time in times if time.suits(side)])


def act(link: Link) -> ResponseReturnValue:
    """Keep which times suit; or call who cannot come, or whom none suits."""
    match, side = matches.of_link(link)
    session = db.session()
    now = clock.now(session)
    if request.form.get("answer") == CALL_ME and match.meeting_at is not None:
        first_meetings.cannot_come(session, match, side, now)
        flash(_("We will call you soon."), "good")
        return redirect(request.path, 303)
    times = meeting_times.of_match(session, match)
    if reads_on() and match.meeting_at is None:
        return _question(match, side, times, ticked(times))
    suits = suiting(times)
    if times and suits is None and match.meeting_at is None:
        return _question(match, side, times, (), nothing_ticked=True), 422
    try:
        first_meetings.answer(session, match, side, suits or (), now=now)
    except AnswerClosed:
        # A time was set a moment ago: the page that follows says which.
        session.rollback()
    return redirect(request.path, 303)


def _question(
    match: Match,
    side: Side,
    times: Sequence[MeetingTime],
    ticked: Collection[int],
    *,
    nothing_ticked: bool = False,
) -> str:
    return render_template(
        "reply/meeting_times.html",
        other=name_of_other(match, side),
        times=times,
        ticked=ticked,
        nothing_ticked=nothing_ticked,
    )


def _planned(match: Match, side: Side) -> str:
    other = name_of_other(match, side)
    return render_template("reply/meeting_planned.html", match=match, other=other)


def _file(match: Match) -> Response:
    scheme, begins = current_scheme(), match.meeting_at
    assert scheme is not None  # noqa: S101 - a link belongs to one
    assert begins is not None  # noqa: S101 - as `show` has seen
    now = clock.now(db.session())
    file = calendar_file(match, scheme, begins, match.meeting_place or "", now)
    return Response(
        file.content,
        mimetype=file.media_type,
        headers={"Content-Disposition": f'attachment; filename="{file.filename}"'},
    )


def _renewal(link: Link) -> Renewal | None:
    match, side = matches.of_link(link)
    if match.state is not MatchState.ACCEPTED:
        return None
    return Renewal(*meeting_news.news(match, side))


register(Purpose.MEETING, Page(show, act, settled=matches.settled, renewal=_renewal))
