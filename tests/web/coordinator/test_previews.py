"""What a preview of a policy shows: figures, map, table, and the price of promises."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client, data_of, main_form
from tests.factories import make_household, make_policy, make_volunteer
from tests.web.coordinator.test_policies import (
    NEARBY,
    _one_volunteer_and_two_households,
    _preview,
    _saved,
    _weighing,
)
from web.models import Household, Scheme, Screening, Staff, Volunteer
from web.models.vocabulary import InsistReason
from web.services import decided_pairs, matching_input
from web.services.clock import local_date

CHILDREN = {"promise_children": "100"}


def _changes(page: str) -> list[str]:
    """The last column of the figures."""
    table = page.split('id="preview"')[1].split("</table>", maxsplit=1)[0]
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", table, re.DOTALL)
    return [re.findall(r'<td class="number">(.*?)</td>', row)[-1] for row in rows]


def _families(session: Session, scheme: Scheme) -> None:
    """One volunteer, whom somebody alone suits better than a family with a child."""
    today = local_date(datetime.now(UTC))
    volunteer = make_volunteer(session, scheme=scheme, max_distance_m=5000)
    volunteer.screening = Screening(
        seen_on=today,
        checked_by_id=volunteer.id,
        passed=True,
        renew_on=today + timedelta(days=99),
    )
    make_household(session, scheme=scheme, first_name="Alone", members=[])
    make_household(
        session, scheme=scheme, first_name="Family", members=[2020], latitude=50.85
    ).max_distance_m = 5000


def test_figures_that_stay_the_same_show_a_dash(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    _one_volunteer_and_two_households(session, scheme)
    assert _changes(_preview(client)) == ["–"] * 6


def test_a_figure_that_changes_shows_by_how_much(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    _one_volunteer_and_two_households(session, scheme)
    make_policy(session, scheme, decided=_weighing("language"))
    changes = _changes(_preview(client, **NEARBY))
    assert changes[:3] == ["–"] * 3
    assert changes[4].startswith("+")
    assert changes[5] == "−1.9 km"


def test_the_map_marks_who_gains_and_who_loses_and_which_pairs_come_and_go(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    _one_volunteer_and_two_households(session, scheme)
    make_policy(session, scheme, decided=_weighing("language"))
    drawn = data_of(_preview(client, **NEARBY), "preview-map")
    names = {point["id"]: point["label"] for point in drawn["points"]}
    marks = {point["label"]: point["mark"] for point in drawn["points"]}
    assert marks.pop("Nearby") == "gains"
    assert marks.pop("Talkative") == "loses"
    assert list(marks.values()) == [""]
    assert {(names[pair["to"]], pair["change"]) for pair in drawn["pairs"]} == {
        ("Nearby", "gained"),
        ("Talkative", "lost"),
    }


def test_the_table_beside_the_map_says_who_would_meet_whom(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    _one_volunteer_and_two_households(session, scheme)
    make_policy(session, scheme, decided=_weighing("language"))
    page = _preview(client, **NEARBY).split("The map as a table")[1].split("</table>")[0]
    loses, gains = page.split("Talkative")[1].split("Nearby")
    assert loses.index("Vera") < loses.index("nobody")
    assert gains.index("nobody") < gains.index("Vera")


def test_every_share_can_be_typed_and_its_slider_is_not_sent(
    client: Client, coordinator: Staff
) -> None:
    page = client.get("/desk/policy").text
    sliders = re.findall(r'<input type="range"[^>]*>', page)
    assert len(sliders) == 13
    assert all("name=" not in slider and "hidden" in slider for slider in sliders)
    held = main_form(page).values
    assert all(re.search(r'data-slides="(.*?)"', slider)[1] in held for slider in sliders)  # type: ignore[index]


def test_the_price_of_a_promise_is_told_before_it_is_saved(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    _families(session, scheme)
    page = _preview(client, **NEARBY, **CHILDREN)
    assert "The promises cost" in page
    assert "Households with children: 1 of 1 get somebody; without the promises, 0." in page
    assert _saved(session) == []


def test_a_promise_is_kept_with_the_policy_and_by_the_next_run(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    _families(session, scheme)
    client.fill("/desk/policy", **NEARBY, **CHILDREN, promise_alone="0", name="Families too")
    (saved,) = _saved(session)
    assert saved.decided["promises"] == {"children": 10_000}
    assert main_form(client.get("/desk/policy").text).values["promise_children"] == "100"
    inputs = matching_input.read(session, scheme, saved.saved_at)
    (floor,) = inputs.policy.floors
    family = next(one for one in inputs.households if one.child_birth_years)
    assert (floor.name, {*floor.group}, floor.share) == ("children", {family.id}, 1)


@pytest.mark.parametrize(("typed", "said"), [("x", "Please write a number"), ("101", "more than")])
def test_a_promise_that_is_no_share_gets_a_sentence_and_is_kept(
    typed: str, said: str, session: Session, client: Client, coordinator: Staff
) -> None:
    answer = client.fill("/desk/policy", name="Mine", promise_alone=typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert main_form(answer.text).values["promise_alone"] == typed
    assert _saved(session) == []


def test_promises_that_a_pin_makes_impossible_are_previewed_as_a_run_would_go_on(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    _families(session, scheme)
    volunteer = session.scalars(select(Volunteer)).one()
    alone = session.scalars(select(Household).order_by(Household.id)).first()
    assert alone is not None
    decided_pairs.pin(
        session,
        volunteer,
        alone,
        actor=coordinator,
        reason=InsistReason.THEY_ASKED,
        now=datetime.now(UTC),
    )
    page = _preview(client, **CHILDREN)
    assert "Compared without promises to groups" in page
    assert "Exactly the same pairs would be proposed." in page
    assert "Together with the pairs that are pinned" not in _preview(client)
