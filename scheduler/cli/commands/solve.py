"""`dojazd solve`: a problem in another program's format."""

import json
import os
import time
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from scheduler.bootstrap import travel_anywhere
from scheduler.cli.files import read_text, write_text
from scheduler.cli.interrupt import stop_on_interrupt
from scheduler.cli.options import Effort, Seconds, Seed
from scheduler.cli.patience import Patience
from scheduler.cli.progress import tell_waiting
from scheduler.domain.errors import DojazdError
from scheduler.services.solving import get_ready
from scheduler.services.vroom import Answer, Search, error_answer, solve_vroom

ALL_CORES = os.cpu_count() or 1


class Format(StrEnum):
    """Formats that problems can be written in."""

    VROOM = "vroom"


Given = Annotated[Path, typer.Argument(metavar="IN", help="The problem, a JSON file.", show_default=False)]
Wanted = Annotated[Format, typer.Option("--format", help="Of the problem and its solution.", show_default=False)]
Written = Annotated[
    Path | None, typer.Option("--out", "-o", help="File for the solution.", show_default="standard output")
]
Threads = Annotated[int, typer.Option(min=1, max=1024, help="How many search at once.", show_default="all cores")]


def solve(  # noqa: PLR0917  # a command line has as many parameters as options
    problem: Given,
    form: Wanted,  # noqa: ARG001  # there is one as yet; whoever calls this by a script says which
    out: Written = None,
    seconds: Seconds = 10.0,
    seed: Seed = 1,
    threads: Threads = ALL_CORES,
    effort: Effort = None,
) -> None:
    """Solve a problem in VROOM's JSON format; the solution is VROOM's too, with reasons for what is left out."""
    try:
        answer = _solved(problem, seconds if effort is None else None, effort, seed=seed, threads=threads)
    except DojazdError as error:
        _write(error_answer(error), out)
        raise
    _write(answer.solution, out)
    for note in answer.notes:
        typer.echo(f"{problem}: {note}", err=True)


def _solved(problem: Path, seconds: float | None, effort: int | None, *, seed: int, threads: int) -> Answer:
    with stop_on_interrupt() as stop:
        search = Search(
            clock=time.monotonic,
            seconds=seconds,
            effort=effort,
            seed=seed,
            threads=threads,
            cancelled=stop,
            enough=Patience(stop, deterministic=effort is not None),
            ready=partial(get_ready, tell_waiting, lang="en"),
        )
        return solve_vroom(
            read_text(problem, right="give a problem in VROOM's JSON format"),
            name=str(problem),
            travel=travel_anywhere(),
            search=search,
        )


def _write(answer: Any, out: Path | None) -> None:
    text = json.dumps(answer, ensure_ascii=False)
    if out is None:
        typer.echo(text)
    else:
        write_text(out, text + "\n")
