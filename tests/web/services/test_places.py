from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.factories import make_match
from web.models import Scheme
from web.models.vocabulary import MatchState
from web.services import matching_input, places

TRIED = {MatchState.REJECTED, MatchState.DECLINED, MatchState.CANCELLED, MatchState.ENDED}


@pytest.mark.parametrize("state", list(MatchState))
def test_a_pair_is_ruled_out_by_what_was_tried_for_coordinators_and_the_solver_alike(
    session: Session, state: MatchState
) -> None:
    match = make_match(session, state=state)
    scheme = session.get_one(Scheme, match.scheme_id)
    pair = (match.volunteer.public_id, match.household.public_id)

    assert places.is_forbidden(session, match.volunteer_id, match.household_id) == (state in TRIED)
    assert (pair in matching_input.policy_of(session, scheme).forbidden) == (state in TRIED)
