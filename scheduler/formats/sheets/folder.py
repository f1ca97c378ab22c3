"""The output folder of a planned day: plan, overview, sheets, calendars, maps, and a table for spreadsheets."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import partial
from pathlib import Path

from scheduler.domain.itinerary import DayView, Itinerary
from scheduler.domain.plan import Plan
from scheduler.formats.plan_json import dump_plan
from scheduler.formats.sheets.calendar import shift_calendar
from scheduler.formats.sheets.geojson import shift_geojson
from scheduler.formats.sheets.looks import ShiftLook, looks
from scheduler.formats.sheets.names import file_stems
from scheduler.formats.sheets.overview import overview_html
from scheduler.formats.sheets.pdf import itinerary_pdf
from scheduler.formats.sheets.private_files import publish
from scheduler.formats.sheets.stops_csv import stops_csv
from scheduler.formats.sheets.words import Lang


class Output(StrEnum):
    """What can be written; the value is the file's or the sub-folder's name."""

    PLAN = "plan.json"
    PROBLEM = "problem.json"
    OVERVIEW = "overview.html"
    STOPS = "stops.csv"
    SHEETS = "sheets"
    CALENDARS = "calendars"
    MAPS = "maps"


ALL = frozenset(Output)


def write_day(
    folder: Path,
    plan: Plan,
    view: DayView,
    *,
    problem_json: str | None = None,
    lang: Lang = "pl",
    only: Iterable[Output] | None = None,
    details: bool = False,
    clear: bool = False,
) -> tuple[Path, ...]:
    """Write a day into a folder that is private to its owner; see the README beside this file.

    Everything is made before the first byte is written: a day that cannot be shown leaves the folder as it was.

    Parameters
    ----------
    folder : Path
        New, empty, or one that an earlier call wrote; things of others in it are left alone.
    plan, view : Plan, DayView
        The day; the view is what sheets show.
    problem_json : str, optional
        Text of `problem.json`; without it none is written, and one that an earlier call wrote goes with its plan.
    lang : {"pl", "en"}
        Language of what people read.
    only : iterable of Output, optional
        Write these alone; everything if left out.
    details : bool
        Whether calendars and map files name residents and addresses (phones copy them to servers far away).
    clear : bool
        Whether all that earlier calls wrote goes, not only what `only` names: sheets of a plan that is replaced.

    Raises
    ------
    InputError
        If the folder cannot be used.
    """
    wanted = ALL if only is None else frozenset(only)
    files: dict[str, bytes] = {}
    for output in Output:  # in the order of the class, whatever the order of the set
        if output in wanted:
            files |= _contents(output, plan, view, problem_json, lang, details=details)
    outdated = ALL if clear else wanted
    return publish(folder, files, replaces=lambda name: name.split("/")[0] in outdated)


type _Maker = Callable[[ShiftLook, Itinerary], bytes]


def _contents(
    output: Output, plan: Plan, view: DayView, problem_json: str | None, lang: Lang, *, details: bool
) -> Mapping[str, bytes]:
    """Return the files of one output by name."""
    match output:
        case Output.PLAN:
            return {output: dump_plan(plan, view).encode()}
        case Output.PROBLEM:
            return {} if problem_json is None else {output: problem_json.encode()}
        case Output.OVERVIEW:
            return {output: overview_html(view, lang=lang).encode()}
        case Output.STOPS:
            return {output: stops_csv(view, lang=lang).encode()}
        case Output.SHEETS:
            return _per_shift(view, output, "pdf", partial(itinerary_pdf, view, lang=lang))
        case Output.CALENDARS:
            return _per_shift(view, output, "ics", partial(shift_calendar, view, lang=lang, details=details))
        case Output.MAPS:
            return _per_shift(view, output, "geojson", partial(shift_geojson, view, details=details))


def _per_shift(view: DayView, output: Output, ending: str, make: _Maker) -> Mapping[str, bytes]:
    shifts = looks(view.itineraries)
    stems = file_stems([(look.code, itinerary.name) for look, itinerary in shifts])
    return {
        f"{output}/{stem}.{ending}": make(look, itinerary)
        for stem, (look, itinerary) in zip(stems, shifts, strict=True)
    }
