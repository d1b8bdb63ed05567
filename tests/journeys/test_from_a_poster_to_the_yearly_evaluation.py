"""One story in order: two volunteers, two families, and the coordinator between them.

Each test is the next step of it, on an installation that begins empty; a step that fails ends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.installation import COORDINATOR, Installation
from tests.journeys.neighbours import (
    join,
    open_next_link,
    speak,
    tap,
    tell_more,
    tick,
    type_in,
    type_the_code,
)
from tests.journeys.visitor import DESKTOP, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.worker]

ANA, BERT = "ana@voisins.be", "+32470987654"
AMAL, HANA = "+32470123456", "hana@voisins.be"
IN_ARABIC = re.compile("[\u0621-\u064a]{3}")


@pytest.fixture(scope="module")
def ana(browser: Browser, there: Installation) -> Iterator[Visitor]:
    """A volunteer who speaks French and Arabic, on her phone."""
    yield from _visitor(Visitor(browser, there))


@pytest.fixture(scope="module")
def bert(browser: Browser, there: Installation) -> Iterator[Visitor]:
    """A volunteer who speaks Dutch and English and has no e-mail."""
    yield from _visitor(Visitor(browser, there))


@pytest.fixture(scope="module")
def amal(browser: Browser, there: Installation) -> Iterator[Visitor]:
    """The contact person of a family, with an old phone that reads Arabic and runs no scripts."""
    yield from _visitor(Visitor(browser, there, language="ar", javascript=False))


@pytest.fixture(scope="module")
def cora(browser: Browser, there: Installation) -> Iterator[Visitor]:
    """The coordinator at her desk."""
    yield from _visitor(Visitor(browser, there, size=DESKTOP))


def _visitor(visitor: Visitor) -> Iterator[Visitor]:
    yield visitor
    visitor.close()


def test_a_volunteer_signs_up_on_a_phone_and_sees_what_happens_next(ana: Visitor) -> None:
    name = {"first_name": "Ana", "last_name": "Peeters"}
    join(ana, {**name, "email": ANA}, {"fr": "native", "ar": "fluent"})
    type_the_code(ana, ANA)
    ana.sees("Read what the law wants you to know")
    tell_more(ana, "conversation", "discover")
    ana.sees("We invite you to a training")
    expect(ana.page.get_by_text("The information note (read on")).to_be_visible()


def test_a_volunteer_without_email_signs_up_by_text_message(bert: Visitor) -> None:
    name = {"first_name": "Bert", "last_name": "Claes"}
    join(bert, {**name, "phone": "0470 98 76 54"}, {"nl": "native", "en": "fluent"})
    type_the_code(bert, BERT)
    tell_more(bert, "conversation", "homework")
    bert.sees("We invite you to a training")


def test_a_family_asks_for_a_neighbour_in_arabic_from_right_to_left(amal: Visitor) -> None:
    page = amal.open("/voisins/refer")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.get_by_role("heading", level=1)).to_have_text(IN_ARABIC)
    type_in(page, first_name="أمل", phone="0470 12 34 56", postcode="1050")
    speak(page, {"ar": "native", "fr": "basic"})
    tick(page, "needs-conversation", "needs-discover", "slots-2-1", "slots-5-0")
    amal.take_their_time()
    amal.tap(page.locator("#refer button[type=submit]"))
    assert page.url.endswith("/voisins/refer/thank-you")


def test_the_coordinator_signs_in_with_a_code_and_refers_another_family(cora: Visitor) -> None:
    page = cora.open("/sign-in")
    page.get_by_label("E-mail or phone number").fill(COORDINATOR)
    cora.press("Send me a code")
    type_the_code(cora, COORDINATOR)
    cora.sees("Ana Peeters waits for the next step")
    cora.follow("Refer a household")
    type_in(page, first_name="Hana", last_name="Haile", email=HANA, postcode="1050")
    page.get_by_label("E-mail").and_(page.get_by_role("radio")).check()
    page.get_by_label("Language of our messages").select_option("en")
    speak(page, {"en": "fluent", "ti": "native"})
    tick(page, "needs-conversation", "needs-homework", "slots-2-1", "slots-5-0")
    cora.take_their_time()
    cora.press("Refer this household")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hana Haile")


def test_the_coordinator_makes_volunteers_and_families_ready(cora: Visitor) -> None:
    for volunteer in ("Ana Peeters", "Bert Claes"):
        cora.open("/desk/volunteers")
        cora.follow(volunteer)
        cora.press("Was at the training")
        cora.press("Ready to be matched")
        cora.sees("Ready: this volunteer takes part in the next run.")
    for family in ("أمل", "Hana Haile"):
        cora.open("/desk/households")
        cora.follow(family)
        cora.press("Begin the intake")
        cora.press("Ready to be matched")
        cora.sees("waiting since this week")


def test_a_run_is_watched_to_its_end_and_proposes_on_a_list_and_a_map(cora: Visitor) -> None:
    page = cora.open("/desk/")
    page.get_by_role("button", name="Start a match run").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Proposals of", timeout=30_000)
    expect(page.get_by_role("article")).to_have_count(2)
    cora.sees("proven best")
    ana = page.get_by_role("article", name="أمل")
    expect(ana.get_by_role("link", name="Ana Peeters")).to_be_visible()
    ana.get_by_text("Why these two?").click()
    expect(ana.locator(".points").first).to_be_visible()
    expect(page.locator(".map-point.volunteer")).to_have_count(2)
    expect(page.locator(".map-point.household")).to_have_count(2)
    expect(page.locator("path.map-pair")).to_have_count(2)
    cora.look()


def test_one_proposal_is_approved_and_another_rejected_with_a_reason(cora: Visitor) -> None:
    page = cora.page
    cora.tap(page.get_by_role("article", name="أمل").get_by_role("button", name="Approve"))
    other = page.get_by_role("article", name="Hana Haile")
    other.get_by_text("Reject …").click()
    other.get_by_label("Why not").select_option(label="not the right moment")
    cora.tap(other.get_by_role("button", name="Reject", exact=True))
    cora.sees("All proposals are decided")
    cora.open("/desk/matches?state=rejected")
    cora.sees("Hana Haile")


def test_both_sides_say_yes_from_their_message_and_the_coordinator_sees_it(
    there: Installation, ana: Visitor, amal: Visitor, cora: Visitor
) -> None:
    # The question leaves ten minutes after the approval, which can be undone until then.
    there.palier("demo advance 1d --answering 0")
    open_next_link(ana, ANA)
    expect(ana.page.get_by_role("heading", level=1)).to_contain_text("أمل")
    open_next_link(amal, AMAL)
    expect(amal.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(amal.page.get_by_role("heading", level=1)).to_have_text(IN_ARABIC)
    page = cora.open("/desk/matches?state=approved")
    cora.tap(page.locator("main tbody th a").first)
    assert page.get_by_text("has not answered yet").count() == 2, "a look was taken for an answer"

    tap(ana, "answer", "yes")
    tap(amal, "answer", "yes")

    page = cora.open("/desk/")
    cora.tap(page.get_by_text("First meetings to arrange").locator("xpath=..").get_by_role("link"))
    cora.tap(page.locator("main tbody th a").first)
    assert page.get_by_text("said yes", exact=True).count() == 2
    cora.sees("Bring them together")


def test_the_first_meeting_and_the_signed_charter_make_the_match_active(cora: Visitor) -> None:
    page = cora.page
    today = page.locator("[name=held_on]").get_attribute("max") or ""
    type_in(page, held_on=today)
    cora.press("Record")
    cora.sees("both said yes")
    type_in(page, charter_signed_on=today)
    cora.press("Record")
    cora.sees("They meet")
    expect(page.locator(".headline .badge")).to_have_text("active")
    cora.follow("أمل")
    expect(page.locator(".headline")).not_to_contain_text("waiting")


def test_two_weeks_later_a_sad_face_becomes_a_task_on_the_desk(
    there: Installation, ana: Visitor, amal: Visitor, cora: Visitor
) -> None:
    for contact, own_page in ((ANA, "/volunteer/"), (AMAL, "/l/")):
        assert own_page in there.next_letter(contact).text, "both said yes"
        assert own_page in there.next_letter(contact).text, "thanks for the first meeting"
    there.palier("demo advance 15d --answering 0")
    open_next_link(ana, ANA)
    tap(ana, "face", "3")
    page = cora.open("/desk/")
    sad = page.get_by_role("heading", name="It is not going well, says أمل")
    expect(sad).to_have_count(0)
    open_next_link(amal, AMAL)
    tap(amal, "face", "1")
    cora.open("/desk/")
    expect(sad).to_be_visible()
    cora.sees("Match: Ana Peeters and أمل")


def test_once_a_year_both_sides_answer_and_the_desk_counts_and_draws(
    there: Installation, ana: Visitor, amal: Visitor, cora: Visitor
) -> None:
    # A volunteer gets one mail a week that is not about a decision.
    there.palier("demo advance 8d --answering 0")
    page = cora.open("/desk/evaluation")
    cora.press("Plan")
    cora.press("Send the questions now")
    cora.sees("The questions are on their way to 2 people.")
    for visitor, contact in ((ana, ANA), (amal, AMAL)):
        open_next_link(visitor, contact)
        visitor.page.locator("[name=still_meet][value=yes]").check()
        visitor.page.locator("[name=satisfaction][value='4']").check()
        visitor.tap(visitor.page.locator("button.main"))
    page.reload()
    for side in ("What households say", "What volunteers say"):
        section = page.locator("section", has=page.get_by_role("heading", name=side))
        # Asked, answered, still meet, no longer meet.
        expect(section.locator(".figures dd")).to_have_text(["1", "1 100%", "1", "0"])
    expect(page.locator("figure.chart svg")).to_be_visible()
    expect(page.locator("path.curve")).to_have_attribute("d", re.compile(r"^M.*[HL]"))


def test_the_volunteers_get_the_date_of_their_meeting_for_their_calendars(
    there: Installation, cora: Visitor
) -> None:
    year = int(cora.page.get_by_role("heading", level=1).inner_text().split()[1]) + 1
    type_in(cora.page, meeting_at=f"{year}-03-02T19:30", meeting_place="Rue Haute 1")
    cora.press("Keep this date")
    cora.sees("Rue Haute 1")
    there.palier("demo advance 8d --answering 0")
    letter = there.next_letter(ANA)
    ((name, kind, content),) = letter.attachments
    assert (name, kind) == ("meeting.ics", "text/calendar")
    assert f"DTSTART;TZID=Europe/Brussels:{year}0302T193000".encode() in content
