"""`palier user`: the staff of a scheme."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from config.settings import Settings
from web.cli import ground
from web.cli.chosen_scheme import chosen, of_scheme
from web.messages.languages import STAFF_LANGUAGES
from web.models import Staff
from web.models.vocabulary import STAFF_ROLES, Role
from web.services import clock, links, normalise, staff
from web.services.errors import ContactTaken, NotFound
from web.transactions import transaction

group = AppGroup("user", help="Who works for a scheme.")


class Email(click.ParamType[str]):
    """An address, normalised as everywhere else."""

    name = "email"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Return the address in one form."""
        try:
            return normalise.email(str(value))
        except normalise.BadValue:
            self.fail(f"{value!r} is not an e-mail address.", param, ctx)


@group.command("add")
@click.argument("email", type=Email())
@click.option(
    "--role",
    type=click.Choice(sorted(role.value for role in STAFF_ROLES)),
    default=Role.COORDINATOR.value,
)
@click.option("--first-name", prompt=True)
@click.option("--last-name", default="")
@click.option("--language", type=click.Choice(STAFF_LANGUAGES), help="As the scheme's.")
@of_scheme
def add(
    email: str, role: str, first_name: str, last_name: str, language: str | None, slug: str | None
) -> None:
    """Let EMAIL sign in; the code that lets them in is sent to that address."""
    with transaction() as session:
        scheme = chosen(session, slug)
        try:
            staff.add(
                session,
                scheme,
                first_name=normalise.name(first_name),
                last_name=last_name.strip(),
                email=email,
                role=Role(role),
                language=language or scheme.language,
                now=clock.now(session),
            )
        except ContactTaken:
            raise click.ClickException(f"{email} works for '{scheme.name}' already.") from None
        except normalise.BadValue:
            raise click.ClickException(f"{first_name!r} is not a name.") from None
        name = scheme.name
    click.echo(f"{email} can sign in to '{name}' as {role}.")


@group.command("list")
@of_scheme
def list_all(slug: str | None) -> None:
    """Who has access."""
    with transaction() as session:
        for member in staff.of(session, chosen(session, slug)):
            state = "" if member.active else "  (closed)"
            click.echo(f"{member.duty.value:14} {member.email}  {member.full_name}{state}")


@group.command("close")
@click.argument("email", type=Email())
@of_scheme
def close(email: str, slug: str | None) -> None:
    """End the access of EMAIL at once, running sessions included."""
    with transaction() as session:
        staff.close(session, _member(session, slug, email), clock.now(session))
    click.echo(f"{email} cannot sign in any more.")


@group.command("link")
@click.argument("email", type=Email())
@of_scheme
def link(email: str, slug: str | None) -> None:
    """Print a sign-in link for EMAIL, for whom no code arrives. It is good for seven days."""
    settings: Settings = current_app.config["PALIER"]
    with transaction() as session:
        member = _member(session, slug, email)
        path = links.create(
            session, member, links.Purpose.SIGN_IN, member.id, now=clock.now(session)
        )
    click.echo(ground.address_of(settings) + path)


def _member(session: Session, slug: str | None, email: str) -> Staff:
    try:
        return staff.by_email(session, chosen(session, slug), email)
    except NotFound:
        raise click.ClickException(f"Nobody with the address {email} has access.") from None
