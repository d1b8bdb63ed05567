"""What waits of the yearly questions stays here, too, once a match has ended."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests.factories import make_staff
from tests.web.services.unasked.asking import (
    DAY,
    NOON,
    Leave,
    active,
    asked,
    end,
    invite,
    say,
    sweep,
)
from web.models import EvaluationAnswer, Match, Notification, Scheme
from web.models.vocabulary import (
    NOT_WRITTEN_AFTER,
    Channel,
    Delivery,
    EndReason,
    PauseReason,
    Receipt,
)
from web.services import evaluations, follow_ups, living_matches, match_news, receipts, second_tries


@pytest.mark.parametrize("reason", sorted(NOT_WRITTEN_AFTER))
def test_after_a_death_no_invitation_no_reminder_and_no_thanks_leave(
    session: Session,
    match: Match,
    leave: Leave,
    noon: time_machine.Traveller,
    reason: EndReason,
) -> None:
    """One match ends before its invitation leaves, the other before the reminder."""
    match_news.thank_for_meeting(session, match, now=NOON)
    invite(session, match)
    end(session, match, reason)
    other = active(session)
    invite(session, other)
    assert leave() == {"evaluation_invitation": 2}
    end(session, other, reason)
    for days in (8, 22):
        noon.move_to(NOON + days * DAY)
        sweep(session, NOON + days * DAY)
        assert leave() == {"evaluation_invitation": 2}


def test_who_has_answered_is_not_reminded_by_what_waits_for_the_morning(
    session: Session, match: Match, leave: Leave, noon: time_machine.Traveller
) -> None:
    invite(session, match)
    follow_ups.ask_due(session, NOON)
    leave()
    before = leave()
    night = NOON + 8 * DAY + timedelta(hours=11)
    noon.move_to(night)
    sweep(session, night)
    waiting = select(Notification.kind).where(Notification.status == "pending")
    assert Counter(session.scalars(waiting)) == {"follow_up_reminder": 2, "evaluation_reminder": 2}
    for question in asked(session):
        say(session, question, night)
    for answer in session.scalars(select(EvaluationAnswer)):
        evaluations.answer(
            session, answer, still_meet=True, satisfaction=5, outcomes={}, comment="", now=night
        )
    noon.move_to(NOON + 9 * DAY)
    assert leave() == before


def test_what_was_given_up_is_not_sent_again_after_a_death_and_once_after_a_pause(
    session: Session, match: Match, leave: Leave
) -> None:
    cora = make_staff(session, scheme_id=match.scheme_id)
    other = active(session, scheme=session.get_one(Scheme, match.scheme_id))
    follow_ups.ask_due(session, NOON)
    invite(session, match)
    session.execute(update(Notification).values(status=Delivery.PARKED, done_at=NOON))
    end(session, match, EndReason.DEATH_OR_ILLNESS)
    living_matches.pause(session, other, actor=cora, reason=PauseReason.AWAY, now=NOON)
    assert second_tries.recent_messages(session, cora, NOON) == 2
    assert leave() == {"evaluation_invitation": 2}
    living_matches.resume(session, other, actor=cora, now=NOON)
    follow_ups.ask_due(session, NOON)
    # The volunteer's waits for the week to be over.
    assert leave() == {"evaluation_invitation": 2, "follow_up": 1}


def test_what_comes_back_after_a_death_does_not_go_another_way(
    session: Session, match: Match, leave: Leave
) -> None:
    match.volunteer.set_phone("+32470000042")
    invite(session, match)
    follow_ups.ask_due(session, NOON)
    leave()
    sent = session.scalars(
        select(Notification).where(Notification.party_id == match.volunteer_id)
    ).all()
    end(session, match, EndReason.DEATH_OR_ILLNESS)
    for row in sent:
        assert receipts.take(session, receipts.key_of(row), Receipt.FAILED, "5.1.1", NOON)
    session.flush()
    assert match.volunteer.email_failed_at == NOON
    texts = select(Notification.kind).where(Notification.channel == Channel.SMS)
    assert session.scalars(texts).all() == []
