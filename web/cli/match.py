"""`palier match`: a match run without the desk, and proof that an old one still holds."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from matcher import MatcherError
from web.cli.chosen_scheme import chosen, of_scheme
from web.models.vocabulary import MatchState, Progress
from web.queries import run_changes
from web.services import clock, match_runs
from web.services.errors import NotFound
from web.transactions import transaction

group = AppGroup("match", help="Match runs: start one, or replay one.")


@group.command("run")
@of_scheme
def run(slug: str | None) -> None:
    """Propose matches for everyone who is ready; a coordinator decides at the desk."""
    with transaction() as session:
        started = match_runs.start(
            session, chosen(session, slug), actor=None, now=clock.now(session)
        )
        run_id, public_id = started.id, started.public_id
    with click.progressbar(length=100, label="Matching") as bar:
        try:
            match_runs.execute(
                transaction, run_id, lambda _, percent: bar.update(percent - bar.pos)
            )
        except MatcherError as problem:
            raise click.ClickException(f"The run could not be finished: {problem}.") from None
        bar.update(100 - bar.pos)
    with transaction() as session:
        done = match_runs.by_public_id(session, public_id)
        if done.progress is Progress.CANCELLED:
            raise click.ClickException("The run was cancelled at the desk; nothing was written.")
        proposed = run_changes.standing(session, done).by_state.get(MatchState.PROPOSED, 0)
        proof = "proven to be the best possible" if done.proven else "NOT PROVEN"
        click.echo(
            f"Run {public_id}: {proposed} proposals ({proof}), {len(done.waiting)} households wait."
        )


@group.command("replay")
@click.argument("run")
def replay(run: str) -> None:
    """Solve RUN (the end of its page's address) again and compare. Exit code 1 if it differs."""
    with transaction() as session:
        try:
            found = match_runs.by_public_id(session, run)
        except NotFound:
            raise click.ClickException(f"There is no run {run}.") from None
        same = match_runs.replay(session, found)
    if not same:
        raise click.ClickException("The same inputs are no longer there, or the result differs.")
    click.echo("The same inputs give the same result.")
