"""Timelines: what happened with somebody, told once, in order, and without words of theirs."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_match, make_scheme, make_volunteer
from tests.web.coordinator.histories import LONG_AGO, everything
from tests.web.coordinator.statements import counting
from web.messages import kinds
from web.messages.moments import message_about, step_taken
from web.models import AuditEvent, Match, Note, Party, Scheme, Staff
from web.models.vocabulary import MatchState
from web.queries.timeline import FEW, MOST, Until
from web.services import notes, outbox

_MOMENT = re.compile(
    r"<li>\s*<time[^>]*>(.*?)</time>\s*<p>(.*?)</p>(?:\s*<p[^>]*>(.*?)</p>)?", re.DOTALL
)
_EARLIER = re.compile(r'class="earlier"><a href="([^"]+)"')
_TAG = re.compile(r"<[^>]+>")


def _told(html: str) -> list[str]:
    """The moments of a page, each as one text: when · who | what | reason."""
    timeline = html.partition('<ol class="timeline">')[2].partition("</ol>")[0]
    found = _MOMENT.findall(timeline)
    return [" | ".join(unescape(_TAG.sub("", part)).strip() for part in one) for one in found]


@pytest.fixture
def match(session: Session, scheme: Scheme, coordinator: Staff) -> Match:
    return make_match(
        session,
        volunteer=make_volunteer(session, scheme=scheme, first_name="Vera", created_at=LONG_AGO),
        household=make_household(session, scheme=scheme, first_name="Hana", created_at=LONG_AGO),
        proposed_at=LONG_AGO,
    )


def _page(thing: Match | Party) -> str:
    kind = "matches" if isinstance(thing, Match) else f"{thing.kind}s"
    return f"/desk/{kind}/{thing.public_id}"


def test_everything_that_happened_with_a_household_is_told_the_newest_first(
    session: Session, client: Client, match: Match, coordinator: Staff
) -> None:
    everything(session, match, coordinator)
    # What the factory says of the last weeks comes before them.
    told = _told(client.get(f"{_page(match.household)}/timeline").text)
    cora = coordinator.full_name
    expected = [
        ("Takes a break", cora),
        ("Handed a task over to Dora Example", "It is not going well, says Hana Example"),
        ("The family said no", "Tuesday"),
        ("Asked the family", "Tuesday"),
        ("Wrote a note", cora),
        ("Did not answer how it is going", "Hana Example"),
        ("Answered how it is going: not good", "have met, asks to be called"),
        ("An e-mail did not arrive", "a proposal"),
        ("A text message was sent", "a proposal"),
        ("Match with Vera Example: declined", "I have no time"),
        ("Was referred", ""),
        ("Match with Vera Example: proposed", ""),
    ]
    lines = told[-len(expected) :]
    assert len(lines) == len(expected)
    for line, (what, more) in zip(lines, expected, strict=True):
        assert what in line
        assert more in line


def test_everything_that_happened_in_a_match_is_told_with_who(
    session: Session, client: Client, match: Match, coordinator: Staff
) -> None:
    everything(session, match, coordinator)
    told = _told(client.get(f"{_page(match)}/timeline").text)
    expected = [
        "Handed a task over to Dora Example",
        "Wrote a note",
        "Did not answer how it is going",
        "Answered how it is going: not good",
        "An e-mail did not arrive",
        "A text message was sent",
        "Declined",
        "Proposed",
    ]
    assert [line.split(" | ")[1] for line in told] == expected
    assert "To Hana Example: a proposal" in told[5]
    assert "Hana Example" in told[6]


def test_a_timeline_tells_no_words_of_notes_messages_or_answers(
    session: Session, client: Client, match: Match, coordinator: Staff
) -> None:
    everything(session, match, coordinator)
    for thing in (match, match.household):
        page = client.get(f"{_page(thing)}/timeline").text
        assert "Secret words" not in page
        assert "Between us" not in page


def test_a_message_that_was_taken_back_in_time_never_was(
    session: Session, client: Client, match: Match, coordinator: Staff
) -> None:
    everything(session, match, coordinator)
    told = _told(client.get(f"{_page(match)}/timeline").text)
    assert len([line for line in told if "a proposal" in line]) == 2


def test_a_message_that_waits_says_so(
    session: Session, client: Client, match: Match, now: datetime
) -> None:
    outbox.notify(session, match.volunteer, "access_code", dedupe_key="x", now=now)
    assert "An e-mail waits to be sent" in client.get(_page(match.volunteer)).text


def test_a_step_that_was_recorded_with_who_took_it_is_told_once(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    volunteer = make_volunteer(session, scheme=scheme, trained_at=None, state="informed")
    client.press(f"{_page(volunteer)}/trained")
    told = [line for line in _told(client.get(_page(volunteer)).text) if "training" in line]
    assert len(told) == 1
    assert coordinator.full_name in told[0]


def test_what_was_put_right_is_one_moment_with_its_fields(
    session: Session, client: Client, match: Match, coordinator: Staff
) -> None:
    client.fill(
        f"{_page(match.household)}/edit?fields=contact",
        first_name="Amina",
        phone="+32470123456",
    )
    told = _told(client.get(_page(match.household)).text)
    (line,) = [line for line in told if "Put the profile right" in line]
    assert coordinator.full_name in line
    assert "Name and Phone" in line


def test_a_long_history_is_folded_and_every_moment_is_told_once(
    session: Session, client: Client, match: Match, coordinator: Staff
) -> None:
    # Many of one instant, across the edge of a page.
    for number in range(2 * MOST + 7):
        instant = LONG_AGO + timedelta(hours=1, minutes=number // 40)
        session.add(
            Note(
                scheme_id=match.scheme_id,
                match_id=match.id,
                author_id=coordinator.id,
                text="x",
                written_at=instant,
            )
        )
    session.flush()
    page = client.get(_page(match)).text
    counts = [len(_told(page))]
    while link := _EARLIER.search(page):
        page = client.get(unescape(link[1])).text
        counts.append(len(_told(page)))
    assert counts[:2] == [FEW, MOST]
    assert sum(counts) == 2 * MOST + 7 + 1


@pytest.mark.parametrize(
    "until", ["nonsense", "%00", "5.", ".5", "9" * 40 + ".1", "1.99999", "²³.1", "-5.1", "1e9.1"]
)
def test_nonsense_is_the_newest_page(until: str, client: Client, match: Match) -> None:
    for thing in (match, match.volunteer, match.household):
        page = client.get(f"{_page(thing)}/timeline?until={until}")
        assert page.status_code == 200
        assert _told(page.text)


@pytest.mark.parametrize("instant", [LONG_AGO, LONG_AGO.replace(microsecond=999_999)])
def test_an_address_says_exactly_where_a_page_begins(instant: datetime) -> None:
    until = Until(instant, 3)
    assert Until.read(str(until)) == until


def test_another_schemes_timelines_are_not_there(
    session: Session, client: Client, coordinator: Staff
) -> None:
    stranger = make_match(session, scheme=make_scheme(session))
    for thing in (stranger, stranger.volunteer, stranger.household):
        assert client.get(f"{_page(thing)}/timeline").status_code == 404


@pytest.mark.parametrize("kind", kinds())
def test_every_message_says_what_it_is_about(kind: str, sqlite_app: object) -> None:
    with sqlite_app.test_request_context():  # type: ignore[attr-defined]
        assert message_about(kind)


def test_everything_that_is_recorded_about_a_person_has_words(sqlite_app: object) -> None:
    services = Path(__file__).parents[3] / "web" / "services"
    called = re.compile(r'record\(\s*session, \w+(?:\.\w+)?, \w+, "(\w+)"')
    actions = {
        action
        for source in services.rglob("*.py")
        for action in called.findall(source.read_text())
        # About a colleague, not about a person with a file; or told elsewhere.
        if not action.startswith("absence_") and not action.endswith(("_revised", "in_spite"))
    }
    assert {"household_ready", "volunteer_trained", "address_shown", "pair_pinned"} <= actions
    with sqlite_app.test_request_context():  # type: ignore[attr-defined]
        for action in actions:
            assert step_taken(action)


def test_a_look_at_an_address_is_told(
    session: Session, client: Client, match: Match, coordinator: Staff
) -> None:
    client.press(f"{_page(match.household)}/address")
    told = _told(client.get(_page(match.household)).text)
    assert "The address was looked at" in told[0]
    assert session.scalars(select(AuditEvent)).one().actor_id == coordinator.id


def test_a_file_takes_few_queries_however_much_has_happened(
    engine: Engine, session: Session, client: Client, match: Match, coordinator: Staff
) -> None:
    everything(session, match, coordinator)
    match.household.referred_by_id = coordinator.id
    for _ in range(30):
        notes.write(session, match, "x", coordinator, LONG_AGO)
        make_match(session, volunteer=match.volunteer, state=MatchState.ENDED)
        make_match(session, household=match.household, state=MatchState.ENDED)
    for thing in (match, match.volunteer, match.household):
        for page in (_page(thing), f"{_page(thing)}/timeline"):
            with counting(engine) as statements:
                client.get(page)
            assert len(statements.sent) <= 12, (page, statements.sent)
