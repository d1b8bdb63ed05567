"""A household's own page, behind its link."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client, readable
from tests.factories import make_household, make_match, make_staff
from web.models import Household, MeetingTime, Notification, Task
from web.models.vocabulary import Answer, Channel, EndReason, MatchState, TaskKind
from web.services import links
from web.services.clock import local_date
from web.services.links import Purpose


def link_of(session: Session, household: Household, now: datetime) -> str:
    return links.create(session, household, Purpose.HOUSEHOLD, household.id, now=now)


def state_of(session: Session, household: Household) -> str:
    session.refresh(household)
    return household.state.value


def test_the_page_tells_how_it_stands_and_nothing_that_gives_the_family_away(
    client: Client, session: Session, now: datetime
) -> None:
    household = make_household(
        session, alias="Hana", phone="+32470123456", street="Rue du Trône 12", members=[2015]
    )
    match = make_match(session, household=household, state=MatchState.ACTIVE)
    path = link_of(session, household, now)
    first, known = client.get(path).text, client.get(f"{path}?show=known").text
    assert "Hana" in first
    assert match.volunteer.first_name in first
    assert "2 people" in known
    for hidden in ("4701", "Trône", "1050", "Ixelles", "Example", household.email, "2015"):
        assert str(hidden) not in readable(first + known)


def test_who_chose_whatsapp_reads_text_message_where_it_is_no_more(
    client: Client, session: Session, now: datetime
) -> None:
    household = make_household(session, phone="+32470123456", channel=Channel.WHATSAPP)
    known = client.get(f"{link_of(session, household, now)}?show=known").text
    assert "Text message" in known
    assert "WhatsApp" not in known


def test_asking_for_a_call_twice_is_one_task(
    client: Client, session: Session, now: datetime
) -> None:
    household = make_household(session)
    path = link_of(session, household, now)
    for _ in range(2):
        assert client.post(path, data={"wish": "call_me"}).status_code == 303
    assert [task.kind for task in session.scalars(select(Task))] == [TaskKind.CALL_ME]
    assert "We will call you soon" in client.get(path).text


def test_a_break_lets_what_there_is_go_on_and_opening_the_question_changes_nothing(
    client: Client, session: Session, now: datetime
) -> None:
    match = make_match(session, state=MatchState.ACTIVE)
    path = link_of(session, match.household, now)
    assert 'value="break"' in client.get(f"{path}?show=stop").text
    assert state_of(session, match.household) == "ready"
    client.post(path, data={"wish": "break"}, follow_redirects=True)
    assert state_of(session, match.household) == "paused"
    assert "Nobody new is proposed to you" in client.get(path).text
    assert match.state is MatchState.ACTIVE


def test_a_family_comes_back_from_its_break_by_itself_and_twice_is_once(
    client: Client, session: Session, now: datetime
) -> None:
    household = make_household(session)
    path = link_of(session, household, now)
    assert 'value="back"' not in client.get(path).text
    answer = client.post(path, data={"wish": "break"}, follow_redirects=True).text
    assert answer.count("Nobody new is proposed to you") == 1
    assert 'value="back"' in answer
    assert "A break:" not in client.get(f"{path}?show=stop").text
    for _ in range(2):
        client.post(path, data={"wish": "back"})
        assert state_of(session, household) == "ready"
    assert session.scalars(select(Task)).one().done_at is not None


def test_of_a_family_that_is_only_kept_somebody_asks_what_it_wishes(
    client: Client, session: Session, now: datetime
) -> None:
    household = make_household(session, state="paused", restricted_at=now)
    client.post(link_of(session, household, now), data={"wish": "back"})
    assert state_of(session, household) == "paused"
    assert session.scalars(select(Task)).one().kind is TaskKind.CALL_ME


def test_stopping_ends_what_there_is_with_its_reason_and_twice_is_once(
    client: Client, session: Session, now: datetime
) -> None:
    match = make_match(session, state=MatchState.ACTIVE, first_meeting_on=local_date(now))
    path = link_of(session, match.household, now)
    for _ in range(2):
        page = client.post(path, data={"wish": "stop"}, follow_redirects=True)
        assert "You have stopped" in page.text
    assert "You can come back" in client.get(path).text
    assert state_of(session, match.household) == "left"
    assert (match.state, match.reason) == (MatchState.ENDED, EndReason.HOUSEHOLD_LEFT)
    assert [task.evidence["why"] for task in session.scalars(select(Task))] == ["wants_to_stop"]


def test_a_family_that_is_asked_goes_from_its_page_to_the_answer(
    client: Client, session: Session, now: datetime
) -> None:
    household = make_household(session)
    match = make_match(session, household=household, state=MatchState.APPROVED)
    path = link_of(session, household, now)
    assert match.public_id in client.get(path).text
    answer = client.post(path, data={"match": match.public_id})
    assert answer.status_code == 303
    assert client.post(answer.headers["Location"], data={"answer": "yes"}).status_code in {200, 303}
    session.refresh(match)
    assert match.household_answer is Answer.YES
    assert match.public_id not in client.get(path).text


def test_the_page_says_when_the_first_meeting_is_but_where_only_a_message_over_the_safe_channel(
    client: Client, session: Session, now: datetime
) -> None:
    match = make_match(session, state=MatchState.ACCEPTED, times_proposed_at=now)
    suiting = MeetingTime(
        scheme_id=match.scheme_id,
        match_id=match.id,
        begins_at=datetime(2101, 1, 12, 13, tzinfo=UTC),
        place="Café Zuid",
        proposed_by_id=make_staff(session, scheme_id=match.scheme_id).id,
    )
    session.add(suiting)
    path = link_of(session, match.household, now)
    assert "Tell us which are good" in client.get(path).text
    suiting.suits_household = True
    assert "when the day is sure" in client.get(path).text
    suiting.suits_household = False
    assert "We call you to find a day" in client.get(path).text
    match.meeting_at, match.meeting_place = suiting.begins_at, suiting.place
    page = client.get(path).text
    assert "Wednesday, 12 January 2101, 14:00" in page
    assert "Zuid" not in page
    for _ in range(2):
        client.post(path, data={"again": match.public_id})
    assert [row.kind for row in session.scalars(select(Notification))] == ["meeting_planned"]


def test_a_family_gets_no_way_to_the_match_of_another(
    client: Client, session: Session, now: datetime
) -> None:
    household = make_household(session)
    other = make_match(session, state=MatchState.APPROVED)
    path = link_of(session, household, now)
    for button in ("match", "again"):
        assert client.post(path, data={button: other.public_id}).status_code == 404


def test_an_old_link_to_the_own_page_brings_a_new_one_over_the_safe_channel_once(
    client: Client, session: Session, now: datetime
) -> None:
    household = make_household(session)
    old = link_of(session, household, now - timedelta(days=8))
    assert client.get(old).status_code == 410
    answers = {
        client.post(f"{path}/again").text.replace(path, "") for path in (old, old, "/l/no/body")
    }
    assert len(answers) == 1
    assert [row.kind for row in session.scalars(select(Notification))] == ["own_page"]


def test_the_language_is_the_links_then_what_was_chosen_and_stays_on_the_screen(
    client: Client, session: Session, now: datetime
) -> None:
    path = link_of(session, make_household(session, language="ar"), now)
    assert 'lang="ar" dir="rtl"' in client.get(f"{path}?show=tell").text
    chosen = client.get("/language/uk", query_string={"next": f"{path}?show=phone"})
    assert chosen.location.endswith("?show=phone")
    assert 'lang="uk" dir="ltr"' in client.get(chosen.location).text
    assert 'lang="uk"' in client.get(path).text
