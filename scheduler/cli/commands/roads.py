"""`dojazd roads`: a town's road map on this computer, and how fast its traffic is."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from scheduler.bootstrap import travel_for
from scheduler.cli.homes import home_of
from scheduler.cli.language import Language
from scheduler.cli.options import Lang, own_language
from scheduler.cli.roads_check import NetworkCheck, doors_of
from scheduler.cli.roads_home import RoadsHome, roads_home
from scheduler.cli.roads_told import build_lines, calibration_lines, coverage_lines, said, show_steps
from scheduler.domain.errors import InputError, InputProblem
from scheduler.formats.drives import read_drives
from scheduler.formats.speed_bands import parse_hours, write_speed_bands
from scheduler.formats.town_reader import read_town
from scheduler.services.calibrating import calibrate as fit
from scheduler.travel.coverage import coverage
from scheduler.travel.engine import Profile
from scheduler.travel.network.build import build as build_networks
from scheduler.travel.osrm import OsrmEngine

roads = typer.Typer(name="roads", help="A town's own road map, and how fast its traffic is.", no_args_is_help=True)

ExtractPath = Annotated[
    Path, typer.Argument(metavar="EXTRACT.osm.pbf", help="OpenStreetMap extract that covers the town.")
]
TownName = Annotated[str, typer.Option("--town", help="Folder of a town's files, or the id of a town kept.")]
DrivesPath = Annotated[Path, typer.Argument(metavar="DRIVES.csv", help="Columns: date,left,arrived,from,to,mode.")]
Anyway = Annotated[bool, typer.Option("--anyway", help="Use it even if it reaches few of the town's places.")]
Hours = Annotated[
    str, typer.Option("--bands", help="Hours, e.g. 6-9,9-14,14-17.", show_default="the town's own, or 0-24")
]
Write = Annotated[bool, typer.Option("--write", help="Write the speeds into the town's town.toml.")]


@roads.command()
def build(
    extract: ExtractPath,
    town: TownName,
    anyway: Anyway = False,
    lang: Lang = own_language(),  # noqa: B008
) -> None:
    """Build the road networks of a town (car, foot, bicycle) and put them in force."""
    home, console = roads_home(town), Console(soft_wrap=True)
    check = NetworkCheck(home, anyway=anyway)
    home.folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # a kept town may have none yet
    with show_steps(console, lang) as on_step:
        report = build_networks(extract, home.folder, on_step, check)
    for line in (*build_lines(report, lang), *check.lines(lang)):
        console.print(line, markup=False, highlight=False)


@roads.command()
def status(
    town: TownName,
    lang: Lang = own_language(),  # noqa: B008
) -> None:
    """Tell which road network is in force, and which places it does not reach."""
    home, console = roads_home(town), Console(soft_wrap=True)
    console.print(f"osrm {OsrmEngine(home.folder).version(Profile.CAR)}", markup=False, highlight=False)
    _tell_coverage(home, console, lang)


@roads.command()
def calibrate(
    drives: DrivesPath,
    town: TownName,
    bands: Hours = "",
    write: Write = False,
    lang: Lang = own_language(),  # noqa: B008
) -> None:
    """Fit the speed of each band of hours to drives as they were."""
    home, console = home_of(town), Console(soft_wrap=True)
    read = read_town(home.files)
    hours = parse_hours(bands, read.policy.speed_bands)
    done = fit(read, travel_for(read, home.folder), read_drives(drives, read), hours)
    for line in calibration_lines(done, lang):
        console.print(line, markup=False, highlight=False)
    if write and done.alarmed:
        right = "mend the travel engine that is told above, or write the bands yourself"
        raise InputError([InputProblem(file="--write", wrong="does not take the times of a stand-in", right=right)])
    if write and done.fitted:
        write_speed_bands(home.folder / "town.toml", done.speed_bands)
        console.print(said(lang, "wrote", path=home.folder / "town.toml"), markup=False, highlight=False)


def _tell_coverage(home: RoadsHome, console: Console, lang: Language) -> None:
    """Tell which places of the town the network does not reach, if its files can be read."""
    try:
        town = home.town()
    except InputError as error:
        console.print(said(lang, "no_town", why=error.problems[0]), markup=False, highlight=False)
        return
    engine = OsrmEngine(home.folder, within_m=town.policy.roads.within_m)
    for line in coverage_lines(coverage(engine, doors_of(town), Profile.CAR), lang):
        console.print(line, markup=False, highlight=False)
