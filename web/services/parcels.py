"""A message as it leaves: its words in the reader's language, its links and codes, its sender."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from babel import Locale
from flask_babel import force_locale
from sqlalchemy.orm import Session

from web.delivery import Mail, TextMessage, post_office
from web.messages import Context, bundle, letter, wording
from web.messages.languages import language_of
from web.messages.optional import OPTIONAL
from web.models import Match, Notification, Scheme
from web.models.vocabulary import TO_A_NUMBER, Side
from web.queries import senders
from web.services import codes, contact_changes, links, receipts, return_addresses, ways

Parcel = Mail | TextMessage

_IN_PARAMS = frozenset({"match_id", "side", "subject_id"})


def word(
    session: Session,
    row: Notification,
    others: Sequence[Notification],
    scheme: Scheme,
    now: datetime,
) -> Parcel:
    """What leaves for `row`, together with `others` that go to the same volunteer."""
    party, sender = row.party, senders.newest(session, row.scheme_id)
    spoken = language_of(party.language, scheme.language)
    locale = Locale.parse(spoken, sep="-")
    elsewhere = contact_changes.addressed_to(session, row)
    own = ways.contact_for(party, row.channel)
    recipient = own if elsewhere is None else elsewhere
    for one in (row, *others):
        one.sent_to_key = ways.key_of(recipient)
    with force_locale(str(locale)):
        message = bundle(
            [
                wording(one.kind)(_context(session, one, scheme, elsewhere or "", now))
                for one in (row, *others)
            ],
            party.first_name,
        )
        key = receipts.key_of(row, others)
        if row.channel in TO_A_NUMBER:
            return TextMessage(
                key=key,
                sender_name=(sender and sender.text_sender) or "Palier",
                recipient=recipient,
                text=letter.text_message(message),
                language=spoken,
                channel=row.channel.value,
            )
        return Mail(
            key=key,
            sender=post_office.sender,
            sender_name=(sender and sender.sender_name) or scheme.name,
            reply_to=(sender and sender.reply_to) or "",
            return_path=return_addresses.of(row.id),
            unsubscribe=_stopped_at(session, row, now),
            recipient=recipient,
            subject=message.subject,
            text=letter.plain(message, scheme),
            html=letter.page(message, scheme, locale),
            language=spoken,
            attachments=tuple(
                (item.filename, item.media_type, item.content) for item in message.attachments
            ),
        )


def _stopped_at(session: Session, row: Notification, now: datetime) -> str:
    """Where its reader stops such messages; nothing for what nobody can do without."""
    if row.kind not in OPTIONAL:
        return ""
    path = links.create(session, row.party, links.Purpose.UNSUBSCRIBE, row.party_id, now=now)
    return post_office.base_url + path


def _context(
    session: Session, row: Notification, scheme: Scheme, proves: str, now: datetime
) -> Context:
    def link(purpose: str, subject_id: int) -> str:
        path = links.create(session, row.party, links.Purpose(purpose), subject_id, now=now)
        return post_office.base_url + path

    params = row.params
    match_id, side = params.get("match_id"), params.get("side")
    return Context(
        party=row.party,
        scheme=scheme,
        now=now,
        link=link,
        base_url=post_office.base_url,
        code=lambda: codes.issue(session, row.party, now=now, proves=proves),
        subject_id=params.get("subject_id", 0),
        match=session.get_one(Match, match_id) if match_id else None,
        side=Side(side) if side else None,
        details={key: str(value) for key, value in params.items() if key not in _IN_PARAMS},
    )
