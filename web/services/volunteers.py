"""The path of a volunteer, from signing up to leaving."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from web.models import Party, Scheme, Screening, Volunteer, keyring
from web.models.vocabulary import (
    AgeBand,
    Gender,
    HelpCategory,
    Level,
    TaskKind,
    VolunteerState,
)
from web.services import (
    campaigns,
    clock,
    codes,
    departures,
    expiring_checks,
    history,
    legal_note,
    path,
    pauses,
    persons,
    places,
    street_places,
    tasks,
)
from web.services.errors import NotFound, Restricted, StepMissing, TransitionRefused

_UNDER_WAY = frozenset(VolunteerState) - {
    VolunteerState.READY,
    VolunteerState.PAUSED,
    VolunteerState.LEFT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUp:
    """What the sign-up form asks. Values are normalised; e-mail or phone may be empty, not both."""

    first_name: str
    last_name: str
    email: str
    phone: str
    language: str
    postcode: str
    street: str
    languages: Mapping[str, Level]
    origin_key: str
    # The word that their address carried.
    campaign: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """What matching needs to know.

    Attributes:
        slots: 21 bits, day x 3 + part of the day.
        max_distance_m: as the crow flies.
        step_free: the volunteer meets at places without stairs.
        wants: what the volunteer would enjoy in return.
        child_birth_years: of the children who live with the volunteer.
    """

    offers: frozenset[HelpCategory]
    slots: int
    max_distance_m: int
    capacity: int
    age_band: AgeBand | None
    gender: Gender | None
    only_women: bool
    no_children: bool
    step_free: bool
    wants: frozenset[HelpCategory] = frozenset()
    child_birth_years: tuple[int, ...] = ()


def sign_up(session: Session, scheme: Scheme, form: SignUp, now: datetime) -> Volunteer:
    """Keep a new volunteer, or find the one whom this form or contact belongs to; send a code.

    A contact that is known gets a code as a new one would: the answer tells nobody who is in
    the scheme, and what a stranger typed changes nothing. Until somebody has confirmed, the
    newest form counts, so that a slip can be put right by sending again.
    """
    volunteer = _of_contact(session, scheme, form) or _of_form(session, scheme, form)
    if volunteer is None:
        volunteer = _insert(session, scheme, form, now)
    elif volunteer.confirmed_at is None:
        _fill(volunteer, form)
        # Who sends the form again may have lost what their address said.
        campaigns.keep(session, volunteer, form.campaign)
        session.flush()
    codes.request(session, volunteer, now=now)
    return volunteer


def confirm(session: Session, volunteer: Volunteer, now: datetime) -> None:
    """The code proved the contact. Someone who had left comes back to the start of the path."""
    if volunteer.confirmed_at is None:
        volunteer.confirmed_at = now
    if volunteer.state is VolunteerState.LEFT:
        volunteer.ready_at = None
        volunteer.state = VolunteerState.CONFIRMED
    _settle(volunteer)
    session.flush()
    street_places.ask(session, volunteer, now)


def read_note(session: Session, volunteer: Volunteer, now: datetime) -> None:
    """Keep that the legal note was read, when, and in which version."""
    today = clock.local_date(now)
    if volunteer.informed_at is None or volunteer.note_version != legal_note.version_on(today):
        volunteer.informed_at = now
        volunteer.note_version = legal_note.version_on(today)
    _settle(volunteer)
    _ask_for_training(session, volunteer, now)


def complete_questionnaire(
    session: Session, volunteer: Volunteer, answers: Questionnaire, now: datetime
) -> None:
    """Keep the answers; they may be changed at any time and count from the next run on."""
    with history.kept(session, volunteer, volunteer, now):
        persons.set_offers(volunteer, answers.offers)
        volunteer.slots, volunteer.capacity = answers.slots, answers.capacity
        volunteer.max_distance_m = answers.max_distance_m
        volunteer.only_women, volunteer.no_children = answers.only_women, answers.no_children
        volunteer.step_free = answers.step_free
        volunteer.age_band, volunteer.gender = answers.age_band, answers.gender
    volunteer.wants = sorted(category.value for category in answers.wants)
    volunteer.child_birth_years = sorted(answers.child_birth_years)
    volunteer.questionnaire_at = now
    _ask_for_training(session, volunteer, now)


def mark_trained(session: Session, volunteer: Volunteer, actor: Party, now: datetime) -> None:
    """The volunteer was at the training; twice counts once."""
    _refuse_if_left(volunteer, VolunteerState.TRAINED)
    if volunteer.trained_at is None:
        volunteer.trained_at = now
        persons.record(session, volunteer, actor, "volunteer_trained", now)
    tasks.settle(session, volunteer.scheme_id, f"volunteer_waiting:{volunteer.id}", now)
    _settle(volunteer)
    session.flush()


def record_screening(
    session: Session,
    volunteer: Volunteer,
    actor: Party,
    *,
    seen_on: date,
    passed: bool,
    renew_on: date,
    now: datetime,
) -> None:
    """Keep that the extract (model 596.2) was seen, by whom and what came of it."""
    _refuse_if_left(volunteer, VolunteerState.SCREENED)
    seen = volunteer.screening = volunteer.screening or Screening()
    seen.seen_on, seen.checked_by_id = seen_on, actor.id
    seen.passed, seen.renew_on = passed, renew_on
    persons.record(session, volunteer, actor, "volunteer_screened", now)
    expiring_checks.settle(session, volunteer, now)
    _settle(volunteer)
    session.flush()


def make_ready(session: Session, volunteer: Volunteer, actor: Party, now: datetime) -> None:
    """From now on this volunteer is matched.

    Raises:
        Restricted: they asked that what is known of them is only kept.
        StepMissing: something on the path was not done, or matching lacks something.
        TransitionRefused: the volunteer has left.
    """
    _refuse_if_left(volunteer, VolunteerState.READY)
    if volunteer.restricted_at is not None:
        raise Restricted
    missing = path.missing_of_volunteer(volunteer)
    if missing:
        raise StepMissing(missing)
    if volunteer.state is VolunteerState.READY:
        return
    volunteer.state = VolunteerState.READY
    volunteer.ready_at = volunteer.ready_at or now
    persons.record(session, volunteer, actor, "volunteer_ready", now)
    session.flush()


def leave(session: Session, volunteer: Volunteer, actor: Party, now: datetime) -> None:
    """The volunteer leaves the scheme; matches that still live end with that reason."""
    # Nobody proposes or approves a match of theirs between the last look and the end.
    places.hold_with_matches(session, volunteer)
    if volunteer.state is VolunteerState.LEFT:
        return
    departures.end_matches(session, volunteer, actor=actor, now=now)
    volunteer.state = VolunteerState.LEFT
    pauses.over(volunteer)
    persons.record(session, volunteer, actor, "volunteer_left", now)
    expiring_checks.settle(session, volunteer, now)
    session.flush()


def by_public_id(session: Session, public_id: str) -> Volunteer:
    """Raises NotFound when this scheme has no such volunteer."""
    volunteer = session.scalar(select(Volunteer).where(Volunteer.public_id == public_id))
    if volunteer is None:
        raise NotFound
    return volunteer


def _settle(volunteer: Volunteer) -> None:
    """Let the state say how far the volunteer has come, unless somebody has decided it."""
    if volunteer.state in _UNDER_WAY:
        volunteer.state = path.state_on_the_way(volunteer)


def _ask_for_training(session: Session, volunteer: Volunteer, now: datetime) -> None:
    """Once the volunteer has done their part, somebody invites them to the training."""
    session.flush()
    done = volunteer.informed_at is not None and volunteer.questionnaire_at is not None
    if done and volunteer.trained_at is None and volunteer.state in _UNDER_WAY:
        tasks.open_task(
            session,
            TaskKind.VOLUNTEER_WAITING,
            scheme_id=volunteer.scheme_id,
            party=volunteer,
            dedupe_key=f"volunteer_waiting:{volunteer.id}",
            now=now,
        )


def _refuse_if_left(volunteer: Volunteer, wanted: VolunteerState) -> None:
    if volunteer.state is VolunteerState.LEFT:
        raise TransitionRefused(volunteer.state, wanted)


def _of_contact(session: Session, scheme: Scheme, form: SignUp) -> Volunteer | None:
    """The volunteer of this scheme who has this e-mail or this number."""
    keys = []
    if form.email:
        keys.append(Volunteer.email_key == keyring.keyed_hash(form.email.casefold()))
    if form.phone:
        keys.append(Volunteer.phone_key == keyring.keyed_hash(form.phone))
    return session.scalars(
        select(Volunteer)
        .where(Volunteer.scheme_id == scheme.id, or_(*keys))
        .order_by(Volunteer.id)
        .limit(1)
    ).first()


def _of_form(session: Session, scheme: Scheme, form: SignUp) -> Volunteer | None:
    return session.scalar(
        select(Volunteer).where(
            Volunteer.scheme_id == scheme.id, Volunteer.origin_key == form.origin_key
        )
    )


def _insert(session: Session, scheme: Scheme, form: SignUp, now: datetime) -> Volunteer:
    volunteer = Volunteer(
        scheme_id=scheme.id,
        state=VolunteerState.SIGNED_UP,
        origin_key=form.origin_key,
        created_at=now,
    )
    _fill(volunteer, form)
    campaigns.keep(session, volunteer, form.campaign)
    try:
        with session.begin_nested():
            session.add(volunteer)
            session.flush()
    except IntegrityError:
        # The same form, or the same person, arrived twice at the same moment.
        found = _of_contact(session, scheme, form) or _of_form(session, scheme, form)
        if found is None:
            raise
        return found
    return volunteer


def _fill(volunteer: Volunteer, form: SignUp) -> None:
    volunteer.set_name(form.first_name, form.last_name)
    volunteer.language = form.language
    persons.set_claimed_contact(volunteer, email=form.email, phone=form.phone)
    persons.set_place(volunteer, form.postcode, form.street)
    persons.set_languages(volunteer, form.languages)
