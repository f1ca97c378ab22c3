"""Planning a day from the command line: budget, progress, Ctrl-C, output folder."""

import os
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.console import Console

from scheduler.bootstrap import SystemClock, travel_for
from scheduler.cli.interrupt import stop_on_interrupt
from scheduler.cli.language import Language
from scheduler.cli.patience import Patience
from scheduler.cli.progress import progress_line, tell_waiting
from scheduler.cli.words import WORDS
from scheduler.domain.itinerary import DayView
from scheduler.domain.town import Town
from scheduler.formats.sheets.folder import Output, write_day
from scheduler.services.planning import PlannedDay, Wish, plan_day
from scheduler.services.reporting import day_view
from scheduler.services.solving import get_ready, problem_to_json

KEPT = frozenset({Output.PLAN, Output.PROBLEM})
"""What cannot be made again from the rest; it is quick to write, while sheets take seconds."""


@dataclass(frozen=True, kw_only=True)
class Search:
    """How long and from which seed.

    Attributes
    ----------
    effort : int or None
        With it the clock does not matter, and the same seed gives the same plan.
    """

    seconds: float
    seed: int
    effort: int | None = None


def plan_with_progress(
    town: Town, day: date, search: Search, console: Console, lang: Language, *, home: Path
) -> PlannedDay:
    """Plan a day of the town whose files lie in `home`; Ctrl-C ends the search with the best plan so far."""
    get_ready(tell_waiting, lang=lang.value)
    seconds = search.seconds if search.effort is None else None
    with stop_on_interrupt() as stop, progress_line(console, lang, seconds) as show:
        wish = Wish(
            clock=time.monotonic,
            seconds=seconds,
            effort=search.effort,
            cancelled=stop,
            seed=search.seed,
            made_at=SystemClock().now().astimezone(town.zone),
            workers=os.cpu_count() or 1,
            on_progress=show,
            reasons_by=Patience(stop, deterministic=search.effort is not None),
        )
        planned = plan_day(town, day, travel_for(town, home), wish)
    if stop.asked:
        console.print(WORDS[lang]["stopped"])
    return planned


def write_folder(folder: Path, planned: PlannedDay, view: DayView, lang: Language) -> None:
    """Write the plan and its problem, then overview and sheets, into a folder private to its owner.

    Sheets of an earlier plan go when the new plan comes. Whoever stops in between finds a whole plan without sheets,
    which `dojazd sheets` makes, and never a plan with the sheets of another.
    """
    problem = problem_to_json(planned.problem)
    write_day(folder, planned.plan, view, problem_json=problem, lang=lang.value, only=KEPT, clear=True)
    write_day(folder, planned.plan, view, lang=lang.value, only=frozenset(Output) - KEPT)


def view_of(town: Town, planned: PlannedDay) -> DayView:
    """Return the day as people read it."""
    return day_view(town, planned.plan)
