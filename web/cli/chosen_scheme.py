"""Which scheme a command means."""

from __future__ import annotations

import click
from sqlalchemy.orm import Session

from web.models import Scheme
from web.services import schemes

of_scheme = click.option("--scheme", "slug", help="Its address; needed where there are several.")


def chosen(session: Session, slug: str | None) -> Scheme:
    """The scheme that was named, or the only one.

    Raises:
        ClickException: there is none, or several and none was named.
    """
    every = schemes.every(session)
    found = [scheme for scheme in every if slug in {None, scheme.slug}]
    if len(found) == 1:
        return found[0]
    if not every:
        raise click.ClickException("There is no scheme yet; make one with `palier scheme add`.")
    names = ", ".join(scheme.slug for scheme in every)
    raise click.ClickException(f"Say which scheme with --scheme: {names}.")
