"""What both sides answer, and what it sets off."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_match
from tests.web.services.steps import NOW, approved, told
from web.models import Notification, Task
from web.models.vocabulary import Answer, DeclineReason, Delivery, MatchState, Side, TaskKind
from web.services import households, links, matches, volunteers
from web.services.errors import LinkRefused, ReasonMissing


def test_two_yeses_accept_and_both_are_told(session: Session) -> None:
    match, _ = approved(session)

    matches.answer(session, match, Side.HOUSEHOLD, Answer.YES, now=NOW)
    assert match.accepted_at is None
    matches.answer(session, match, Side.VOLUNTEER, Answer.YES, now=NOW)

    assert match.state is MatchState.ACCEPTED
    assert match.accepted_at == NOW
    assert told(session, "match_accepted") == {"volunteer", "household"}


def test_the_same_answer_twice_changes_nothing(session: Session) -> None:
    match, _ = approved(session)
    matches.answer(session, match, Side.HOUSEHOLD, Answer.LATER, now=NOW)
    session.flush()
    before = (match.version, len(match.events))

    matches.answer(session, match, Side.HOUSEHOLD, Answer.LATER, now=NOW)
    session.flush()

    assert (match.version, len(match.events)) == before


def test_a_changed_mind_counts_while_answers_are_awaited(session: Session) -> None:
    match, _ = approved(session)
    matches.answer(session, match, Side.HOUSEHOLD, Answer.YES, now=NOW)

    matches.answer(session, match, Side.HOUSEHOLD, Answer.NO, reason=DeclineReason.NOT_NOW, now=NOW)

    assert match.state is MatchState.DECLINED
    assert match.reason == "not_now"


def test_a_no_without_a_reason_is_not_taken(session: Session) -> None:
    match, _ = approved(session)

    with pytest.raises(ReasonMissing):
        matches.answer(session, match, Side.VOLUNTEER, Answer.NO, now=NOW)

    assert match.volunteer_answer is None
    assert match.state is MatchState.APPROVED


def test_a_no_takes_back_a_question_that_has_not_left(session: Session) -> None:
    match, _ = approved(session)

    matches.answer(session, match, Side.VOLUNTEER, Answer.NO, reason=DeclineReason.NO_TIME, now=NOW)

    assert told(session, "match_offer") == set()
    assert told(session, "match_off") == set()


def test_a_no_is_told_gently_to_the_side_that_was_asked(session: Session) -> None:
    match, _ = approved(session)
    for row in session.scalars(select(Notification)):
        row.status, row.attempts = Delivery.DONE, 1
    session.flush()

    matches.answer(session, match, Side.VOLUNTEER, Answer.NO, reason=DeclineReason.NO_TIME, now=NOW)

    assert told(session, "match_off") == {"household"}


@pytest.mark.parametrize("leaver", Side)
@pytest.mark.parametrize("state", [MatchState.APPROVED, MatchState.ACCEPTED])
def test_who_leaves_is_not_told_that_we_write_again(
    session: Session, leaver: Side, state: MatchState
) -> None:
    match = make_match(session, state=state)
    if leaver is Side.HOUSEHOLD:
        households.stop_for_good(session, match.household, NOW)
    else:
        volunteers.leave(session, match.volunteer, match.volunteer, NOW)
    other = Side.VOLUNTEER if leaver is Side.HOUSEHOLD else Side.HOUSEHOLD
    assert told(session, "match_off") == {other.value}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [(Answer.LATER, TaskKind.ANSWERED_LATER), (Answer.CALL_ME, TaskKind.CALL_ME)],
)
def test_later_and_call_me_become_a_task(session: Session, answer: Answer, kind: TaskKind) -> None:
    match, _ = approved(session)

    matches.answer(session, match, Side.HOUSEHOLD, answer, now=NOW)

    task = session.scalars(select(Task)).one()
    assert (task.kind, task.match_id, task.party_id) == (kind, match.id, match.household_id)


def test_links_end_when_the_state_moves_on(session: Session) -> None:
    match, _ = approved(session)
    path = links.create(session, match.household, links.Purpose.MATCH, match.id, now=NOW)
    public_id, secret = path.split("/")[2:]
    links.open_link(session, public_id, secret, now=NOW)

    matches.answer(session, match, Side.VOLUNTEER, Answer.NO, reason=DeclineReason.NO_TIME, now=NOW)

    with pytest.raises(LinkRefused):
        links.open_link(session, public_id, secret, now=NOW)
