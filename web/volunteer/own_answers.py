"""What a volunteer has answered, as the desk reads it: the same words in the same order."""

from __future__ import annotations

from web.messages.history import field_name, value_words
from web.models import Volunteer
from web.models.vocabulary import ProfileField as Field
from web.services.history import values_of

_ASKED = (
    Field.OFFERS,
    Field.SLOTS,
    Field.LIMITS,
    Field.CAPACITY,
    Field.LANGUAGES,
    Field.AGE,
    Field.GENDER,
)


def of(volunteer: Volunteer) -> list[tuple[str, str]]:
    """Each question that was answered, and the answer."""
    values = values_of(volunteer)
    return [(field_name(field), value_words(field, values[field])) for field in _ASKED]
