"""What a coordinator is told when a colleague was quicker, or cannot stand in."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import gettext as _

from web.messages import dates, history
from web.models.vocabulary import ProfileField

# A title, what happened, and what to do.
Told = tuple[str, str, str]


def done_meanwhile(by: str, at: datetime) -> Told:
    when = dates.moment(at)
    what = (
        _("%(name)s saw to this on %(when)s.", name=by, when=when)
        if by
        else _("What this task asked for happened on %(when)s.", when=when)
    )
    return _("Done already"), what, _("Nothing is left to do here.")


def profile_changed(field: str, by: str, at: datetime | None) -> str:
    """Who changed a field of a profile while somebody else had it open."""
    name = history.field_name(ProfileField(field))
    if at is None:
        return _("Meanwhile somebody changed this: %(field)s.", field=name)
    when = dates.moment(at)
    if not by:
        return _("This was changed on %(when)s: %(field)s.", when=when, field=name)
    return _("%(name)s changed this on %(when)s: %(field)s.", name=by, when=when, field=name)


def profile_overtaken(sentences: list[str]) -> Told:
    return _overtaken(" ".join(sentences))


def text_overtaken(by: str, at: datetime) -> Told:
    what = _("%(name)s saved this text on %(when)s.", name=by, when=dates.moment(at))
    return _overtaken(what)


def sender_overtaken(by: str, at: datetime) -> Told:
    what = _("%(name)s changed how you write on %(when)s.", name=by, when=dates.moment(at))
    return _overtaken(what)


def code_renamed(by: str, at: datetime, called: str) -> Told:
    what = _(
        "%(name)s called this code '%(called)s' on %(when)s.",
        name=by,
        called=called,
        when=dates.moment(at),
    )
    return _overtaken(what)


def code_name_taken() -> Told:
    what = _("Another code with the same origin has this name.")
    return _("Not this name"), what, _("Choose a name that tells the two apart.")


def _overtaken(what: str) -> Told:
    to_do = _(
        "Nothing you typed is lost: compare it with what is there now, and keep it if it is still"
        " right."
    )
    return _("Changed while you were typing"), what, to_do


def nobody_chosen() -> Told:
    what = _("Nobody is ticked, so nobody was asked.")
    return _("Nobody was asked"), what, _("Tick at least one person.")


def follow_up_changed() -> Told:
    what = _("This question was asked, moved or left out meanwhile.")
    return _("Changed meanwhile"), what, _("Look at it again.")


def round_begun() -> Told:
    what = _("The round has opened, and people answer these questions already.")
    return _("This step is not possible"), what, _("Change them for the next year.")


def round_not_begun() -> Told:
    what = _("The round has not opened yet, so nobody was invited.")
    return _("This step is not possible"), what, _("Look at it again.")


def handed_over(by: str, at: datetime, to: str) -> Told:
    what = _(
        "%(name)s handed this over to %(colleague)s on %(when)s.",
        name=by,
        colleague=to,
        when=dates.moment(at),
    )
    return _("Handed over already"), what, _("Hand it over again only if it should go elsewhere.")


def put_off(by: str, at: datetime, until: date | None) -> Told:
    when = dates.moment(at)
    if until is None:
        what = _("%(name)s put this back on the list on %(when)s.", name=by, when=when)
        return _("Back on the list"), what, _("Look at it again.")
    what = _(
        "%(name)s put this off until %(day)s, on %(when)s.",
        name=by,
        day=dates.day(until),
        when=when,
    )
    return _("Put off already"), what, _("Look at it again.")


def entrusted(by: str, at: datetime | None, to: str) -> Told:
    """Who changed the coordinator of a household; `to` is empty where it is nobody now."""
    if not by or at is None:
        what = _("Somebody changed the coordinator of this household.")
    elif to:
        when = dates.moment(at)
        what = _(
            "%(name)s made %(colleague)s the coordinator on %(when)s.",
            name=by,
            colleague=to,
            when=when,
        )
    else:
        what = _(
            "%(name)s left this household without a coordinator on %(when)s.",
            name=by,
            when=dates.moment(at),
        )
    return _("Changed meanwhile"), what, _("Save again only if it should be somebody else.")


def absence_clash(who: str, stands_in_for: str, from_on: date, until_on: date) -> Told:
    first, last = dates.day(from_on), dates.day(until_on)
    what = (
        _(
            "%(name)s stands in for %(colleague)s from %(first)s to %(last)s.",
            name=who,
            colleague=stands_in_for,
            first=first,
            last=last,
        )
        if stands_in_for
        else _("%(name)s is away from %(first)s to %(last)s.", name=who, first=first, last=last)
    )
    return _("Not on these days"), what, _("Choose another colleague, or other days.")
