"""Who runs the installation sees how the work stands, in every scheme, and nobody's name."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_scheme, make_staff, make_volunteer
from tests.web.coordinator.statements import counting
from web.administrator import words
from web.messages import registry
from web.models import AuditEvent, Duty, Job, MatchRun, Notification, Scheme, Staff, Task
from web.models.duty import BACKUP
from web.models.vocabulary import Channel, Delivery, Progress, Role, TaskKind
from web.services import outbox, tasks
from web.services.jobs import HANDLERS
from web.services.sweeps import SWEEPS

LONG_AGO = timedelta(days=1)


@pytest.fixture
def scheme(session: Session) -> Scheme:
    return make_scheme(session, name="Next Door")


@pytest.fixture
def administrator(client: Client, session: Session) -> Staff:
    """Signed in; works for another scheme than the one that is looked at."""
    member = make_staff(session, scheme=make_scheme(session), duty=Role.ADMINISTRATOR)
    client.sign_in(member)
    return member


def _given_up(session: Session, scheme: Scheme, now: datetime, key: str = "one") -> Notification:
    person = make_volunteer(
        session, scheme=scheme, first_name="Quokka", email=f"{key}@mail.example"
    )
    outbox.notify(session, person, "proposal", dedupe_key=key, now=now - LONG_AGO)
    row = session.scalars(select(Notification).where(Notification.dedupe_key == key)).one()
    row.status, row.done_at, row.problem, row.attempts = Delivery.PARKED, now, "550", 1
    tasks.open_task(
        session,
        TaskKind.MESSAGE_FAILED,
        scheme_id=scheme.id,
        party=person,
        dedupe_key=f"message_failed:{person.id}:{Channel.EMAIL.value}",
        now=now,
    )
    session.commit()
    return row


def test_an_administrator_arrives_there_and_sees_all_schemes_but_nobody(
    client: Client, session: Session, scheme: Scheme, administrator: Staff, now: datetime
) -> None:
    _given_up(session, scheme, now)
    assert client.get("/sign-in").location == "/operations/"
    page = client.get("/operations/").text
    assert "Next Door" in page
    assert "<code>550</code>" in page
    assert "Quokka" not in page
    assert "mail.example" not in page


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.READER, Role.MEDIATOR, Role.PARTNER])
def test_nobody_else_opens_it(
    role: Role, client: Client, session: Session, scheme: Scheme, now: datetime
) -> None:
    row = _given_up(session, scheme, now)
    client.sign_in(make_staff(session, scheme=scheme, duty=role))
    assert client.get("/operations/").status_code == 403
    assert client.press(f"/operations/messages/{row.id}/again").status_code == 403
    assert row.status is Delivery.PARKED


def test_a_message_is_sent_again_once_and_it_is_noted_who_asked(
    client: Client, session: Session, scheme: Scheme, administrator: Staff, now: datetime
) -> None:
    row = _given_up(session, scheme, now)
    for _ in range(2):
        answer = client.press(f"/operations/messages/{row.id}/again")
        assert answer.location == "/operations/"
    assert (row.status, row.attempts, row.done_at) == (Delivery.PENDING, 0, None)
    (noted,) = session.scalars(select(AuditEvent))
    assert (noted.actor_id, noted.scheme_id) == (administrator.id, scheme.id)
    assert noted.action == f"notification_again:{row.id}"
    # It is no longer a coordinator's concern, until it fails once more.
    assert session.scalars(select(Task)).one().done_at is not None


def test_all_of_the_last_three_days_are_sent_again_and_older_ones_are_not(
    client: Client, session: Session, scheme: Scheme, administrator: Staff, now: datetime
) -> None:
    fresh, old = (_given_up(session, scheme, now, key) for key in ("fresh", "old"))
    old.done_at = now - timedelta(days=4)
    client.press("/operations/messages/again")
    assert fresh.status is Delivery.PENDING
    assert old.status is Delivery.PARKED


def test_a_failed_run_waits_once_more_unless_a_newer_one_is_under_way(
    client: Client, session: Session, scheme: Scheme, administrator: Staff, now: datetime
) -> None:
    run = MatchRun(
        scheme_id=scheme.id, progress=Progress.FAILED, created_at=now, finished_at=now, percent=40
    )
    newer = MatchRun(scheme_id=scheme.id, progress=Progress.RUNNING, created_at=now)
    session.add_all([run, newer])
    session.flush()
    outbox.enqueue(session, "match_run", scheme.id, run.id, dedupe_key="run", now=now)
    job = session.scalars(select(Job)).one()
    job.status, job.done_at = Delivery.PARKED, now
    said = client.press(f"/operations/jobs/{job.id}/again")
    assert (job.status, run.progress) == (Delivery.PARKED, Progress.FAILED)
    assert "a newer one" in client.get(said.location).text
    newer.progress = Progress.DONE
    client.press(f"/operations/jobs/{job.id}/again")
    assert (job.status, run.progress, run.finished_at) == (Delivery.PENDING, Progress.QUEUED, None)


def test_what_cannot_be_done_again_has_no_button_and_pressing_one_changes_nothing(
    client: Client, session: Session, scheme: Scheme, administrator: Staff, now: datetime
) -> None:
    outbox.enqueue(session, "match_run_part", scheme.id, 7, dedupe_key="part", now=now)
    job = session.scalars(select(Job)).one()
    job.status, job.done_at = Delivery.PARKED, now
    assert "A coordinator can ask for it anew." in client.get("/operations/").text
    assert client.press(f"/operations/jobs/{job.id}/again").status_code == 404
    assert client.press("/operations/messages/999999/again").status_code == 404
    assert job.status is Delivery.PARKED


def test_every_kind_of_work_has_words(sqlite_app: Flask) -> None:
    duties = [*dict(SWEEPS), "keep_erased", BACKUP]
    with sqlite_app.test_request_context():
        told = [
            *map(words.message_name, registry.kinds()),
            *map(words.job_name, HANDLERS),
            *map(words.duty_name, duties),
        ]
    assert [one for one in told if "_" in one] == []
    assert set(told).isdisjoint({*registry.kinds(), *HANDLERS, *duties})


def test_what_went_wrong_is_told_in_a_sentence(sqlite_app: Flask) -> None:
    sentences = {
        "SMTP 550 5.1.1": "There is no such mailbox or number.",
        "no such number": "There is no such mailbox or number.",
        "SMTP 552 5.2.2": "The mail server refused it.",
        "550": "The mail server refused it.",
        "5.7.1": "The mail server refused it.",
        "HTTP 422": "The gateway refused it.",
        "SMTPAuthenticationError 535": "The mail server did not accept our name and password.",
        "ConnectionRefusedError 111": "Nobody could be reached at the other end.",
        "KeyError": "The program met an error; the workers' log has more.",
    }
    with sqlite_app.test_request_context():
        assert {problem: words.problem_name(problem) for problem in sentences} == sentences


def test_it_says_that_nobody_works_and_that_something_is_late(
    client: Client, session: Session, scheme: Scheme, administrator: Staff, now: datetime
) -> None:
    silent, late = "No worker has done its round", "due for more than 15 minutes"
    assert "No worker has come round yet" in client.get("/operations/").text
    duty = Duty(name="remind", tried_at=now - timedelta(minutes=6))
    session.add(duty)
    assert silent in client.get("/operations/").text
    duty.tried_at = duty.done_at = now
    page = client.get("/operations/").text
    assert silent not in page
    assert late not in page
    outbox.enqueue(session, "x", scheme.id, 1, dedupe_key="x", now=now - timedelta(minutes=16))
    assert late in client.get("/operations/").text


def test_it_says_that_a_backup_is_missing_or_failed(
    client: Client, session: Session, administrator: Staff, now: datetime
) -> None:
    missing = "There is no backup of the last days"
    duty = Duty(name=BACKUP, tried_at=now, done_at=now - timedelta(days=1))
    session.add(duty)
    page = client.get("/operations/").text
    assert missing not in page
    # It is no work of the workers', and says nothing of them.
    assert "No worker has come round yet" in page
    assert client.get("/workersz").get_json()["sweeping"] is False
    duty.problem = "OSError"
    assert missing in client.get("/operations/").text
    duty.problem, duty.done_at = "", now - timedelta(days=3)
    assert missing in client.get("/operations/").text


def test_a_page_full_of_what_was_given_up_takes_few_questions(
    client: Client,
    engine: Engine,
    session: Session,
    scheme: Scheme,
    administrator: Staff,
    now: datetime,
) -> None:
    for number in range(12):
        _given_up(session, scheme, now, f"row{number}")
    with counting(engine) as asked:
        assert client.get("/operations/").status_code == 200
    assert len(asked.sent) <= 12
