"""Row 2 and 3: the broker is lost, refuses, or is frozen."""

from __future__ import annotations

import signal
import statistics
import subprocess
import time
from collections.abc import Callable

import pytest
from redis import Redis
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config.settings import Settings
from tests.factories import make_scheme
from tests.faults.conftest import write
from tests.faults.programs import BEAT, WORKER, Programs
from tests.faults.sink import Sink
from tests.faults.visitors import OLD_ENOUGH_S, Visitor
from tests.workers.conftest import end, wait_until
from web.cli.run import broker
from web.doorbell import QUIET_SECONDS
from web.models import Volunteer

pytestmark = pytest.mark.faults

POSTS, WARM = 100, 10
AWAY_S = 45


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_what_waits_for_a_lost_broker_is_sent_within_a_minute_of_its_return(
    session: Session,
    settings: Settings,
    sink: Sink,
    programs: Programs,
    broker_process: subprocess.Popen[bytes],
    waiting: Callable[[], int],
) -> None:
    programs.start(BEAT)
    programs.start(WORKER)
    write(session, 1)
    wait_until(lambda: len(sink.taken) == 1)
    with Redis.from_url(settings.redis_url) as client:
        client.flushall()
    broker_process.kill()
    broker_process.wait()
    write(session, 500)
    time.sleep(AWAY_S)
    assert waiting() == 500

    again = subprocess.Popen(broker(settings).command)  # noqa: S603 - our own broker
    try:
        back = time.monotonic()
        wait_until(lambda: waiting() == 0, 60)
    finally:
        end(again)
    print(f"row 2: 500 sent {time.monotonic() - back:.0f} s after the broker's return")
    assert len(sink.keys) == len(sink.taken) == 501


@pytest.mark.parametrize("trouble", [signal.SIGKILL, signal.SIGSTOP])
def test_a_broker_in_trouble_keeps_no_form_waiting(
    session: Session,
    programs: Programs,
    broker_process: subprocess.Popen[bytes],
    trouble: signal.Signals,
) -> None:
    slug = make_scheme(session).slug
    session.commit()
    _website, port = programs.website()
    visitors = [Visitor.opens(port, f"/{slug}/join", number) for number in range(WARM + POSTS)]
    time.sleep(OLD_ENOUGH_S)
    # Of each process the first page takes longest.
    warm, visitors = visitors[:WARM], visitors[WARM:]
    assert {visitor.signs_up() for visitor in warm} == {302}
    broker_process.send_signal(trouble)
    if trouble is signal.SIGKILL:
        broker_process.wait()

    took = []
    for visitor in visitors:
        if visitor.number == WARM + POSTS // 2:
            # Once more somebody tries whether it is back.
            time.sleep(QUIET_SECONDS)
        began = time.perf_counter()
        assert visitor.signs_up() == 302
        took.append(time.perf_counter() - began)

    median, slowest = (1000 * seconds for seconds in (statistics.median(took), max(took)))
    print(f"row 3, {trouble.name}: {POSTS} of {POSTS}, median {median:.0f} ms, most {slowest:.0f}")
    assert session.scalar(select(func.count()).select_from(Volunteer)) == WARM + POSTS
    assert max(took) < 0.5
