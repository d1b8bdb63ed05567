"""A family comes in by itself."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client, main_form
from tests.factories import make_scheme
from web.models import Household, Scheme, Task
from web.models.vocabulary import (
    Channel,
    Gender,
    HelpCategory,
    HouseholdState,
    Level,
    Source,
    TaskKind,
)

GOOD = {
    "first_name": "هناء",
    "last_name": "",
    "alias": "Hana",
    "phone": "0470 12 34 56",
    "email": "",
    "channel": "sms",
    "language": "ar",
    "postcode": "1080",
    "street": "",
    "languages-0-tag": "ar",
    "languages-0-level": "4",
    "languages-1-tag": "fr",
    "languages-1-level": "1",
    "needs-conversation": "1",
    "needs-conversation-rank": "1",
    "needs-discover": "1",
    "needs-discover-rank": "3",
    "slots-2-1": "1",
    "birth_years": ["1985", "٢٠١٥", "", ""],
    "wanted": "1",
    "gender": "woman",
    "only_women": "y",
}


@pytest.fixture
def scheme(session: Session) -> Scheme:
    return make_scheme(session)


def test_a_family_is_kept_as_it_told_and_a_coordinator_is_asked(
    client: Client, session: Session, scheme: Scheme
) -> None:
    response = client.fill(f"/{scheme.slug}/refer", **GOOD)
    assert response.headers["Location"] == f"/{scheme.slug}/refer/thank-you"
    household = session.scalars(select(Household)).one()
    assert household.state is HouseholdState.REFERRED
    assert household.source is Source.SELF
    assert (household.first_name, household.shown_name) == ("هناء", "Hana")
    assert (household.phone, household.channel) == ("+32470123456", Channel.SMS)
    assert (household.language, household.postcode, household.address) == ("ar", "1080", None)
    assert {row.tag: row.level for row in household.languages} == {
        "ar": Level.NATIVE,
        "fr": Level.BASIC,
    }
    assert {row.category: row.priority for row in household.needs} == {
        HelpCategory.CONVERSATION: 1,
        HelpCategory.DISCOVER: 3,
    }
    assert sorted(member.birth_year for member in household.members) == [1985, 2015]
    assert household.slots == 1 << (2 * 3 + 1)
    assert (household.gender, household.only_women) == (Gender.WOMAN, True)
    assert not household.step_free_only
    task = session.scalars(select(Task)).one()
    assert (task.kind, task.party_id) == (TaskKind.INTAKE, household.id)


def test_the_thank_you_page_speaks_the_familys_language(client: Client, scheme: Scheme) -> None:
    client.get("/language/ar")
    page = client.get(f"/{scheme.slug}/refer/thank-you")
    assert page.status_code == 200
    assert 'lang="ar" dir="rtl"' in page.text


def test_a_form_sent_twice_makes_one_family(
    client: Client, session: Session, scheme: Scheme
) -> None:
    data = {**main_form(client.get(f"/{scheme.slug}/refer").text).values, **GOOD}
    answers = [client.post(f"/{scheme.slug}/refer", data=data) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert len(session.scalars(select(Household)).all()) == 1
    assert len(session.scalars(select(Task)).all()) == 1


def test_two_families_may_share_the_number_of_their_helper(
    client: Client, session: Session, scheme: Scheme
) -> None:
    client.fill(f"/{scheme.slug}/refer", **GOOD)
    client.fill(f"/{scheme.slug}/refer", **{**GOOD, "first_name": "Samir"})
    assert len(session.scalars(select(Household)).all()) == 2
    evidence = [task.evidence for task in session.scalars(select(Task).order_by(Task.id))]
    assert [each["same_contact"] for each in evidence] == [0, 1]


def test_who_is_written_to_by_mail_may_be_called_at_any_number(
    client: Client, session: Session, scheme: Scheme
) -> None:
    mail = {"email": "ana@families.example", "channel": "email", "phone": "02 512 34 56"}
    assert client.fill(f"/{scheme.slug}/refer", **{**GOOD, **mail}).status_code == 302
    household = session.scalars(select(Household)).one()
    assert household.phone == "+3225123456"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"phone": ""}, "an e-mail address or a phone number"),
        ({"channel": "email"}, "we need it above"),
        ({"phone": "02 512 34 56"}, "needs a mobile number"),
        ({"channel": "pigeon"}, "Please choose from the list"),
        ({"birth_years": ["1985", "yesterday"]}, "a year of birth"),
        ({"birth_years": ["1850"]}, "a year of birth"),
        ({"birth_years": ["2090"]}, "a year of birth"),
        ({"needs-conversation": None, "needs-discover": None}, "choose at least one"),
        ({"slots-2-1": None}, "at least one moment"),
        ({"language": "tlh"}, "choose from the list"),
        ({"wanted": "9"}, "Please choose from the list"),
        ({"postcode": "0000"}, "We do not know this postcode"),
    ],
)
def test_what_cannot_be_used_is_said_and_the_rest_stays(
    client: Client,
    session: Session,
    scheme: Scheme,
    changed: dict[str, object],
    sentence: str,
) -> None:
    response = client.fill(f"/{scheme.slug}/refer", **{**GOOD, **changed})
    assert response.status_code == 200
    assert sentence in response.text
    shown = main_form(response.text).values
    kept = {
        name: value
        for name, value in GOOD.items()
        if name not in changed and name != "birth_years" and value
    }
    assert {name: shown.get(name) for name in kept} == kept
    assert session.scalars(select(Household)).all() == []


def test_a_wrong_year_is_shown_again_as_it_was_typed(client: Client, scheme: Scheme) -> None:
    response = client.fill(
        f"/{scheme.slug}/refer", **{**GOOD, "birth_years": ["1985", "last year"]}
    )
    assert main_form(response.text).values["birth_years"][:2] == ["1985", "last year"]


def test_a_category_that_the_scheme_switched_off_is_not_asked(
    client: Client, session: Session, scheme: Scheme
) -> None:
    scheme.categories_off = ["conversation"]
    assert "needs-conversation" not in client.get(f"/{scheme.slug}/refer").text
    client.fill(f"/{scheme.slug}/refer", **GOOD)
    needs = session.scalars(select(Household)).one().needs
    assert [row.category for row in needs] == [HelpCategory.DISCOVER]


def test_the_page_is_light_enough_for_a_slow_line(client: Client, scheme: Scheme) -> None:
    client.get("/language/ti")
    page = client.get(f"/{scheme.slug}/refer").text
    paths = re.findall(r'<(?:link rel="stylesheet"|script|link rel="icon")[^>]+?"(/[^"]+)"', page)
    assert len(paths) >= 5
    weight = len(page.encode())
    for path in paths:
        with client.get(path) as part:
            assert part.status_code == 200
            weight += len(part.data)
    assert weight <= 60_000


def test_languages_stand_as_in_a_dictionary(client: Client, scheme: Scheme) -> None:
    page = client.get(f"/{scheme.slug}/refer", headers={"Accept-Language": "es"}).text
    assert page.index(">alemán<") < page.index(">árabe<") < page.index(">armenio<")
