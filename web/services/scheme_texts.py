"""What a scheme says of itself on its public page, in each language."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from web.models import Party, Scheme, SchemeText
from web.queries import scheme_texts
from web.services import schemes
from web.services.errors import TextChanged


def shown(session: Session, scheme: Scheme, language: str) -> SchemeText | None:
    """In this language, else in the scheme's own; None where it has written nothing."""
    for wanted in dict.fromkeys((language, scheme.language)):
        written = scheme_texts.newest(session, scheme.id, wanted)
        if written is not None:
            return written
    return None


def save(
    session: Session,
    scheme: Scheme,
    language: str,
    *,
    about: str,
    contact: str,
    actor: Party,
    version: int,
    now: datetime,
) -> SchemeText:
    """Show this text from now on; the one before becomes history.

    Args:
        version: of the text that stood on the page, 0 where there was none.

    Raises:
        TextChanged: another text stands there by now, with who and when.
    """
    schemes.hold(session, scheme.id)
    present = scheme_texts.newest(session, scheme.id, language)
    if present is not None and present.version != version:
        raise TextChanged(present.saved_by.full_name, present.saved_at)
    saved = SchemeText(
        scheme_id=scheme.id,
        language=language,
        version=version + 1 if present else 1,
        about=about,
        contact=contact,
        saved_by_id=actor.id,
        saved_at=now,
    )
    session.add(saved)
    session.flush()
    return saved
