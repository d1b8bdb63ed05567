"""Fields of a profile that are put right together, each group with a pencil of its own."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from flask import request
from flask_babel import gettext as _

from web.coordinator import shared
from web.models import Household, Volunteer


class Group(StrEnum):
    """As addresses name it: /edit?fields=languages."""

    CONTACT = "contact"
    PLACE = "place"
    LANGUAGES = "languages"
    TOGETHER = "together"
    PEOPLE = "people"
    LIMITS = "limits"
    WEEK = "week"
    NOTE = "note"


_OF_HOUSEHOLD: Mapping[Group, tuple[str, ...]] = {
    Group.CONTACT: (
        *("first_name", "last_name", "alias"),
        *("phone", "email", "channel", "language"),
    ),
    Group.PLACE: ("postcode", "street"),
    Group.LANGUAGES: ("languages", "interpreter_available"),
    Group.TOGETHER: ("needs", "offers"),
    Group.PEOPLE: ("birth_years", "wanted", "gender", "age_band"),
    Group.LIMITS: ("only_women", "step_free_only"),
    Group.WEEK: ("slots",),
    Group.NOTE: ("note",),
}
_OF_VOLUNTEER: Mapping[Group, tuple[str, ...]] = {
    Group.CONTACT: ("first_name", "last_name", "email", "phone", "channel", "language"),
    Group.PLACE: ("postcode", "street"),
    Group.LANGUAGES: ("languages",),
    Group.TOGETHER: ("offers",),
    Group.PEOPLE: ("gender", "age_band"),
    Group.LIMITS: ("capacity", "max_distance_m", "only_women", "no_children", "step_free"),
    Group.WEEK: ("slots",),
}


def groups_of(person: Volunteer | Household) -> Mapping[Group, tuple[str, ...]]:
    """The names of the fields of each group."""
    return _OF_VOLUNTEER if isinstance(person, Volunteer) else _OF_HOUSEHOLD


def group_asked(person: Volunteer | Household) -> Group | None:
    """The group that the address asks for; none, or nonsense, is the whole profile."""
    group = shared.word_of(Group, request.args.get("fields"))
    return group if group in groups_of(person) else None


def fields_asked(person: Volunteer | Household) -> tuple[str, ...]:
    """The names of the fields that the address asks for; empty for all of them."""
    group = group_asked(person)
    return groups_of(person)[group] if group else ()


def group_name(group: Group) -> str:
    return {
        Group.CONTACT: _("Contact"),
        Group.PLACE: _("Place"),
        Group.LANGUAGES: _("Languages"),
        Group.TOGETHER: _("What they do together"),
        Group.PEOPLE: _("People"),
        Group.LIMITS: _("Limits"),
        Group.WEEK: _("When in the week"),
        Group.NOTE: _("Note"),
    }[group]
