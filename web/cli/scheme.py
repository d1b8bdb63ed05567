"""`palier scheme`: the buddy schemes of this installation."""

from __future__ import annotations

import re

import click
from flask import current_app
from flask.cli import AppGroup

from web.messages.languages import STAFF_LANGUAGES
from web.services import clock, schemes
from web.transactions import transaction

group = AppGroup("scheme", help="The buddy schemes of this installation.")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@group.command("add")
@click.argument("slug")
@click.option("--name", prompt=True, help="What people call it.")
@click.option("--association", prompt=True, help="Who runs it.")
@click.option("--language", type=click.Choice(STAFF_LANGUAGES), default="fr", show_default=True)
def add(slug: str, name: str, association: str, language: str) -> None:
    """Begin a scheme whose pages are at /SLUG/."""
    if not _SLUG.fullmatch(slug):
        raise click.ClickException("An address has small letters, digits and hyphens only.")
    if any(rule.rule.split("/")[1] == slug for rule in current_app.url_map.iter_rules()):
        raise click.ClickException(f"/{slug}/ is one of the program's own addresses.")
    with transaction() as session:
        every = schemes.every(session)
        if any(scheme.slug == slug for scheme in every):
            raise click.ClickException(f"There is a scheme at /{slug}/ already.")
        if every and session.get_bind().dialect.name == "sqlite":
            raise click.ClickException(
                "SQLite is for one scheme. For more, move to PostgreSQL first:"
                " `palier backup`, a new DATABASE_URL, `palier restore`."
            )
        schemes.create(
            session,
            slug=slug,
            name=name,
            association=association,
            language=language,
            now=clock.now(session),
        )
    click.echo(f"'{name}' is at /{slug}/. Let somebody in with `palier user add`.")


@group.command("list")
def list_all() -> None:
    """Every scheme with its address."""
    with transaction() as session:
        for scheme in schemes.every(session):
            click.echo(f"/{scheme.slug}/  {scheme.name}")
