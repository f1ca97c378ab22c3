"""`dojazd replay`: solve a kept problem again."""

import json
import os
import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from scheduler.cli.files import read_text
from scheduler.cli.options import Effort, Json, Lang, Seconds, Seed, own_language
from scheduler.cli.progress import tell_waiting
from scheduler.cli.words import WORDS
from scheduler.formats.sheets.words import words_of
from scheduler.services.solving import get_ready
from scheduler.services.solving import replay as solve_again

ProblemPath = Annotated[Path, typer.Argument(help="problem.json of an output folder.", show_default=False)]


def replay(  # noqa: PLR0917  # a command line has as many parameters as options
    problem: ProblemPath,
    seconds: Seconds = 10.0,
    seed: Seed = 1,
    effort: Effort = None,
    as_json: Json = False,
    lang: Lang = own_language(),  # noqa: B008
) -> None:
    """Solve a problem.json again; with the seed and effort of the plan it gives the same plan."""
    get_ready(tell_waiting, lang=lang.value)
    done = solve_again(
        read_text(problem),
        clock=time.monotonic,
        seconds=seconds if effort is None else None,
        effort=effort,
        seed=seed,
        workers=os.cpu_count() or 1,
    )
    if as_json:
        typer.echo(json.dumps(asdict(done)))
        return
    word, cost = WORDS[lang], words_of(lang.value).money(sum(done.terms_gr.values()))
    console = Console(soft_wrap=True)
    console.print(f"{word['replayed']}: {done.served} {word['of']} {done.requests} {word['served']}, {cost}")
    console.print(f"{word['same_as']}: {done.signature}")
