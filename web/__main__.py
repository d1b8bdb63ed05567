"""`palier` itself: finds the application and says in a sentence why there is none."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import FlaskGroup

from config.settings import SettingsError
from web import cli, create_app

NOT_CONFIGURED = 78  # EX_CONFIG of sysexits.h


def _with_commands() -> Flask:
    """The application with its commands, which the website and the workers never load."""
    app = create_app()
    cli.init_app(app)
    return app


program = FlaskGroup(
    name="palier",
    help="Palier: neighbours and newcomer households, matched and followed up.",
    create_app=_with_commands,
    add_default_commands=False,
    add_version_option=False,
    set_debug_flag=False,
    load_dotenv=False,
)
# Which application and which environment file is not a question that `palier` asks.
program.params.clear()


def main() -> None:
    """Run what was typed; an unusable setting or folder is a sentence, not a trace."""
    try:
        program(prog_name="palier")
    except SettingsError as problem:
        click.echo(f"Error: {problem}", err=True)
        raise SystemExit(NOT_CONFIGURED) from None
    except OSError as problem:
        where = f" ({problem.filename})" if problem.filename else ""
        click.echo(f"Error: {problem.strerror or problem}{where}.", err=True)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
