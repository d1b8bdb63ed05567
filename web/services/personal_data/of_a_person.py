"""What is held of a person whether or not they are matched."""

from __future__ import annotations

from dataclasses import replace

from web.models import (
    Address,
    Base,
    Household,
    Member,
    NamePart,
    Need,
    Offer,
    Party,
    Screening,
    SpokenLanguage,
    Volunteer,
)
from web.models.party import ERASED
from web.services.personal_data.holding import (
    KEYS,
    Basis,
    Holding,
    Kept,
    Purpose,
    Section,
    Unshown,
    by,
    why,
)

_OWNER = why(Unshown.KEY, "party_id")
_HOUSE = why(Unshown.KEY, "household_id")


def _known(table: type[Base], of: object, *shown: str, **unshown: Unshown) -> Holding:
    """Told by the person, used for matching, gone with them."""
    return Holding(
        table,
        Section.PERSON,
        Purpose.MATCHING,
        Basis.AGREEMENT,
        Kept.TWO_YEARS,
        by(of),
        shown,
        unshown,
        goes=True,
    )


PERSON = (
    Holding(
        Party,
        Section.PERSON,
        Purpose.CONTACT,
        Basis.AGREEMENT,
        Kept.TWO_YEARS,
        by(Party.id),
        (
            "first_name",
            "last_name",
            "email",
            "phone",
            "language",
            "channel",
            "gender",
            "age_band",
            "postcode",
            "locality",
            "latitude",
            "longitude",
            "slots",
            "max_distance_m",
            "only_women",
            "pause_reason",
            "paused_until",
            "created_at",
            "campaign",
            "campaign_code",
            "restricted_at",
            "email_failed_at",
            "phone_failed_at",
            "whatsapp_failed_at",
            "unsubscribed_at",
        ),
        {
            **KEYS,
            **why(Unshown.KEY, "public_id", "kind"),
            **why(Unshown.HASH, "email_key", "phone_key", "origin_key"),
        },
        emptied={
            "first_name": ERASED,
            "last_name": "",
            **dict.fromkeys(
                (
                    *("email", "email_key", "phone", "phone_key", "origin_key"),
                    *("gender", "age_band", "pause_reason", "paused_until", "restricted_at"),
                    *("email_failed_at", "phone_failed_at", "whatsapp_failed_at"),
                    "unsubscribed_at",
                    *("postcode", "locality", "latitude", "longitude"),
                )
            ),
            "slots": 0,
            "max_distance_m": 0,
            "only_women": False,
        },
    ),
    Holding(
        Volunteer,
        Section.PERSON,
        Purpose.MATCHING,
        Basis.AGREEMENT,
        Kept.TWO_YEARS,
        by(Volunteer.__table__.c.id),
        (
            "state",
            "capacity",
            "no_children",
            "step_free",
            "wants",
            "child_birth_years",
            "confirmed_at",
            "informed_at",
            "note_version",
            "questionnaire_at",
            "trained_at",
            "ready_at",
        ),
        {**why(Unshown.KEY, "id"), **why(Unshown.TECHNICAL, "places_taken")},
        emptied={
            "no_children": False,
            "step_free": False,
            "wants": [],
            "child_birth_years": [],
        },
    ),
    Holding(
        Household,
        Section.PERSON,
        Purpose.MATCHING,
        Basis.AGREEMENT,
        Kept.TWO_YEARS,
        by(Household.__table__.c.id),
        (
            "state",
            "source",
            "alias",
            "wanted",
            "step_free_only",
            "interpreter_available",
            "note",
            "intake_at",
            "ready_at",
        ),
        {
            **why(Unshown.KEY, "id"),
            **why(Unshown.COLLEAGUE, "referred_by_id", "coordinator_id"),
            **why(Unshown.TECHNICAL, "places_taken", "waits_from"),
        },
        emptied={
            "alias": "",
            "note": "",
            "step_free_only": False,
            "interpreter_available": False,
        },
    ),
    _known(Address, Address.party_id, "street", **_OWNER),
    _known(SpokenLanguage, SpokenLanguage.party_id, "tag", "level", **_OWNER),
    _known(Offer, Offer.party_id, "category", **_OWNER),
    _known(Need, Need.household_id, "category", "priority", **_HOUSE),
    _known(Member, Member.household_id, "birth_year", **_HOUSE, id=Unshown.KEY),
    # By which a person is found at the desk; matching knows no names.
    replace(
        _known(
            NamePart,
            NamePart.party_id,
            **_OWNER,
            scheme_id=Unshown.KEY,
            key=Unshown.HASH,
        ),
        purpose=Purpose.CONTACT,
    ),
    Holding(
        Screening,
        Section.PERSON,
        Purpose.SAFETY,
        Basis.LEGAL_DUTY,
        Kept.WHILE_HERE,
        by(Screening.volunteer_id),
        ("seen_on", "passed", "renew_on"),
        {**why(Unshown.KEY, "volunteer_id"), **why(Unshown.COLLEAGUE, "checked_by_id")},
        goes=True,
    ),
)
