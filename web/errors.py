"""The one place where an error becomes a page: what happened, that nothing is lost, what to do."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from flask import Flask, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from web import auth
from web.extensions import db
from web.messages import colleagues, contact_changes, dates
from web.messages.by_hand import too_late_to_reopen, why_restricted
from web.messages.desk_words import (
    state_name,
    step_name,
    why_not_cancelled,
    why_not_screened,
    why_not_undone,
    why_ruled_out,
)
from web.messages.lists import listed
from web.services import errors as domain

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ErrorPage:
    status: int
    title: str
    what: str
    to_do: str


def init_app(app: Flask) -> None:
    app.register_error_handler(domain.DomainError, _domain)
    app.register_error_handler(StaleDataError, _raced)
    app.register_error_handler(IntegrityError, _raced)
    app.register_error_handler(DataError, _unreadable)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def describe(problem: domain.DomainError) -> ErrorPage:  # noqa: C901, PLR0911, PLR0912, PLR0915 - one return an error
    """Words for a domain error; also used beside a form field."""
    match problem:
        case domain.ChangedMeanwhile():
            return ErrorPage(409, _("Changed meanwhile"), _changed(problem), _("Look at it again."))
        case domain.ProfileChanged():
            told = [colleagues.profile_changed(one.field, one.by, one.at) for one in problem.fields]
            return ErrorPage(409, *colleagues.profile_overtaken(told))
        case domain.TextChanged():
            return ErrorPage(409, *colleagues.text_overtaken(problem.by, problem.at))
        case domain.SenderChanged():
            return ErrorPage(409, *colleagues.sender_overtaken(problem.by, problem.at))
        case domain.CodeRenamed():
            renamed = problem.by, problem.at, problem.name
            return ErrorPage(409, *colleagues.code_renamed(*renamed))
        case domain.CodeNameTaken():
            return ErrorPage(409, *colleagues.code_name_taken())
        case domain.TransitionRefused():
            what = _(
                "It is now '%(now)s' and cannot become '%(then)s'.",
                now=state_name(problem.from_state),
                then=state_name(problem.to_state),
            )
            return ErrorPage(409, _("This step is not possible"), what, _("Look at it again."))
        case domain.AskedAlready():
            title = _("This step is not possible")
            return ErrorPage(409, title, why_not_undone(), _("Look at it again."))
        case domain.RunOver():
            title = _("This step is not possible")
            return ErrorPage(409, title, why_not_cancelled(), _("Look at it again."))
        case domain.ReasonMissing():
            return ErrorPage(
                422, _("A reason is missing"), _("Please choose a reason."), _("Go back.")
            )
        case domain.NoPlaceLeft():
            what = _("This volunteer is not free for one more household now.")
            return ErrorPage(409, _("No place left"), what, _("Choose another volunteer."))
        case domain.HouseholdNotWaiting():
            what = _("This household is not waiting for a volunteer now.")
            return ErrorPage(409, _("Not waiting"), what, _("Look at it again."))
        case domain.ReopenRefused():
            title = _("This step is not possible")
            return ErrorPage(409, title, too_late_to_reopen(), _("Look at it again."))
        case domain.Restricted():
            title = _("This step is not possible")
            return ErrorPage(409, title, why_restricted(), _("Look at it again."))
        case domain.DateRefused():
            what = _("This day cannot be right: it is in the future, or too early.")
            return ErrorPage(422, _("Another day"), what, _("Please check the date."))
        case domain.StepMissing():
            steps = listed([step_name(s) for s in problem.steps])
            what = _("This is still missing: %(steps)s.", steps=steps)
            return ErrorPage(409, _("Not ready yet"), what, _("Look at it again."))
        case domain.PairForbidden():
            return ErrorPage(
                409, _("Not these two"), why_ruled_out(), _("Choose another volunteer.")
            )
        case domain.ScreeningMissing():
            title = _("This step is not possible")
            return ErrorPage(409, title, why_not_screened(), _("Choose another volunteer."))
        case domain.TaskDone():
            return ErrorPage(409, *colleagues.done_meanwhile(problem.by, problem.at))
        case domain.TaskHandedOver():
            return ErrorPage(409, *colleagues.handed_over(problem.by, problem.at, problem.to))
        case domain.TaskPutOff():
            return ErrorPage(409, *colleagues.put_off(problem.by, problem.at, problem.until))
        case domain.HouseholdEntrusted():
            return ErrorPage(409, *colleagues.entrusted(problem.by, problem.at, problem.to))
        case domain.AbsenceClash():
            clash = problem.who, problem.stands_in_for, problem.from_on, problem.until_on
            return ErrorPage(409, *colleagues.absence_clash(*clash))
        case domain.NotYourNote():
            what = _("This page is not here, or it is not yours to see.")
            return ErrorPage(403, _("Not for you"), what, _("Look at it again."))
        case domain.QuestionOutdated():
            what = _("Nothing was changed.")
            return ErrorPage(409, _("Changed meanwhile"), what, _("Look at it again."))
        case domain.NobodyChosen():
            return ErrorPage(422, *colleagues.nobody_chosen())
        case domain.FollowUpChanged():
            return ErrorPage(409, *colleagues.follow_up_changed())
        case domain.RoundBegun():
            return ErrorPage(409, *colleagues.round_begun())
        case domain.RoundNotBegun():
            return ErrorPage(409, *colleagues.round_not_begun())
        case domain.MovedTooOften():
            return ErrorPage(409, *contact_changes.moved_too_often())
        case domain.LinkRefused():
            what = _("This link is no longer good. Links work for seven days.")
            return ErrorPage(410, _("This link has ended"), what, _("Ask us for a new link."))
        case domain.CodeRefused():
            what = _("This code is not right, or too old.")
            return ErrorPage(422, _("Wrong code"), what, _("Ask for a new code."))
        case domain.NotFound():
            what = _("This page is not here, or it is not yours to see.")
            return ErrorPage(404, _("Not found"), what, _("Go to the start page."))
    return ErrorPage(400, _("That did not work"), _("Nothing was changed."), _("Try again."))


def _changed(problem: domain.ChangedMeanwhile) -> str:
    if problem.by and problem.at:
        return _(
            "%(name)s changed this on %(when)s: it is now '%(state)s'.",
            name=problem.by,
            when=dates.moment(problem.at),
            state=state_name(problem.state),
        )
    return _("Somebody else was quicker: it is now '%(state)s'.", state=state_name(problem.state))


def _domain(problem: domain.DomainError) -> tuple[str, int]:
    db.session.rollback()
    return _page(describe(problem))


def _raced(_problem: Exception) -> tuple[str, int]:
    """Two people saved the same thing at once; the second sees the new state."""
    db.session.rollback()
    what = _("Somebody else changed the same thing at the same moment.")
    return _page(ErrorPage(409, _("Changed meanwhile"), what, _("Go back and look at it again.")))


def _unreadable(_problem: DataError) -> tuple[str, int]:
    """What PostgreSQL cannot even look for, such as a NUL in an address; nobody types that."""
    db.session.rollback()
    what = _("We could not read what was sent.")
    return _page(ErrorPage(400, _("That did not work"), what, _("Try again.")))


def _csrf(_problem: CSRFError) -> tuple[str, int]:
    db.session.rollback()
    what = _("This page was open for a long time, so we could not be sure that it was you.")
    to_do = _("Go back, reload the page and send it again.")
    return _page(ErrorPage(400, _("Please send it again"), what, to_do))


def _http(problem: HTTPException) -> tuple[str, int] | HTTPException:
    db.session.rollback()
    status = problem.code or 500
    if status < 400:  # noqa: PLR2004 - a redirect is no error
        return problem
    again = _("Go to the start page.")
    pages = {
        403: (_("Not for you"), _("Your account may not open this page."), again),
        404: (_("Not found"), _("This page is not here, or it is not yours to see."), again),
        405: (_("Not found"), _("This page is not here, or it is not yours to see."), again),
        413: (_("Too large"), _("What you sent is too large."), _("Send less at a time.")),
        429: (_("Too often"), _("That was too often in a short time."), _("Wait a few minutes.")),
    }
    title, what, to_do = pages.get(
        status, (_("That did not work"), _("We could not read what was sent."), _("Try again."))
    )
    return _page(ErrorPage(status, title, what, to_do))


def _unexpected(problem: Exception) -> tuple[str, int]:
    db.session.rollback()
    if isinstance(problem, OperationalError):
        # The database itself may be away, so the page asks it for nobody and nothing.
        auth.forget()
    # Statements are logged without their values (`hide_parameters`).
    log.error("unexpected", endpoint=request.endpoint, exc_info=problem)
    what = _("Something went wrong on our side. Nothing was saved by this step.")
    return _page(ErrorPage(500, _("Our mistake"), what, _("Wait a moment and try again.")))


def _page(page: ErrorPage) -> tuple[str, int]:
    return render_template("errors/page.html", error=page), page.status
