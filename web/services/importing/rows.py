"""From the cells of a row to a draft, collecting every problem on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from web.geocoding import Place
from web.models.vocabulary import HelpCategory, Level
from web.services import normalise
from web.services.importing import values, week, whereabouts
from web.services.importing.categories import in_order, parse_categories
from web.services.importing.columns import Column, Layout
from web.services.importing.drafts import Draft, HouseholdDraft, VolunteerDraft
from web.services.importing.fields import Field, Kind
from web.services.importing.languages import UNSAID, parse_languages, parse_level
from web.services.importing.names import split_name
from web.services.importing.problems import BadCell, Problem, Reason
from web.services.importing.reader import RowReader
from web.services.importing.sheets import Row, Sheet
from web.services.importing.tables import filled
from web.services.importing.whereabouts import Written
from web.services.normalise import Complaint

_PRIORITIES = {"1": 1, "2": 2, "3": 3}
_PROGRESS_EVERY = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says: people, and everything that is wrong, by row."""

    drafts: list[Draft]
    problems: list[Problem]


def read_rows(
    sheet: Sheet, layout: Layout, today: date, progress: Callable[[int], None] = lambda _: None
) -> Reading:
    """Read every filled row below the header; `progress` is told how many more were read.

    Raises:
        Unreadable: too many rows, or a quotation mark that is not closed.
    """
    reading = Reading([], [])
    below = (row for row in sheet.open() if row[0] > layout.row)
    for count, row in enumerate(filled(below), start=1):
        found = draft(row, layout, today)
        if isinstance(found, Draft):
            reading.drafts.append(found)
        else:
            reading.problems.extend(found)
        if count % _PROGRESS_EVERY == 0:
            progress(_PROGRESS_EVERY)
    return reading


def draft(row: Row, layout: Layout, today: date) -> Draft | list[Problem]:
    """Read one row: a draft, or everything that is wrong with it."""
    reader = RowReader(row, layout)
    read = _volunteer if layout.kind is Kind.VOLUNTEERS else _household
    drafted = _person(reader, read(reader, today), today)
    return reader.problems or drafted


def _person(reader: RowReader, side: VolunteerDraft | HouseholdDraft, today: date) -> Draft:
    first_name, last_name = _name(reader)
    address = _address(reader)
    return Draft(
        row=reader.number,
        first_name=first_name,
        last_name=last_name,
        **_contact(reader),
        street=address.street,
        place=_place(reader, address),
        contact_language=reader.first(Field.CONTACT_LANGUAGE, _one_language, ""),
        languages=_languages(reader),
        offers=tuple(_categories(reader, Field.OFFERS)),
        slots=_slots(reader),
        max_distance_m=reader.first(Field.MAX_DISTANCE, values.metres, None),
        gender=reader.first(Field.GENDER, values.gender, None),
        age_band=reader.first(Field.BIRTH_YEAR, partial(values.age_band, today=today), None),
        only_women=_flag(reader, Field.ONLY_WOMEN),
        since=reader.first(Field.SINCE, partial(values.past_date, today=today), None),
        side=side,
    )


def _volunteer(reader: RowReader, today: date) -> VolunteerDraft:
    untrained: tuple[bool, date | None] = (False, None)
    is_trained, trained_on = reader.first(
        Field.TRAINED, partial(_whether_and_when, today=today), untrained
    )
    return VolunteerDraft(
        capacity=reader.first(Field.CAPACITY, values.one_to_three, 1),
        informed_on=reader.first(Field.INFORMED, partial(_when, today=today), None),
        is_trained=is_trained,
        trained_on=trained_on,
        no_children=_flag(reader, Field.NO_CHILDREN),
        step_free=_flag(reader, Field.STEP_FREE),
    )


def _household(reader: RowReader, today: date) -> HouseholdDraft:
    years = reader.every(Field.MEMBERS, lambda _, text: values.birth_years(text, today))
    ages = reader.every(
        Field.CHILDRENS_AGES, lambda _, text: values.ages_to_birth_years(text, today)
    )
    return HouseholdDraft(
        needs=in_order(_categories(reader, Field.NEEDS)),
        birth_years=tuple(year for found in (*years, *ages) for year in found),
        wanted=reader.first(Field.WANTED, values.one_to_three, 1),
        alias=reader.first(Field.ALIAS, normalise.name, ""),
        interpreter_available=_flag(reader, Field.INTERPRETER),
        step_free_only=_flag(reader, Field.STEP_FREE_ONLY),
    )


def _name(reader: RowReader) -> tuple[str, str]:
    first_name = reader.first(Field.FIRST_NAME, normalise.name, "")
    last_name = reader.first(Field.LAST_NAME, normalise.name, "")
    for field in (Field.FULL_NAME, Field.LAST_AND_FIRST_NAME):
        if not first_name and (whole := reader.first(field, normalise.name, "")):
            first_name, last_name = split_name(whole, last_first=field is not Field.FULL_NAME)
    names = (Field.FIRST_NAME, Field.FULL_NAME, Field.LAST_AND_FIRST_NAME)
    if not first_name and not reader.complained_of(*names):
        reader.complain(reader.layout.header(*names), Complaint.REQUIRED)
    return first_name, last_name


def _contact(reader: RowReader) -> dict[str, str]:
    contact = {
        "email": reader.first(Field.EMAIL, values.email, ""),
        "phone": reader.first(Field.PHONE, values.phone, ""),
    }
    fields = (Field.EMAIL, Field.PHONE)
    must = reader.layout.kind is Kind.VOLUNTEERS
    if must and not any(contact.values()) and not reader.complained_of(*fields):
        reader.complain(reader.layout.header(*fields), Complaint.CONTACT_MISSING)
    return contact


def _address(reader: RowReader) -> Written:
    """The parts of an address; what has a column of its own goes before what runs together."""
    nothing = Written("", "", "")
    street = reader.first(Field.STREET, whereabouts.split_street, nothing)
    code = reader.first(Field.POSTCODE, whereabouts.split_postcode, nothing)
    town = reader.first(Field.LOCALITY, whereabouts.split_town, nothing)
    number = reader.first(Field.HOUSE_NUMBER, whereabouts.short, "")
    box = reader.first(Field.BOX, whereabouts.short, "")
    return Written(
        whereabouts.with_number(street.street, number, box),
        code.postcode or town.postcode or street.postcode,
        town.locality or code.locality or street.locality,
    )


def _place(reader: RowReader, address: Written) -> Place | None:
    if address.postcode:
        fields = (Field.POSTCODE, Field.LOCALITY, Field.STREET)
        work = partial(whereabouts.by_postcode, address.postcode, address.locality)
    elif address.locality:
        fields = (Field.LOCALITY, Field.POSTCODE, Field.STREET)
        work = partial(whereabouts.by_locality, address.locality)
    else:
        return None
    columns = [column for field in fields for column in reader.layout.of(field)]
    found: Place | None = reader.attempt(columns[0].header, work, None)
    return found


def _languages(reader: RowReader) -> dict[str, Level]:
    """Every language of the row at the best level that any column gives it."""
    spoken: dict[str, Level] = {}
    at_home = reader.every(Field.HOME_LANGUAGE, lambda _, text: _native(text))
    for found in (*at_home, *reader.every(Field.LANGUAGES, _in_language_column)):
        for tag, level in found.items():
            spoken[tag] = max(level, spoken.get(tag, level))
    return spoken


def _native(text: str) -> dict[str, Level]:
    return dict.fromkeys(parse_languages(text), Level.NATIVE)


def _one_language(text: str) -> str:
    return next(iter(parse_languages(text)))


def _in_language_column(column: Column, text: str) -> dict[str, Level]:
    """A list of languages, or the cell of one language: a level, yes or no."""
    if not column.detail:
        return parse_languages(text)
    try:
        return {column.detail: UNSAID} if values.yes_or_no(text) else {}
    except BadCell:
        return {column.detail: parse_level(text)}


def _categories(reader: RowReader, field: Field) -> dict[HelpCategory, int | None]:
    """Categories of the row with the priority that is written beside them, if any."""
    named: dict[HelpCategory, int | None] = {}
    for found in reader.every(field, _in_category_column):
        named |= found
    return named


def _in_category_column(column: Column, text: str) -> dict[HelpCategory, int | None]:
    """A list of categories, or the cell of one category: a priority, yes or no."""
    if not column.detail:
        return parse_categories(text)
    category = HelpCategory(column.detail)
    if text in _PRIORITIES:
        return {category: _PRIORITIES[text]}
    return {category: None} if values.yes_or_no(text) else {}


def _slots(reader: RowReader) -> int:
    mask = 0
    for found in reader.every(Field.AVAILABILITY, partial(_in_week_column, reader.layout)):
        mask |= found
    return mask


def _in_week_column(layout: Layout, column: Column, text: str) -> int:
    """Days and parts, or the cell of one day or part: which of it, yes or no."""
    if not column.detail:
        return week.parse_week(text, layout.language)
    try:
        return int(column.detail) if values.yes_or_no(text) else 0
    except BadCell:
        return int(column.detail) & week.parse_week(text, layout.language)


def _flag(reader: RowReader, field: Field) -> bool:
    return reader.first(field, values.yes_or_no, otherwise=False)


def _whether_and_when(text: str, today: date) -> tuple[bool, date | None]:
    try:
        return values.yes_or_no(text), None
    except BadCell:
        return True, values.past_date(text, today)


def _when(text: str, today: date) -> date | None:
    """A day or nothing: that the legal note was read counts only with its date."""
    try:
        said_yes = values.yes_or_no(text)
    except BadCell:
        return values.past_date(text, today)
    if said_yes:
        raise BadCell(Reason.DATE_NEEDED)
    return None
