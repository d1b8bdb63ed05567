"""What a column may hold. The names are those of `--column 'Header=name'`."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    VOLUNTEERS = "volunteers"
    HOUSEHOLDS = "households"


class Field(StrEnum):
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    FULL_NAME = "full_name"
    LAST_AND_FIRST_NAME = "last_and_first_name"
    EMAIL = "email"
    PHONE = "phone"
    STREET = "street"
    HOUSE_NUMBER = "house_number"
    BOX = "box"
    POSTCODE = "postcode"
    LOCALITY = "locality"
    LANGUAGES = "languages"
    HOME_LANGUAGE = "home_language"
    CONTACT_LANGUAGE = "contact_language"
    OFFERS = "offers"
    AVAILABILITY = "availability"
    MAX_DISTANCE = "max_distance"
    GENDER = "gender"
    BIRTH_YEAR = "birth_year"
    ONLY_WOMEN = "only_women"
    SINCE = "since"
    # Volunteers only.
    CAPACITY = "capacity"
    INFORMED = "informed"
    TRAINED = "trained"
    NO_CHILDREN = "no_children"
    STEP_FREE = "step_free"
    # Households only.
    NEEDS = "needs"
    MEMBERS = "members"
    CHILDRENS_AGES = "childrens_ages"
    WANTED = "wanted"
    ALIAS = "alias"
    INTERPRETER = "interpreter"
    STEP_FREE_ONLY = "step_free_only"
    # Read by nobody.
    IGNORE = "ignore"


VOLUNTEERS_ONLY = frozenset(
    {Field.CAPACITY, Field.INFORMED, Field.TRAINED, Field.NO_CHILDREN, Field.STEP_FREE}
)
HOUSEHOLDS_ONLY = frozenset(
    {
        Field.NEEDS,
        Field.MEMBERS,
        Field.CHILDRENS_AGES,
        Field.WANTED,
        Field.ALIAS,
        Field.INTERPRETER,
        Field.STEP_FREE_ONLY,
    }
)
NAME_FIELDS = frozenset({Field.FIRST_NAME, Field.FULL_NAME, Field.LAST_AND_FIRST_NAME})


def fields_of(kind: Kind) -> frozenset[Field]:
    other = HOUSEHOLDS_ONLY if kind is Kind.VOLUNTEERS else VOLUNTEERS_ONLY
    return frozenset(Field) - other
