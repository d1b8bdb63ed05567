"""Who of a file is there already, and who shall be added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from web.models import Party, Scheme, keyring
from web.models.vocabulary import Role
from web.services.importing.drafts import Draft, HouseholdDraft
from web.services.importing.fields import Kind
from web.services.importing.problems import Note, Remark
from web.services.importing.text import fold

_ROLES = {Kind.VOLUNTEERS: Role.VOLUNTEER, Kind.HOUSEHOLDS: Role.HOUSEHOLD}
_KEYS_A_QUERY = 400


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to be added, with the key by which the next import finds them."""

    draft: Draft
    origin_key: str


@dataclass(frozen=True, slots=True)
class Plan:
    kind: Kind
    add: list[Newcomer]
    notes: list[Note]

    def rows_with(self, *remarks: Remark) -> list[int]:
        return [note.row for note in self.notes if note.remark in remarks]


@dataclass(slots=True)
class _Known:
    """Who is there: keys of earlier imports, and the names behind each contact key."""

    origins: set[str] = field(default_factory=set)
    names: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def plan(session: Session, scheme: Scheme, kind: Kind, drafts: Sequence[Draft]) -> Plan:
    """Tell those who are there already from those who are new; changes nothing.

    A volunteer is known by e-mail, and by phone too unless somebody with another first name has
    it: couples share numbers. Helpers give their own contact for several families, so a household
    is known by name and contact together.
    """
    there, in_file = _load(session, scheme, kind, drafts), _Known()
    planned = Plan(kind, [], [])
    for one in drafts:
        key = _origin_key(kind, one)
        remark, kept = _compare(kind, one, key, there, in_file)
        if remark is not None:
            planned.notes.append(Note(one.row, remark))
        if kept is None:
            continue
        planned.add.append(Newcomer(kept, key))
        planned.notes.extend(Note(one.row, lack) for lack in _lacks(kept))
        in_file.origins.add(key)
        for contact in _contact_keys(kept).values():
            in_file.names[contact].add(_name(kind, kept))
    return planned


def _compare(
    kind: Kind, one: Draft, key: str, there: _Known, in_file: _Known
) -> tuple[Remark | None, Draft | None]:
    """What to say of a row, and what to add of it, if anything."""
    for known, remark in ((there, Remark.ALREADY_THERE), (in_file, Remark.TWICE_IN_FILE)):
        if key in known.origins or _is_known(kind, one, known):
            return remark, None
    phone = _contact_keys(one).get("phone")
    taken = [
        contact
        for contact in _contact_keys(one).values()
        if contact in there.names or contact in in_file.names
    ]
    if not taken:
        return None, one
    if kind is Kind.HOUSEHOLDS:
        return Remark.CONTACT_SHARED, one
    if taken == [phone] and one.email:
        return Remark.CONTACT_LEFT_OUT, replace(one, phone="")
    in_scheme = any(contact in there.names for contact in taken)
    return (Remark.ALREADY_THERE if in_scheme else Remark.TWICE_IN_FILE), None


def _is_known(kind: Kind, one: Draft, known: _Known) -> bool:
    contacts = _contact_keys(one)
    if kind is Kind.VOLUNTEERS and contacts.get("email") in known.names:
        return True
    return any(_name(kind, one) in known.names.get(key, ()) for key in contacts.values())


def _lacks(one: Draft) -> Iterator[Remark]:
    if not (one.email or one.phone):
        yield Remark.NO_CONTACT
    if one.place is None:
        yield Remark.NO_POSTCODE


def _name(kind: Kind, one: Draft) -> str:
    return _folded_name(kind, one.first_name, one.last_name)


def _folded_name(kind: Kind, first_name: str, last_name: str) -> str:
    whole = first_name if kind is Kind.VOLUNTEERS else f"{first_name} {last_name}"
    return fold(whole)


def _contact_keys(one: Draft) -> dict[str, str]:
    keys = {}
    if one.email:
        keys["email"] = keyring.keyed_hash(one.email.casefold())
    if one.phone:
        keys["phone"] = keyring.keyed_hash(one.phone)
    return keys


def _origin_key(kind: Kind, one: Draft) -> str:
    """The same person in the same file tomorrow has the same key; it tells nothing else."""
    contact = one.email.casefold() or one.phone
    if not contact:
        years = one.side.birth_years if isinstance(one.side, HouseholdDraft) else ()
        postcode = one.place.postcode if one.place else ""
        contact = " ".join([postcode, *map(str, sorted(years))])
    name = fold(f"{one.first_name} {one.last_name}")
    return keyring.keyed_hash(f"import:{kind}:{name}:{contact}")


def _load(session: Session, scheme: Scheme, kind: Kind, drafts: Sequence[Draft]) -> _Known:
    """Those of the scheme who share a key with somebody of the file."""
    known = _Known()
    contacts = {key for one in drafts for key in _contact_keys(one).values()}
    origins = {_origin_key(kind, one) for one in drafts}
    same = select(Party.email_key, Party.phone_key, Party.first_name, Party.last_name).where(
        Party.scheme_id == scheme.id, Party.kind == _ROLES[kind].value
    )
    for keys in _some(contacts):
        rows = session.execute(
            same.where(or_(Party.email_key.in_(keys), Party.phone_key.in_(keys)))
        )
        for email_key, phone_key, first_name, last_name in rows:
            for key in filter(None, (email_key, phone_key)):
                known.names[key].add(_folded_name(kind, first_name, last_name))
    for keys in _some(origins):
        known.origins.update(
            key
            for key in session.scalars(
                select(Party.origin_key).where(
                    Party.scheme_id == scheme.id, Party.origin_key.in_(keys)
                )
            )
            if key
        )
    return known


def _some(keys: set[str]) -> Iterator[list[str]]:
    """A few hundred at a time: databases limit the values of one statement."""
    listed = sorted(keys)
    for start in range(0, len(listed), _KEYS_A_QUERY):
        yield listed[start : start + _KEYS_A_QUERY]
