"""`dojazd simulate`: what another bus would do."""

import os
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from scheduler.bootstrap import SystemClock
from scheduler.bootstrap.capacity import Workforce
from scheduler.bootstrap.study_home import StudyHome
from scheduler.bootstrap.study_playing import HowPlayed, played
from scheduler.cli.interrupt import stop_on_interrupt
from scheduler.cli.language import Language
from scheduler.cli.options import Json, Lang, own_language
from scheduler.cli.progress import tell_waiting
from scheduler.cli.study_home import require_same_town, study_home
from scheduler.cli.study_told import WORDS, answer_lines, study_line
from scheduler.cli.words import WORDS as SHARED
from scheduler.domain.capacity.scenarios import Study
from scheduler.domain.errors import StudyStoppedError
from scheduler.formats.capacity.answer_json import dump_answer
from scheduler.formats.capacity.folder import REPLICATIONS, replications_in, write_study
from scheduler.formats.capacity.study_reader import read_study
from scheduler.services.solving import get_ready
from scheduler.settings import load_settings
from scheduler.simulation.studies import Kept, KeptInMemory, Progress, Watch
from scheduler.simulation.studies.answering import answer_of
from scheduler.simulation.studies.enough import exactly
from scheduler.simulation.studies.finished import Finished

STOPPED = 1

TownName = Annotated[
    str, typer.Argument(metavar="TOWN", help="Folder of a town's files, or the id of a town kept.", show_default=False)
]
ScenariosPath = Annotated[
    Path, typer.Argument(metavar="SCENARIOS.toml", help="What is asked; see fixtures/scenarios.", show_default=False)
]
Replications = Annotated[
    int | None, typer.Option(min=1, max=10_000, help="Of each scenario.", show_default="as many as the file wants")
]
OutFolder = Annotated[Path | None, typer.Option(help="Folder for the report, the tables and finished replications.")]
Workers = Annotated[
    int | None, typer.Option(min=0, max=1024, help="Processes; 0: none but this one.", show_default="one a core")
]
Address = Annotated[
    str, typer.Option("--cluster", metavar="ADDRESS", help="Use a Dask cluster instead; also by DOJAZD_CLUSTER.")
]
Resume = Annotated[bool, typer.Option("--resume", help="Go on from the finished replications of the folder.")]
DemandPath = Annotated[
    Path | None,
    typer.Option("--demand", help="What calls are drawn from.", show_default="demand.toml, or the town's own calls"),
]
PlannerEffort = Annotated[int, typer.Option(min=1, max=1_000_000, help="Of the planner, each simulated evening.")]


def simulate(  # noqa: PLR0913, PLR0917  # a command line has as many parameters as options
    town: TownName,
    scenarios: ScenariosPath,
    replications: Replications = None,
    out: OutFolder = None,
    workers: Workers = None,
    cluster: Address = "",
    resume: Resume = False,
    demand: DemandPath = None,
    effort: PlannerEffort = 1,
    as_json: Json = False,
    lang: Lang = own_language(),  # noqa: B008
) -> None:
    """Simulate the scenarios of a study, and report what they would do to service and cost."""
    study = read_study(scenarios)
    home = study_home(town, study, demand)
    require_same_town(study, home.town)
    if replications is not None:
        study = replace(study, repetition=exactly(study.repetition, replications))
    kept = KeptInMemory() if out is None else replications_in(out, resume=resume)
    get_ready(tell_waiting, lang=lang.value)
    force = _workforce(workers, cluster)
    console = Console(soft_wrap=True, stderr=as_json)
    done = _played(study, home, effort, _Play(force=force, kept=kept, console=console, lang=lang))
    if done is None:
        if out is not None:
            console.print(WORDS[lang]["kept"].format(folder=out / REPLICATIONS), markup=False, highlight=False)
        raise typer.Exit(STOPPED)
    _tell(console, lang, done, out, as_json=as_json)


def _workforce(workers: int | None, cluster: str) -> Workforce:
    """Return who plays: the cluster of the option, the processes asked for, the cluster of the settings, all cores."""
    if workers is None:
        return Workforce(workers=os.cpu_count() or 1, cluster=cluster or load_settings().cluster)
    return Workforce(workers=workers, cluster=cluster)


@dataclass(frozen=True, kw_only=True)
class _Play:
    """Who plays, where it is kept, and who is told."""

    force: Workforce
    kept: Kept
    console: Console
    lang: Language


def _played(study: Study, home: StudyHome, effort: int, how: _Play) -> Finished | None:
    """Play a study; None: somebody stopped it."""
    last: list[Progress] = []
    with stop_on_interrupt() as stop, study_line(how.console, how.lang) as show:

        def note(step: Progress) -> None:
            last[:] = [step]
            show(step)

        watch = Watch(clock=time.monotonic, stopped=stop, on_progress=note)
        try:
            asked = HowPlayed(force=how.force, kept=how.kept, watch=watch, effort=effort)
            return played(study, home, asked, SystemClock().now())
        except StudyStoppedError:
            told = WORDS[how.lang]["stopped"].format(done=last[0].done, total=last[0].total)
    how.console.print(told, markup=False, highlight=False)
    return None


def _tell(console: Console, lang: Language, done: Finished, out: Path | None, *, as_json: bool) -> None:
    answer = answer_of(done)
    if as_json:
        typer.echo(dump_answer(answer))
    else:
        for line in answer_lines(answer, lang):
            console.print(line, markup=False, highlight=False)
    if out is not None:
        report = next(path for path in write_study(out, answer, done.figures) if f".{lang.value}.html" in path.name)
        console.print(f"{SHARED[lang]['written']} {report}", markup=False, highlight=False)
