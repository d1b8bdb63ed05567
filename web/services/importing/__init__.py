"""Taking over what coordinators have today: a spreadsheet of volunteers or of households.

A file is opened (`open_table`), its columns understood (`find_layout`), its rows read
(`read_rows`), compared with who is there (`plan`) and, if everything is in order, written
(`write`). Nothing before `plan` touches the database, and only `write` changes it.
"""

from web.services.importing.columns import Column, Layout, find_layout
from web.services.importing.drafts import Draft, HouseholdDraft, VolunteerDraft
from web.services.importing.fields import Field, Kind, fields_of
from web.services.importing.planning import Plan, plan
from web.services.importing.problems import Note, Problem, Reason, Remark, Trouble, Unreadable
from web.services.importing.rows import Reading, read_rows
from web.services.importing.tables import Table, open_table
from web.services.importing.template import template
from web.services.importing.writing import write

__all__ = [
    "Column",
    "Draft",
    "Field",
    "HouseholdDraft",
    "Kind",
    "Layout",
    "Note",
    "Plan",
    "Problem",
    "Reading",
    "Reason",
    "Remark",
    "Table",
    "Trouble",
    "Unreadable",
    "VolunteerDraft",
    "fields_of",
    "find_layout",
    "open_table",
    "plan",
    "read_rows",
    "template",
    "write",
]
