from __future__ import annotations

from datetime import date

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from web.messages.languages import SPOKEN_LANGUAGES, STAFF_LANGUAGES, language_name
from web.models.vocabulary import AgeBand, HelpCategory, Level
from web.services.importing import values
from web.services.importing.categories import in_order, parse_categories
from web.services.importing.languages import parse_languages, parse_level
from web.services.importing.names import split_name
from web.services.importing.problems import BadCell, Reason
from web.services.importing.week import parse_week, slots
from web.services.normalise import BadValue

TODAY = date(2026, 11, 22)
B, C, F, N = Level
MORNING, AFTERNOON, EVENING = range(3)
ALL_DAY = range(3)


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("fr:native; nl:B1; arabe (courant)", {"fr": N, "nl": C, "ar": F}),
        ("Nederlands B1, Frans en Engels", {"nl": C, "fr": C, "en": C}),
        ("Français langue maternelle / anglais: A2/B1", {"fr": N, "en": B}),
        ("mother tongue Arabic, notions de néerlandais", {"ar": N, "nl": B}),
        ("Arabe, courant; français un peu", {"ar": F, "fr": B}),
        ("Nederlands en een beetje Frans", {"nl": F, "fr": B}),
        ("Kurdish (Sorani)", {"ckb": F}),
        ("Persan (dari) C1", {"prs": F}),
        ("العربية", {"ar": F}),
        ("en", {"en": F}),
        ("fr-BE; ara B2", {"fr": F, "ar": C}),
        ("Tigrinya\nArabisch", {"ti": F, "ar": C}),
        ("Ukrainisch (Muttersprache)", {"uk": N}),
    ],
)
def test_languages_are_read_as_people_write_them(text: str, spoken: dict[str, Level]) -> None:
    assert parse_languages(text) == spoken
    assert list(parse_languages(text)) == list(spoken)


@given(
    tags=st.lists(st.sampled_from(SPOKEN_LANGUAGES), min_size=1, max_size=5, unique=True),
    locale=st.sampled_from(STAFF_LANGUAGES),
    separator=st.sampled_from([", ", "; ", " / ", "\n"]),
    level=st.sampled_from(["A1", "C2", "native"]),
)
def test_every_language_we_offer_is_known_by_its_name_in_four_languages(
    tags: list[str], locale: str, separator: str, level: str
) -> None:
    text = separator.join(f"{language_name(tag, Locale(locale))} ({level})" for tag in tags)
    known = {"A1": Level.BASIC, "C2": Level.FLUENT, "native": Level.NATIVE}
    assert parse_languages(text) == dict.fromkeys(tags, known[level])


@pytest.mark.parametrize("text", ["Elvish", "fr; Elvish B2", "français:5", "nl en fr", "B2", "?"])
def test_what_is_no_language_or_might_be_two_is_said_so(text: str) -> None:
    with pytest.raises(BadCell) as bad:
        parse_languages(text)
    assert bad.value.reason is Reason.LANGUAGE_UNKNOWN
    assert bad.value.piece in text


def test_a_level_by_itself_is_a_grade_or_a_word() -> None:
    assert [parse_level(text) for text in ("b1", "Niveau A1", "vloeiend", "A2-B1")] == [C, B, F, B]
    with pytest.raises(BadCell):
        parse_level("français")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ma avond, za", slots([0], [EVENING]) | slots([5], ALL_DAY)),
        ("mercredi après-midi", slots([2], [AFTERNOON])),
        ("ma soir", slots([1], [EVENING])),
        ("lundi au vendredi soir", slots(range(5), [EVENING])),
        ("Mon-Fri evenings; weekend", slots(range(5), [EVENING]) | slots([5, 6], ALL_DAY)),
        ("lundi, mardi et jeudi soir", slots([0, 1, 3], [EVENING])),
        ("matin lundi, soir mardi", slots([0], [MORNING]) | slots([1], [EVENING])),
        ("woensdagnamiddag", slots([2], [AFTERNOON])),
        ("za voormiddag en namiddag", slots([5], [MORNING, AFTERNOON])),
        ("'s avonds", slots(range(7), [EVENING])),
        ("vr t/m zo", slots([4, 5, 6], ALL_DAY)),
        ("zaterdag - maandag", slots([5, 6, 0], ALL_DAY)),
        ("toujours", slots(range(7), ALL_DAY)),
    ],
)
def test_availability_is_read_as_people_write_it(text: str, expected: int) -> None:
    assert parse_week(text) == expected


def test_a_short_day_that_differs_by_language_needs_a_hint() -> None:
    assert parse_week("di", "nl") == slots([1], ALL_DAY)
    assert parse_week("di", "fr") == slots([6], ALL_DAY)
    with pytest.raises(BadCell) as bad:
        parse_week("di")
    assert (bad.value.reason, bad.value.piece) == (Reason.DAY_AMBIGUOUS, "di")


def test_hours_are_not_guessed_at() -> None:
    with pytest.raises(BadCell) as bad:
        parse_week("lundi 18h")
    assert bad.value.reason is Reason.AVAILABILITY_UNKNOWN


@given(st.sets(st.tuples(st.integers(0, 6), st.integers(0, 2)), min_size=1))
def test_any_week_written_out_in_dutch_comes_back(cells: set[tuple[int, int]]) -> None:
    days = "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split()  # noqa: SIM905
    parts = ("voormiddag", "namiddag", "avond")
    text = "; ".join(f"{days[day]} {parts[part]}" for day, part in cells)
    assert parse_week(text) == sum(1 << (day * 3 + part) for day, part in cells)


def test_help_is_named_in_three_languages_with_priorities() -> None:
    named = parse_categories("aide aux devoirs; samen koken, reading letters: 1")
    assert list(named) == [HelpCategory.HOMEWORK, HelpCategory.MEAL, HelpCategory.MAIL]
    assert list(in_order(named).values()) == [1, 2, 1]
    with pytest.raises(BadCell) as bad:
        parse_categories("conversation, magie")
    assert bad.value.piece == "magie"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("470123456", "+32470123456"),
        ("0470/12.34.56", "+32470123456"),
        ("02 511 11 11 of 0470 12 34 56", "+3225111111"),
        ("niet gekend / 0470 12 34 56", "+32470123456"),
    ],
)
def test_the_first_good_number_of_a_cell_counts(text: str, number: str) -> None:
    assert values.phone(text) == number


def test_addresses_of_links_and_address_books_are_read() -> None:
    assert values.email("Ana Silva <ana@example.org>") == "ana@example.org"
    assert values.email("mailto:ana@example.org") == "ana@example.org"
    with pytest.raises(BadValue):
        values.email("nobody")


def test_dates_are_written_day_first_and_lie_in_the_past() -> None:
    for text in ("1/3/2024", "01-03-24", "1.3.2024", "2024-03-01", "2024-03-01T00:00:00"):
        assert values.past_date(text, TODAY) == date(2024, 3, 1)
    for text, reason in (("31/2/2024", Reason.DATE_SHAPE), ("1/1/2099", Reason.DATE_FUTURE)):
        with pytest.raises(BadCell) as bad:
            values.past_date(text, TODAY)
        assert bad.value.reason is reason


@given(st.dates(date(1930, 1, 1), TODAY))
def test_a_birth_date_and_its_iso_form_give_one_age_band(born: date) -> None:
    band = values.age_band(born.strftime("%d/%m/%Y"), TODAY)
    assert band is values.age_band(born.isoformat(), TODAY)
    assert isinstance(band, AgeBand)


def test_ages_and_years_give_birth_years() -> None:
    assert values.birth_years("2015, 12/03/1988", TODAY) == [2015, 1988]
    assert values.ages_to_birth_years("5 et 8 ans", TODAY) == [2021, 2018]
    for text in ("2 kinderen", "1850", "2099"):
        with pytest.raises(BadCell):
            values.birth_years(text, TODAY)


def test_distances_are_kilometres_unless_they_say_otherwise() -> None:
    assert [values.metres(text) for text in ("2,5", "3 km", "800 m", "1500")] == [
        2500,
        3000,
        800,
        1500,
    ]
    for text in ("0", "far", "500 km", "2 or 3"):
        with pytest.raises(BadCell):
            values.metres(text)


@pytest.mark.parametrize(
    ("whole", "last_first", "first", "last"),
    [
        ("Ana Silva", False, "Ana", "Silva"),
        ("Silva Ana", True, "Ana", "Silva"),
        ("VAN DEN BERG Jan", False, "Jan", "VAN DEN BERG"),
        ("Dupont, Marie", False, "Marie", "Dupont"),
        ("محمد علي", False, "محمد", "علي"),
        ("Ana", True, "Ana", ""),
    ],
)
def test_a_name_in_one_cell_is_divided(whole: str, last_first: bool, first: str, last: str) -> None:
    assert split_name(whole, last_first=last_first) == (first, last)
