"""Arguments and options that several commands share."""

import os
from datetime import date
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from scheduler.bootstrap import SystemClock
from scheduler.cli.language import Language, language_of


def parse_day(text: str | date) -> date:
    """Return the date of a command line, `2026-11-23`.

    Raises
    ------
    typer.BadParameter
        If it is no date.
    """
    try:
        return text if isinstance(text, date) else date.fromisoformat(text)
    except ValueError as error:
        msg = f"{text!r} is not a date; write it like 2026-11-23"
        raise typer.BadParameter(msg) from error


def own_language() -> Language:
    """Return the language of this process's locale."""
    return language_of(os.environ)


def today(zone: ZoneInfo) -> date:
    """Return the date in a town's time zone, wherever this computer stands."""
    return SystemClock().now().astimezone(zone).date()


TownPath = Annotated[Path, typer.Argument(help="Folder of a town's files.", show_default=False)]
PlanPath = Annotated[Path, typer.Argument(help="plan.json, or the folder it lies in.", show_default=False)]
Day = Annotated[date, typer.Option("--date", parser=parse_day, metavar="DATE", help="Service day, e.g. 2026-11-23.")]
Seconds = Annotated[float, typer.Option(min=0.1, max=86_400, help="How long to search.")]
Seed = Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Of the random numbers.")]
Effort = Annotated[
    int | None,
    typer.Option(min=1, max=1_000_000, help="Search by effort instead of seconds: the same seed gives the same plan."),
]
Out = Annotated[Path | None, typer.Option(help="Folder for the plan, the overview and the sheets.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document for machines instead.")]
Lang = Annotated[Language, typer.Option(help="Language of what is printed.", show_default="from the locale")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 if a request stays unserved.")]
