"""What a study is played in: the town of a folder or of the store, and its demand."""

from pathlib import Path

from scheduler.bootstrap import open_office
from scheduler.bootstrap.clock import SystemClock
from scheduler.bootstrap.study_home import DEMAND_FILE, StudyHome, kept_home
from scheduler.cli.roads_home import roads_home
from scheduler.domain.capacity.scenarios import Study
from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.ids import TownId
from scheduler.domain.town import Town
from scheduler.formats.capacity.demand_reader import read_demand
from scheduler.formats.town_reader import read_town
from scheduler.services.facts import town_head
from scheduler.settings import load_settings


def study_home(name: str, study: Study, demand: Path | None) -> StudyHome:
    """Return the town of a folder, with the demand of its `demand.toml`; or one of the store, with its own calls'.

    Parameters
    ----------
    demand : Path or None
        A file with another demand.

    Raises
    ------
    InputError
        If there is no such town, or no demand.
    """
    home = roads_home(name)
    if home.files is not None:
        found = demand if demand is not None else _demand_beside(home.files)
        town = read_town(home.files)
        return StudyHome(town=town, demand=read_demand(found), folder=home.folder)
    with open_office(load_settings()) as store, store.reading(TownId(name)) as unit:
        today = SystemClock().now().astimezone(town_head(unit).zone).date()
        return kept_home(unit, study, home.folder, today, demand)


def _demand_beside(files: Path) -> Path:
    """Return the demand file of a town of files."""
    found = (files if files.is_dir() else files.parent) / DEMAND_FILE
    if not found.is_file():
        wrong = "is not there, and a town of files has no calls of its own"
        right = "write one, or name another with --demand"
        raise InputError([InputProblem(file=str(found), wrong=wrong, right=right)])
    return found


def require_same_town(study: Study, town: Town) -> None:
    """Refuse a study that was written for another town.

    Raises
    ------
    InputError
        If it was.
    """
    if study.town != town.id:
        wrong, right = "is another town than the one that is given", f'write town = "{town.id}" if it is meant for it'
        raise InputError([InputProblem(file="scenarios", column="town", value=study.town, wrong=wrong, right=right)])
