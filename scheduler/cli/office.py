"""The office's database, as commands open it."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from scheduler.bootstrap import database_url, open_office
from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.ids import TownId, UserId
from scheduler.settings import load_settings

if TYPE_CHECKING:  # imported late: whoever plans from files need not load a database
    from sqlalchemy import Engine

    from scheduler.services.ports import Store
    from scheduler.store.sql import SqlStore

KeptTown = Annotated[str, typer.Option("--town", help="Id of a kept town.", show_default="the only one")]


@contextmanager
def office() -> Iterator["SqlStore"]:
    """Open the office's store with its master key."""
    with open_office(load_settings()) as store:
        yield store


@contextmanager
def bare_engine() -> Iterator["Engine"]:
    """Open the office's database without any key."""
    from scheduler.store.sql.engine import connect

    engine = connect(database_url(load_settings()))
    try:
        yield engine
    finally:
        engine.dispose()


def town_of(store: "Store", named: str) -> TownId:
    """Return the town that is meant.

    Raises
    ------
    InputError
        If there is none of that name, or several and none is named.
    """
    towns = store.towns()
    if named in towns:
        return TownId(named)
    if not named and len(towns) == 1:
        return towns[0]
    wrong = f"names no kept town: {named}" if named else "is missing"
    right = f"kept are: {', '.join(towns)}" if towns else "import one first (dojazd import)"
    raise InputError([InputProblem(file="--town", wrong=wrong, right=right)])


def who(by: str) -> UserId:
    """Return who runs the command: the person named, or the computer's user."""
    if by:
        return UserId(by)
    try:
        return UserId(f"cli:{getpass.getuser()}")
    except (KeyError, OSError):  # a container's user may have no name
        return UserId("cli")


def say(*lines: str) -> None:
    """Print lines as they are."""
    console = Console(soft_wrap=True)
    for line in lines:
        console.print(line, markup=False, highlight=False)
