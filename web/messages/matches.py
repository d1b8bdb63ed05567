"""What both sides of a match are told, from the question to the first meeting.

The other side is a first name, an age band, languages and what the two would do together; a
household also hears roughly how far it is. Volunteers hear no distance at all: whoever moves
their own address and reads distances would find a family.
"""

from __future__ import annotations

from flask_babel import gettext as _

from web.messages import dates
from web.messages.languages import language_name
from web.messages.lists import apart, listed
from web.messages.message import Context, Message
from web.messages.offers import Offer, name_of_other, offer_of
from web.messages.own_page import own_page_of
from web.messages.registry import message
from web.messages.words import age_band_name, category_name
from web.models import Match
from web.models.party import ERASED
from web.models.vocabulary import Side

MOST_LANGUAGES = 5
# Nobody walks for longer to a neighbour.
MOST_ON_FOOT = 30


@message("match_offer")
def match_offer(context: Context) -> Message:
    """The question to one side: would you like to meet?"""
    other = name_of_other(*_of(context))
    return _question(
        context,
        _("we think that you and %(other)s could get along well.", other=other),
        _("Would you like to meet? You can say yes, no or later, or ask us to call you."),
        _("%(scheme)s: We have a question for you:", scheme=context.scheme.name),
    )


@message("match_reminder")
def match_reminder(context: Context) -> Message:
    """Asked again, two days before the last day."""
    other = name_of_other(*_of(context))
    return _question(
        context,
        _("we asked you if you would like to meet %(other)s.", other=other),
        _("If you have answered already, thank you. You need not do anything."),
        _("%(scheme)s: We are still waiting for your answer:", scheme=context.scheme.name),
    )


def _question(context: Context, why: str, then: str, text: str) -> Message:
    match, side = _of(context)
    return Message(
        subject=_("A question for you"),
        paragraphs=(
            _("Hello %(name)s,", name=context.party.first_name),
            why,
            *introduction(offer_of(match, side)),
            then,
            *_last_day(match),
        ),
        text=text,
        button=_("Answer"),
        url=context.link("match", match.id),
    )


@message("match_accepted")
def match_accepted(context: Context) -> Message:
    """Both said yes."""
    other = name_of_other(*_of(context))
    return Message(
        subject=_("Good news"),
        paragraphs=(
            _("Hello %(name)s,", name=context.party.first_name),
            _("you and %(other)s both said yes. How nice!", other=other),
            _("We will contact you to find a day for the first meeting. One of us will be there."),
        ),
        text=_("%(scheme)s: Good news, you both said yes:", scheme=context.scheme.name),
        button=_("Open your page"),
        url=own_page_of(context),
    )


@message("match_off")
def match_off(context: Context) -> Message:
    """It will not be, and nobody is to blame."""
    other = name_of_other(*_of(context))
    of_nobody = _(
        "%(scheme)s: The meeting will not take place this time. It is nobody's fault. "
        "We will write to you again.",
        scheme=context.scheme.name,
    )
    told = (
        _("you and %(other)s will not meet this time. It is nobody's fault.", other=other),
        _("You need not do anything. We will write to you when there is somebody else."),
    )
    hello = _("Hello %(name)s,", name=context.party.first_name)
    return Message(
        subject=_("News for you"),
        # Of somebody who was erased meanwhile there is no name to tell.
        paragraphs=(hello, of_nobody) if other == ERASED else (hello, *told),
        text=_(
            "%(scheme)s: The meeting will not take place this time, and it is nobody's fault:",
            scheme=context.scheme.name,
        ),
        button=_("Open your page"),
        url=own_page_of(context),
    )


@message("first_meeting")
def first_meeting(context: Context) -> Message:
    """Thanks after the first meeting."""
    other = name_of_other(*_of(context))
    return Message(
        subject=_("Thank you"),
        paragraphs=(
            _("Hello %(name)s,", name=context.party.first_name),
            _("you and %(other)s have met now. Thank you for taking the time!", other=other),
            _("From time to time we will ask you how it is going. You can always call us."),
        ),
        text=_(
            "%(scheme)s: Thank you for coming to the first meeting:", scheme=context.scheme.name
        ),
        button=_("Open your page"),
        url=own_page_of(context),
        below=_("Thank you"),
    )


@message("match_ended")
def match_ended(context: Context) -> Message:
    """Thanks at the end, whatever ended it."""
    other = name_of_other(*_of(context))
    of_nobody = _(
        "%(scheme)s: Your meetings through us have ended. Thank you for taking part. "
        "You can always call us.",
        scheme=context.scheme.name,
    )
    told = (
        _("your meetings with %(other)s through us have ended.", other=other),
        _("Thank you for taking part. You can always call us if you have a question."),
    )
    hello = _("Hello %(name)s,", name=context.party.first_name)
    return Message(
        subject=_("Thank you"),
        paragraphs=(hello, of_nobody) if other == ERASED else (hello, *told),
        text=_(
            "%(scheme)s: Your meetings through us have ended, thank you for taking part:",
            scheme=context.scheme.name,
        ),
        button=_("Open your page"),
        url=own_page_of(context),
        below=_("Thank you"),
    )


def introduction(offer: Offer) -> tuple[str, ...]:
    """Sentences on the other side."""
    return tuple(introduction_by_topic(offer).values())


def introduction_by_topic(offer: Offer) -> dict[str, str]:
    """The same for a page that puts a picture beside each: age, languages, together, minutes."""
    told = {}
    if offer.age_band:
        told["age"] = _("Age: %(age)s.", age=age_band_name(offer.age_band))
    if offer.languages:
        names = [language_name(tag) for tag, _level in offer.languages[:MOST_LANGUAGES]]
        told["languages"] = _(
            "%(other)s speaks: %(languages)s.", other=offer.name, languages=listed(names)
        )
    if offer.together:
        things = [category_name(category) for category in offer.together]
        told["together"] = _("You could do this together: %(things)s.", things=apart(things))
    if offer.minutes is not None:
        told["minutes"] = _way(offer.minutes)
    return told


def _way(minutes: int) -> str:
    if minutes > MOST_ON_FOOT:
        return _("It is too far to walk. You can go by bus or by bicycle.")
    return _("It is about %(minutes)s minutes on foot.", minutes=minutes)


def _last_day(match: Match) -> tuple[str, ...]:
    if match.answer_by is None:
        return ()
    day = dates.day_of_year(match.answer_by)
    return (_("Please answer by %(date)s.", date=day),)


def _of(context: Context) -> tuple[Match, Side]:
    if context.match is None or context.side is None:
        raise ValueError("this message is about a match, to one of its sides")
    return context.match, context.side
