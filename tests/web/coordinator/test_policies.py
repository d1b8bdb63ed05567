from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.browsing import Client, main_form
from tests.factories import make_household, make_policy, make_scheme, make_staff, make_volunteer
from tests.web.coordinator.statements import counting
from web.models import Scheme, SchemePolicy, Staff
from web.models.vocabulary import HelpCategory, Level
from web.services import matching_input, policies

NEARBY = {
    "proximity": "100",
    **dict.fromkeys(("language", "needs", "availability", "life", "reciprocity"), "0"),
}


def _saved(session: Session) -> list[SchemePolicy]:
    return list(session.scalars(select(SchemePolicy).order_by(SchemePolicy.version)))


def _weighing(criterion: str) -> dict[str, Any]:
    """A policy by which nothing else counts."""
    return {"weights": {name: 10_000 if name == criterion else 0 for name in policies.CRITERIA}}


def _preview(client: Client, **typed: Any) -> str:
    held = main_form(client.get("/desk/policy").text).values
    return client.post("/desk/policy/preview", data={**held, **typed}).text


def _one_volunteer_and_two_households(session: Session, scheme: Scheme) -> None:
    """One household lives next door, the other speaks the volunteer's languages."""
    make_volunteer(session, scheme=scheme, max_distance_m=5000)
    make_household(session, scheme=scheme, first_name="Nearby", languages={"fr": Level.BASIC})
    make_household(
        session,
        scheme=scheme,
        first_name="Talkative",
        latitude=50.85,
        max_distance_m=5000,
        languages={"fr": Level.NATIVE, "ar": Level.NATIVE},
        needs={HelpCategory.CONVERSATION: 1},
    )


def test_a_scheme_begins_with_the_matchers_default_in_percent(
    client: Client, coordinator: Staff
) -> None:
    page = client.get("/desk/policy").text
    held = main_form(page).values
    assert (held["proximity"], held["reciprocity"]) == ("25", "5")
    assert (held["waiting_bonus_per_week"], held["waiting_bonus_cap"]) == ("0.5", "25")
    assert held["objective"] == "coverage"
    assert "what every scheme begins with" in page


def test_a_saved_policy_is_what_the_next_run_goes_by(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    answer = client.fill(
        "/desk/policy", **{**NEARBY, "proximity": "87,5", "life": "12.50 %"}, name="  Next  door "
    )
    assert answer.location == "/desk/policy"
    (saved,) = _saved(session)
    assert (saved.name, saved.version, saved.saved_by_id) == ("Next door", 1, coordinator.id)
    weights = matching_input.policy_of(session, scheme).weights
    assert (weights.proximity, weights.life, weights.needs) == (8750, 1250, 0)
    page = client.get("/desk/policy").text
    assert "Next door" in page
    assert coordinator.full_name in page
    assert main_form(page).values["proximity"] == "87.5"


def test_what_the_desk_does_not_decide_stays_as_it_was(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    make_policy(session, scheme, decided={"stability_bonus": 7})
    client.fill("/desk/policy", **NEARBY, name="Next door")
    assert matching_input.policy_of(session, scheme).stability_bonus == 7


def test_a_preview_names_who_gains_and_who_loses_and_saves_nothing(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    _one_volunteer_and_two_households(session, scheme)
    make_policy(session, scheme, decided=_weighing("language"))
    page = _preview(client, **NEARBY)
    gains, loses = page.split("No longer waiting")[1].split("Waiting instead")
    assert "Nearby" in gains
    assert "Talkative" not in gains
    assert "Talkative" in loses.split("Somebody who suits better")[0]
    assert "1 volunteer and 2 households" in page
    assert main_form(page).values["proximity"] == "100"
    assert len(_saved(session)) == 1


def test_a_preview_of_the_policy_in_force_changes_nothing(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    _one_volunteer_and_two_households(session, scheme)
    page = _preview(client)
    assert "Exactly the same pairs would be proposed." in page
    assert "No longer waiting" not in page


@pytest.mark.parametrize("step", ["", "/preview"])
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"proximity": ""}, "Please fill this in."),
        ({"proximity": "many"}, "Please write a number from 0 to 100"),
        ({"proximity": "²"}, "Please write a number from 0 to 100"),
        ({"proximity": "9" * 400}, "Please write a number from 0 to 100"),
        ({"proximity": "-1"}, "This cannot be less than 0."),
        ({"proximity": "100.01"}, "This cannot be more than 100."),
        ({"proximity": "0"}, "Together the six weights make 0%, not 100%: 100% is missing."),
        ({"life": "2.5"}, "Together the six weights make 102.5%, not 100%: 2.5% too much."),
        ({"objective": "everything"}, "Please choose from the list"),
        ({"objective": None}, "Please fill this in"),
        ({"waiting_bonus_cap": "x"}, "Please write a number from 0 to 100"),
    ],
)
def test_bad_input_gets_a_sentence_and_everything_typed_is_kept(
    typed: dict[str, str | None],
    said: str,
    step: str,
    session: Session,
    client: Client,
    coordinator: Staff,
) -> None:
    held = {**main_form(client.get("/desk/policy").text).values, **NEARBY, **typed}
    held["name"] = "My own"
    data = {name: value for name, value in held.items() if value is not None}
    answer = client.post(f"/desk/policy{step}", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    again = main_form(answer.text).values
    kept = {name: value for name, value in typed.items() if name != "objective"}
    assert {name: again[name] for name in kept} == kept
    assert again["name"] == "My own"
    assert _saved(session) == []


def test_saving_asks_for_a_name_and_a_preview_does_not(
    session: Session, client: Client, coordinator: Staff
) -> None:
    answer = client.fill("/desk/policy", **NEARBY, name="  ")
    assert answer.status_code == 422
    assert main_form(answer.text).values["proximity"] == "100"
    assert _saved(session) == []
    assert "What this policy would change" in _preview(client, **NEARBY, name="")


def test_the_second_of_two_who_save_is_told_who_was_quicker_and_loses_nothing(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    other = make_staff(session, scheme=scheme, first_name="Quick")
    held = main_form(client.get("/desk/policy").text).values
    make_policy(session, scheme, name="Theirs", saved_by_id=other.id, decided=_weighing("needs"))
    mine = {**held, **NEARBY, "name": "Mine"}
    answer = client.post("/desk/policy", data=mine)
    assert answer.status_code == 409
    assert "Quick Example changed this on" in answer.text
    assert "it is now &#39;Theirs&#39;" in answer.text
    assert "100% now" in answer.text
    again = main_form(answer.text)
    assert (again.values["proximity"], again.values["name"]) == ("100", "Mine")
    assert [one.name for one in _saved(session)] == ["Theirs"]
    assert client.post(again.action, data=again.values).status_code == 303
    assert [one.name for one in _saved(session)] == ["Theirs", "Mine"]


def test_an_earlier_policy_is_used_again_from_the_history(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    first = make_policy(session, scheme, name="First", decided=_weighing("needs"))
    make_policy(session, scheme, name="Second", decided=_weighing("life"))
    path = f"/desk/policy/{first.public_id}"
    assert path in client.get("/desk/policy").text
    assert main_form(client.get(path).text).values["needs"] == "100"
    client.fill(path)
    newest = _saved(session)[-1]
    assert (newest.version, newest.name) == (3, "First")
    assert matching_input.policy_of(session, scheme).weights.needs == 10_000
    client.fill("/desk/policy/default")
    assert matching_input.policy_of(session, scheme).weights.needs == 2_500


def test_nothing_of_another_schemes_policies_is_seen_or_touched(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    elsewhere = make_scheme(session)
    make_policy(session, elsewhere, name="Strangers", decided=_weighing("needs"))
    _one_volunteer_and_two_households(session, elsewhere)
    assert "Strangers" not in client.get("/desk/policy").text
    assert "0 volunteers and 0 households" in _preview(client, **NEARBY)
    for name in ("Ours", "Ours, newer than all of theirs"):
        client.fill("/desk/policy", **NEARBY, name=name)
    assert matching_input.policy_of(session, elsewhere).weights.needs == 10_000


def test_a_preview_takes_as_many_queries_for_many_people_as_for_few(
    engine: Engine, session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    taken = []
    for people in (2, 20):
        for _person in range(people):
            make_volunteer(session, scheme=scheme)
            make_household(session, scheme=scheme, members=[1990, 2015])
        client.get("/desk/policy")
        with counting(engine) as statements:
            page = _preview(client, **NEARBY)
        assert "What this policy would change" in page
        taken.append(len(statements.sent))
    assert taken[0] == taken[1]
