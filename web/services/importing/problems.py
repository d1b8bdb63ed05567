"""What can be wrong with a file, with a cell, and what is worth telling about a row that is fine.

Codes only; `web.cli.importing_words` words them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from web.services.normalise import Complaint


class Reason(StrEnum):
    """Why a cell cannot be used, beyond what any form complains of."""

    CELL_ERROR = "cell_error"
    AGE_SHAPE = "age_shape"
    AVAILABILITY_UNKNOWN = "availability_unknown"
    CATEGORY_UNKNOWN = "category_unknown"
    DATE_FUTURE = "date_future"
    DATE_NEEDED = "date_needed"
    DATE_SHAPE = "date_shape"
    DAY_AMBIGUOUS = "day_ambiguous"
    DISTANCE_RANGE = "distance_range"
    GENDER_UNKNOWN = "gender_unknown"
    LANGUAGE_UNKNOWN = "language_unknown"
    LEVEL_UNKNOWN = "level_unknown"
    LOCALITY_AMBIGUOUS = "locality_ambiguous"
    LOCALITY_UNKNOWN = "locality_unknown"
    ONE_TO_THREE = "one_to_three"
    YEAR_SHAPE = "year_shape"
    YES_OR_NO = "yes_or_no"


class BadCell(ValueError):
    """A cell cannot be used; `piece` is the part of a list that could not be read."""

    def __init__(self, reason: Reason, piece: str = "") -> None:
        super().__init__(reason)
        self.reason, self.piece = reason, piece


@dataclass(frozen=True, slots=True)
class Problem:
    """One bad cell. `row` is the number that a spreadsheet shows, `column` the file's header."""

    row: int
    column: str
    reason: Reason | Complaint
    piece: str = ""


class Remark(StrEnum):
    """What is worth knowing about a row that is no error."""

    ALREADY_THERE = "already_there"
    TWICE_IN_FILE = "twice_in_file"
    CONTACT_LEFT_OUT = "contact_left_out"
    CONTACT_SHARED = "contact_shared"
    NO_CONTACT = "no_contact"
    NO_POSTCODE = "no_postcode"


@dataclass(frozen=True, slots=True)
class Note:
    row: int
    remark: Remark


class Trouble(StrEnum):
    """Why a file cannot be read at all."""

    TOO_BIG = "too_big"
    TOO_MANY_ROWS = "too_many_rows"
    UNPACKS_TOO_BIG = "unpacks_too_big"
    EMPTY = "empty"
    OLD_EXCEL = "old_excel"
    MACROS = "macros"
    NOT_A_TABLE = "not_a_table"
    QUOTES = "quotes"
    NO_SUCH_SHEET = "no_such_sheet"
    NO_HEADER = "no_header"
    NO_NAME_COLUMN = "no_name_column"
    NO_SUCH_COLUMN = "no_such_column"
    NO_SUCH_FIELD = "no_such_field"
    KIND_UNKNOWN = "kind_unknown"


class Unreadable(Exception):
    """The file as a whole cannot be imported; `detail` names the sheet, column or line."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(f"{trouble}: {detail}")
        self.trouble, self.detail = trouble, detail
