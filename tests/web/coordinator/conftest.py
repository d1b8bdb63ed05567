from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_scheme, make_staff
from web.models import Scheme, Staff


@pytest.fixture
def scheme(session: Session) -> Scheme:
    return make_scheme(session)


@pytest.fixture
def coordinator(session: Session, scheme: Scheme, client: Client) -> Staff:
    """A coordinator of the scheme, signed in."""
    staff = make_staff(session, scheme=scheme)
    session.commit()
    client.sign_in(staff)
    return staff
