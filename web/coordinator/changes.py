"""Why a household waits, and asking its family for the one change that would help."""

from __future__ import annotations

from babel import Locale
from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from web.access import allow
from web.auth import current_scheme, me
from web.coordinator import shared
from web.coordinator.blueprint import blueprint
from web.errors import ErrorPage
from web.extensions import db
from web.messages import Context, waiting, wording
from web.messages import changes as words
from web.messages.languages import language_of
from web.models import Household
from web.models.vocabulary import Change, Role
from web.queries.households import HouseholdFile
from web.services import change_questions as services
from web.services import households
from web.services.changes import Suggestion


@blueprint.get("/households/<public_id>/change")
@allow(Role.COORDINATOR)
def change(public_id: str) -> str:
    return _page(public_id)


@blueprint.post("/households/<public_id>/change")
@allow(Role.COORDINATOR)
def ask_for_change(public_id: str) -> ResponseReturnValue:
    who = households.by_public_id(db.session(), public_id)
    kind = shared.word_of(Change, request.form.get("change"))
    asked = Suggestion(kind or Change.SLOT, request.form.get("amount", "")[:20])
    return shared.act(
        lambda: services.ask(db.session(), who, asked, actor=me(), now=shared.now()),
        said=_("The question is on its way. The answer changes the household by itself."),
        then=url_for("coordinator.household", public_id=public_id),
        again=lambda problem: _page(public_id, problem),
    )


def outlook_of(found: HouseholdFile) -> dict[str, object] | None:
    """What `outlook.html` shows of a household that waits; None where it waits for nobody."""
    if not found.is_waiting:
        return None
    return _shown(found.household)


def _shown(household: Household) -> dict[str, object] | None:
    outlook = services.outlook(db.session(), household, shared.now())
    if outlook is None:
        return None
    facts, last = outlook.known.facts, outlook.last
    return {
        "outlook": outlook,
        "funnel": waiting.funnel_sentences(facts["funnel"]),
        "relaxation": waiting.relaxation_sentence(facts["relaxation"]),
        "whose": waiting.whose_limit(facts["relaxation"]),
        "asked": words.question(last.change, last.amount) if last else "",
    }


def _page(public_id: str, problem: ErrorPage | None = None) -> str:
    household = households.by_public_id(db.session(), public_id)
    shown = _shown(household)
    outlook = shown and shown["outlook"]
    suggestion = outlook.suggestion if isinstance(outlook, services.Outlook) else None
    return render_template(
        "coordinator/change.html",
        household=household,
        outlook=shown,
        suggestion=suggestion,
        letter=_letter(household, suggestion) if suggestion else None,
        in_our_words=words.question(suggestion.change, suggestion.amount) if suggestion else "",
        problem=problem,
    )


def _letter(household: Household, suggestion: Suggestion) -> dict[str, object]:
    """The message as the family will read it, without its link, and the question on its page."""
    scheme = shared.found(current_scheme())
    language = language_of(household.language, scheme.language)
    context = Context(
        party=household,
        scheme=scheme,
        now=shared.now(),
        link=lambda _purpose, _subject: "",
        code=str,
        details={"change": suggestion.change.value, "amount": suggestion.amount},
    )
    with force_locale(str(Locale.parse(language, sep="-"))):
        return {
            "language": language,
            "message": wording("change_question")(context),
            "question": words.question(suggestion.change, suggestion.amount),
        }
