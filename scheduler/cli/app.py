"""The commands, and what happens when one of them fails.

Exit codes: 0 done; 1 a rule is broken (also by a plan of our own, which is then not handed out), or a request unserved
under `--strict`, or a study stopped; 2 bad input.
"""

import sys
from importlib.metadata import version as installed_version
from typing import Annotated

import typer
from rich.console import Console

from scheduler.cli.commands.accounts import tokens, users
from scheduler.cli.commands.addresses import addresses
from scheduler.cli.commands.audit import audit
from scheduler.cli.commands.backup import backup, restore
from scheduler.cli.commands.check import check
from scheduler.cli.commands.client import client
from scheduler.cli.commands.db import db
from scheduler.cli.commands.demo import demo
from scheduler.cli.commands.explain import explain
from scheduler.cli.commands.formats import formats
from scheduler.cli.commands.gtfs import gtfs
from scheduler.cli.commands.import_town import import_town
from scheduler.cli.commands.keys import keys
from scheduler.cli.commands.pack import pack
from scheduler.cli.commands.plan import plan
from scheduler.cli.commands.privacy import privacy
from scheduler.cli.commands.replay import replay
from scheduler.cli.commands.retention import retention
from scheduler.cli.commands.roads import roads
from scheduler.cli.commands.serve import serve
from scheduler.cli.commands.sheets import sheets
from scheduler.cli.commands.simulate import simulate
from scheduler.cli.commands.solve import solve
from scheduler.cli.commands.verify import verify
from scheduler.cli.commands.work import work
from scheduler.cli.commands.worker import worker
from scheduler.domain.errors import DojazdError, InputError, PlanRejectedError

RULE_BROKEN = 1
BAD_INPUT = 2
MOST_PROBLEMS = 200

app = typer.Typer(
    name="dojazd",
    help="Plans the day of a town's mobile social services.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (
    plan,
    verify,
    explain,
    sheets,
    gtfs,
    formats,
    check,
    replay,
    simulate,
    solve,
    demo,
    serve,
    work,
    worker,
    backup,
    restore,
    retention,
    privacy,
    pack,
):
    app.command()(command)
app.command("import")(import_town)
for group in (db, keys, audit, client, users, tokens):
    app.add_typer(group)
app.add_typer(roads)
app.add_typer(addresses)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"dojazd {installed_version('dojazd')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[  # its callback has done everything by then
        bool, typer.Option("--version", help="Print the version and exit.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Plans the day of a town's mobile social services."""


def main() -> None:
    """Run the command line of this process."""
    try:
        app()
    except InputError as error:
        for problem in error.problems[:MOST_PROBLEMS]:
            _complain(str(problem))
        more = len(error.problems) - MOST_PROBLEMS
        if more > 0:
            _complain(f"... and {more} more problems")
        sys.exit(BAD_INPUT)
    except PlanRejectedError as error:
        _complain(str(error))
        sys.exit(RULE_BROKEN)
    except DojazdError as error:
        _complain(str(error))
        sys.exit(BAD_INPUT)


def _complain(text: str) -> None:
    # Values come from files; what could move the cursor or forge a line is shown, not obeyed.
    safe = "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)
    Console(stderr=True, soft_wrap=True).print(safe, markup=False, highlight=False)
