from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher import FairnessFloor, MatcherError, Objective, Policy, Weights
from web.services.matching_input import policy_from, policy_to_json

pairs = st.frozensets(st.tuples(st.sampled_from("uvw"), st.sampled_from("ghi")), max_size=3)
floors = st.lists(
    st.builds(
        FairnessFloor,
        name=st.text(max_size=3),
        group=st.frozensets(st.sampled_from("ghi")),
        share=st.floats(0.001, 1.0),
    ),
    max_size=2,
    unique_by=lambda floor: floor.name,
).map(tuple)
policies = st.builds(
    Policy,
    weights=st.sampled_from((Weights(), Weights(proximity=3_000, language=2_000))),
    objective=st.sampled_from(Objective),
    stability_bonus=st.integers(0, 10),
    proposed_last_time=pairs,
    pins=pairs,
    forbidden=pairs,
    live=pairs,
    floors=floors,
    reach_m=st.one_of(st.none(), st.integers(1, 99_999)),
)


@given(policies)
def test_a_policy_reads_back_from_json_as_it_was(policy: Policy) -> None:
    assert policy_from(json.loads(json.dumps(policy_to_json(policy)))) == policy


def test_a_policy_stored_before_there_were_floors_has_none() -> None:
    assert policy_from({"weights": {}}).floors == ()


def test_a_floor_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(MatcherError, match="the share of floor 'Somali' is 2"):
        policy_from({"floors": [{"name": "Somali", "group": [], "share": 2}]})
