"""Where one more volunteer adds most, against running again with that volunteer."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from matcher import (
    Household,
    Level,
    Need,
    Objective,
    Place,
    Policy,
    RadarCell,
    SpokenLanguage,
    Volunteer,
    explain_pair,
    match,
    radar,
)
from matcher.newcomers import all_cells
from tests.matcher import exhaustive
from tests.matcher.factories import household, volunteer
from tests.matcher.strategies import NOW, Scheme, schemes

DARI = (SpokenLanguage("fa", Level.NATIVE),)


def value(givers: list[Volunteer], takers: list[Household], policy: Policy) -> exhaustive.Value:
    result = match(givers, takers, policy, now=NOW)
    pairs, points = len(result.pairs), result.score
    return (pairs, points) if policy.objective is Objective.COVERAGE else (points, pairs)


@st.composite
def pinned_schemes(draw: st.DrawFn) -> Scheme:
    givers, takers, policy = draw(schemes())
    possible = sorted(exhaustive.scores(givers, takers, policy))
    pins = st.sampled_from([frozenset(), *(frozenset({pair}) for pair in possible)])
    return givers, takers, replace(policy, pins=draw(pins))


def areas_of(takers: list[Household]) -> dict[str, str]:
    return {taker.id: str(taker.place.latitude) for taker in takers}


@given(pinned_schemes(), st.data())
def test_a_gain_is_what_the_optimum_gains_when_that_volunteer_signs_up(
    scheme: Scheme, data: st.DataObject
) -> None:
    givers, takers, policy = scheme
    found = radar(givers, takers, policy, areas_of(takers), now=NOW)
    assume(found)
    cell = data.draw(st.sampled_from(found))
    before = value(givers, takers, policy)
    after = value([*givers, cell.newcomer], takers, policy)
    if policy.objective is Objective.COVERAGE:
        assert (after[0] - before[0], after[1] - before[1]) == (cell.pairs, cell.points)
        assert (cell.pairs, cell.points) > (0, 0)
    else:
        # Of equally many points a run takes any number of pairs; the radar the most.
        assert after[0] - before[0] == cell.points
        assert cell.points >= 0


@given(pinned_schemes(), st.data())
def test_a_cell_names_those_whom_that_volunteer_would_be_worth_having_for(
    scheme: Scheme, data: st.DataObject
) -> None:
    givers, takers, policy = scheme
    policy = replace(policy, objective=Objective.COVERAGE)
    cells = list(all_cells(givers, takers, areas_of(takers)))
    assume(cells)
    cell = data.draw(st.sampled_from(cells))
    found = {
        (one.area, one.language, one.slot): one.households
        for one in radar(givers, takers, policy, areas_of(takers), now=NOW)
    }
    before = value(givers, takers, policy)
    worth_it = []
    for position in sorted(cell.members):
        taker = takers[position]
        pair = (cell.newcomer.id, taker.id)
        taken = sum(name == taker.id for _, name in policy.pins)
        suits = not isinstance(explain_pair(cell.newcomer, taker, policy, NOW), list)
        if suits and taken < taker.wanted:
            pinned = replace(policy, pins=policy.pins | {pair})
            if value([*givers, cell.newcomer], takers, pinned) > before:
                worth_it.append(taker.id)
    assert found.get((cell.area, cell.language, cell.slot), ()) == tuple(worth_it)


@given(pinned_schemes())
def test_the_largest_gain_comes_first_and_the_order_of_the_input_changes_nothing(
    scheme: Scheme,
) -> None:
    givers, takers, policy = scheme
    found = radar(givers, takers, policy, areas_of(takers), now=NOW)
    assert found == radar(givers[::-1], takers[::-1], policy, areas_of(takers), now=NOW)
    coverage = policy.objective is Objective.COVERAGE
    gains = [(one.pairs, one.points) if coverage else (one.points, one.pairs) for one in found]
    assert gains == sorted(gains, reverse=True)


def test_a_language_that_nobody_speaks_leads_the_table() -> None:
    takers = [
        household(id="french"),
        household(id="one", languages=DARI, slots=0b11),
        household(id="two", languages=DARI, slots=0b10),
        household(id="away", languages=DARI, slots=0b10, place=Place(51.2, 4.4)),
    ]
    areas = {"french": "1050", "one": "1050", "two": "1050", "away": "2000"}
    found = radar([volunteer()], takers, Policy(), areas, now=NOW)
    assert [(one.area, one.language, one.slot, one.pairs, one.households) for one in found] == [
        ("1050", "fa", 1, 1, ("one", "two")),
        ("1050", "fa", 0, 1, ("one",)),
        ("2000", "fa", 1, 1, ("away",)),
    ]


def test_a_household_that_is_served_poorly_counts_with_what_it_would_gain() -> None:
    far = volunteer(place=Place(50.868, 4.35))
    (cell,) = radar([far], [household()], Policy(), {"h": "1050"}, now=NOW)
    worth = exhaustive.scores([far, cell.newcomer], [household()], Policy())
    assert (cell.pairs, cell.households) == (0, ("h",))
    assert cell.points == worth[cell.newcomer.id, "h"] - worth["v", "h"] > 0


def test_a_household_that_nobody_could_serve_better_is_in_no_cell() -> None:
    assert radar([volunteer()], [household()], Policy(), {"h": "1050"}, now=NOW) == ()


def test_a_household_without_an_area_is_in_no_cell() -> None:
    takers = [household(id="known"), household(id="unknown")]
    (cell,) = radar([], takers, Policy(), {"known": "1050"}, now=NOW)
    assert cell.households == ("known",)
    assert radar([], takers, Policy(), {}, now=NOW) == ()


def test_the_volunteer_assumed_lives_in_the_middle_and_offers_what_is_asked() -> None:
    takers = [
        household(id="a", place=Place(50.85, 4.35)),
        household(id="b", place=Place(50.86, 4.36), needs=(Need("meal", 2),)),
        household(id="c", place=Place(50.90, 4.38)),
    ]
    givers = [volunteer(id=f"v{limit}", capacity=0, max_distance_m=limit) for limit in (1, 3, 9)]
    areas = dict.fromkeys(("a", "b", "c"), "1050")
    found = radar(givers, takers, Policy(), areas, now=NOW)
    cells = list(all_cells(givers, takers, areas))
    newcomer = cells[0].newcomer
    assert newcomer.place == Place(50.86, 4.36)
    assert newcomer.offers == {"mail", "meal"}
    assert newcomer.max_distance_m == 3
    assert found[0] == RadarCell("1050", "fr", 0, 1, found[0].points, ("b",), newcomer)
