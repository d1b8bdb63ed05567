"""What every kind of row of a timeline looks like, and whom or what it is asked about."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import Integer, Select, Text, bindparam, cast, literal, null, select
from sqlalchemy import type_coerce as as_type

from web.models import Household, Volunteer
from web.models.encryption import EncryptedText


class Source(StrEnum):
    """What kind of moment it is. Of two in one instant the later word comes first."""

    ANSWER = "answer"
    AUDIT = "audit"
    EVALUATION = "evaluation"
    MATCH = "match"
    MEETING = "meeting"
    MESSAGE = "message"
    NOTE = "note"
    PROFILE = "profile"
    QUESTION = "question"
    STEP = "step"
    TASK = "task"
    TOLD = "told"


Rows = Select[Any]
Person = type[Volunteer] | type[Household]
# Whom or what a timeline is about: given when it is asked for, so that its select is made once.
WHO = bindparam("who", type_=Integer)
WHICH = bindparam("which", type_=Integer)
SIDES = (bindparam("volunteer", type_=Integer), bindparam("household", type_=Integer))


def row(source: Source, at: Any, row_id: Any, **texts: Any) -> Rows:  # noqa: ANN401 - columns
    """One kind: what happened as codes, by whom, and with or to whom else."""
    by, other = texts.pop("by", None), texts.pop("other", None)

    def text(name: str) -> Any:  # noqa: ANN401
        return cast(texts.get(name, null()), Text).label(name)

    def secret(column: Any, name: str) -> Any:  # noqa: ANN401
        none = as_type(cast(null(), Text), EncryptedText())
        return (none if column is None else column).label(name)

    return select(
        literal(source.value).label("source"),
        at.label("at"),
        row_id.label("row_id"),
        *map(text, ("code", "detail", "more", "match")),
        secret(texts.get("note"), "note"),
        secret(by and by.first_name, "by_first"),
        secret(by and by.last_name, "by_last"),
        secret(other and other.first_name, "other_first"),
        secret(other and other.last_name, "other_last"),
    )
