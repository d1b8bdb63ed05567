"""What `palier import` says of files, cells and rows."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from web.messages.complaints import complaint
from web.services.importing import Field, Kind, Problem, Reason, Remark, Trouble, Unreadable
from web.services.normalise import Complaint

_ROWS_NAMED = 30


def unreadable(problem: Unreadable) -> str:
    """Why nothing of a file can be read, and what to do."""
    detail = problem.detail
    return {
        Trouble.TOO_BIG: _("The file is larger than 10 MB. Please import it in parts."),
        Trouble.TOO_MANY_ROWS: _("The file has more than 50,000 rows. Please import it in parts."),
        Trouble.UNPACKS_TOO_BIG: _(
            "The workbook unpacks to more than 100 MB. Please keep only the list itself."
        ),
        Trouble.EMPTY: _("The file is empty."),
        Trouble.OLD_EXCEL: _(
            "This is an old or protected Excel file. "
            "Please save it as 'Excel workbook (.xlsx)' without a password, or as CSV."
        ),
        Trouble.MACROS: _("The workbook contains macros. Please save it as .xlsx without them."),
        Trouble.NOT_A_TABLE: _("This is neither a CSV file nor an Excel workbook (.xlsx)."),
        Trouble.QUOTES: _(
            "Around line %(line)s a quotation mark is opened and not closed, "
            "or stands in the middle of a cell.",
            line=detail,
        ),
        Trouble.NO_SUCH_SHEET: _(
            "The workbook has no such sheet. It has: %(sheets)s.", sheets=detail
        ),
        Trouble.NO_HEADER: _(
            "No row of headers was found. The first row says: %(headers)s. "
            "Name the columns yourself with --column 'Header=field'.",
            headers=detail,
        ),
        Trouble.NO_NAME_COLUMN: _(
            "No column holds a first name or a whole name. Columns that were not understood: "
            "%(headers)s. Say which it is with --column 'Header=first_name'.",
            headers=detail or "–",
        ),
        Trouble.NO_SUCH_COLUMN: _("The file has no column '%(header)s'.", header=detail),
        Trouble.NO_SUCH_FIELD: _(
            "'%(field)s' is no field. The fields are: %(fields)s.",
            field=detail,
            fields=", ".join(Field),
        ),
        Trouble.KIND_UNKNOWN: _(
            "It is not clear whether these are volunteers or households. "
            "Say it with --kind volunteers or --kind households."
        ),
    }[problem.trouble]


def bad_cell(problem: Problem) -> str:
    """One line: where, and what is wrong."""
    return _(
        "Row %(row)s, column '%(column)s': %(reason)s",
        row=problem.row,
        column=problem.column,
        reason=_reason(problem),
    )


def _reason(problem: Problem) -> str:
    if isinstance(problem.reason, Complaint):
        return complaint(problem.reason)
    return {
        Reason.CELL_ERROR: _("The spreadsheet shows an error here instead of a value."),
        Reason.AGE_SHAPE: _("Please write an age, a year of birth or a date of birth."),
        Reason.AVAILABILITY_UNKNOWN: _(
            "'%(piece)s' is not understood. Please write days and parts of the day, "
            "such as 'Monday evening, Saturday'.",
            piece=problem.piece,
        ),
        Reason.CATEGORY_UNKNOWN: _(
            "'%(piece)s' is no kind of help that we know, such as conversation or homework.",
            piece=problem.piece,
        ),
        Reason.DATE_FUTURE: _("This day is still to come."),
        Reason.DATE_NEEDED: _("Please write the date: that it was read counts only with its day."),
        Reason.DATE_SHAPE: _("Please write a date such as 31/12/2025."),
        Reason.DAY_AMBIGUOUS: _(
            "'%(piece)s' is short for one day in French and another in Dutch. "
            "Please write the day in full.",
            piece=problem.piece,
        ),
        Reason.DISTANCE_RANGE: _("Please write a distance between 0.1 and 100 km, such as 5 km."),
        Reason.GENDER_UNKNOWN: _("Please write woman, man or other, or leave it empty."),
        Reason.LANGUAGE_UNKNOWN: _(
            "'%(piece)s' is no language that we know. "
            "Please write names or codes with semicolons between, such as 'French: B1; ar'.",
            piece=problem.piece,
        ),
        Reason.LEVEL_UNKNOWN: _(
            "'%(piece)s' is no level that we know. "
            "Please write A1 to C2, or basic, conversational, fluent or native.",
            piece=problem.piece,
        ),
        Reason.LOCALITY_AMBIGUOUS: _("Several places have this name. Please add the postcode."),
        Reason.LOCALITY_UNKNOWN: _("We do not know this place. Please add the postcode."),
        Reason.ONE_TO_THREE: _("Please write 1, 2 or 3."),
        Reason.YEAR_SHAPE: _(
            "'%(piece)s' is no year of birth. Please write years such as 1988, 2015.",
            piece=problem.piece,
        ),
        Reason.YES_OR_NO: _("Please write yes or no."),
    }[problem.reason]


def remark(kind: Remark, rows: list[int]) -> str:
    """One line on all rows that it holds for."""
    named = ", ".join(map(str, rows[:_ROWS_NAMED]))
    if len(rows) > _ROWS_NAMED:
        named += " …"
    words = {"rows": named, "num": len(rows)}
    return {
        Remark.ALREADY_THERE: lambda: ngettext(
            "%(num)d row is already there and is left as it is: %(rows)s.",
            "%(num)d rows are already there and are left as they are: %(rows)s.",
            **words,
        ),
        Remark.TWICE_IN_FILE: lambda: ngettext(
            "%(num)d row has the contact of an earlier row and is left out: %(rows)s.",
            "%(num)d rows have the contact of an earlier row and are left out: %(rows)s.",
            **words,
        ),
        Remark.CONTACT_LEFT_OUT: lambda: ngettext(
            "%(num)d row has the phone number of somebody else, which is left out: %(rows)s.",
            "%(num)d rows have the phone number of somebody else, which is left out: %(rows)s.",
            **words,
        ),
        Remark.CONTACT_SHARED: lambda: ngettext(
            "%(num)d row shares a contact with another household; is it the same one? %(rows)s.",
            "%(num)d rows share a contact with another household; is it the same one? %(rows)s.",
            **words,
        ),
        Remark.NO_CONTACT: lambda: ngettext(
            "%(num)d row has no e-mail address and no phone number, so we cannot write to them: "
            "%(rows)s.",
            "%(num)d rows have no e-mail address and no phone number, so we cannot write to them: "
            "%(rows)s.",
            **words,
        ),
        Remark.NO_POSTCODE: lambda: ngettext(
            "%(num)d row has no postcode and cannot be matched until it is known: %(rows)s.",
            "%(num)d rows have no postcode and cannot be matched until it is known: %(rows)s.",
            **words,
        ),
    }[kind]()


def would_add(kind: Kind, count: int) -> str:
    """The last line of a dry run without a bad row."""
    if kind is Kind.VOLUNTEERS:
        return ngettext(
            "Dry run: %(num)d volunteer would be added. Nothing was written; "
            "add --commit to write.",
            "Dry run: %(num)d volunteers would be added. Nothing was written; "
            "add --commit to write.",
            count,
        )
    return ngettext(
        "Dry run: %(num)d household would be added. Nothing was written; add --commit to write.",
        "Dry run: %(num)d households would be added. Nothing was written; add --commit to write.",
        count,
    )


def added(kind: Kind, count: int) -> str:
    """The last line of an import."""
    if kind is Kind.VOLUNTEERS:
        return ngettext("%(num)d volunteer was added.", "%(num)d volunteers were added.", count)
    return ngettext("%(num)d household was added.", "%(num)d households were added.", count)


def refused(rows: int) -> str:
    """The last line when something is wrong."""
    return ngettext(
        "%(num)d row cannot be imported, so nothing was written. Please correct the file.",
        "%(num)d rows cannot be imported, so nothing was written. Please correct the file.",
        rows,
    )
