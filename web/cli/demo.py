"""`palier demo`: an invented scheme, and a clock that can be moved."""

from __future__ import annotations

import re
from datetime import timedelta

import click
from flask import current_app
from flask.cli import AppGroup

from config.settings import Settings
from web.cli import ground
from web.delivery import post_office
from web.services import clock, demo, jobs, schemes, sending
from web.services.demo.answers import answer_some
from web.services.sweeps import SWEEPS
from web.transactions import transaction

DAY = timedelta(days=1)
_SPAN = re.compile(r"(\d{1,4})\s*([dwmy]?)")
_DAYS = {"": 1, "d": 1, "w": 7, "m": 30, "y": 365}

group = AppGroup("demo", help="An invented scheme to try things on.")


class Span(click.ParamType[int]):
    """A span of time as people write it: 90d, 6w, 3m, 1y."""

    name = "span"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Return whole days."""
        found = _SPAN.fullmatch(str(value).strip().lower())
        if not found:
            self.fail(
                f"{value!r} is not a span of time; write for instance 90d, 6w or 1y.", param, ctx
            )
        return int(found[1]) * _DAYS[found[2]]


@group.command()
@click.option("--volunteers", type=click.IntRange(1, 200_000), default=120, show_default=True)
@click.option("--households", type=click.IntRange(1, 200_000), default=90, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Equal seed, equal people.")
def fill(volunteers: int, households: int, seed: int) -> None:
    """Make a scheme in Brussels and Kortrijk with a year and a half of history."""
    _refuse_in_production()
    with transaction() as session:
        if schemes.every(session):
            raise click.ClickException(
                "There is a scheme already. Start over with `make reset`, then fill again."
            )
        size = demo.DemoSize(volunteers, households, seed)
        with click.progressbar(length=size.steps, label="Inventing a scheme") as bar:
            scheme = demo.fill(session, size, clock.now(session), bar.update)
        name = scheme.name
    click.echo(f"Made '{name}': {volunteers} volunteers, {households} households.")


@group.command()
@click.argument("span", type=Span())
@click.option(
    "--answering",
    type=click.IntRange(0, 100),
    default=75,
    show_default=True,
    help="How many percent of the messages people answer; the rest stay silent.",
)
def advance(span: int, answering: int) -> None:
    """Let SPAN go by (90d, 6w, 1y), day by day, as it would in earnest."""
    _refuse_in_production()
    post_office.base_url = ground.address_of(current_app.config["PALIER"])
    done: dict[str, int] = {}
    with click.progressbar(range(span), label="Days") as days:
        for _day in days:
            with transaction() as session:
                clock.advance(session, DAY)
            for name, count in _live_one_day(answering / 100).items():
                done[name] = done.get(name, 0) + count
    with transaction() as session:
        click.echo(f"It is now {clock.local_date(clock.now(session)).isoformat()}.")
    for name, count in done.items():
        if count:
            click.echo(f"  {name}: {count}")


def _live_one_day(share: float) -> dict[str, int]:
    done: dict[str, int] = {}
    for name, sweep in SWEEPS:
        with transaction() as session:
            done[name] = sweep(session, clock.now(session))
    jobs.perform_due(transaction)
    done["messages sent"] = sending.deliver_due(transaction)
    with transaction() as session:
        done["answers given"] = answer_some(session, clock.now(session), share)
    done["messages sent"] += sending.deliver_due(transaction)
    return done


def _refuse_in_production() -> None:
    settings: Settings = current_app.config["PALIER"]
    if settings.is_production:
        raise click.ClickException("The demonstration is for development; this is production.")
