"""What a study of a kept town is played in: the town as it is, what its calls tell, and its last closed days."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scheduler.domain.capacity.demand import Demand
from scheduler.domain.capacity.scenarios import Study
from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.town import Town
from scheduler.formats.capacity.demand_reader import read_demand
from scheduler.services.ports import UnitOfWork
from scheduler.simulation.studies.kept_town import fitted, town_to_play
from scheduler.simulation.studies.past import Past, past_of

DEMAND_FILE = "demand.toml"


@dataclass(frozen=True, kw_only=True)
class StudyHome:
    """A town, its demand, and where its roads lie.

    Attributes
    ----------
    past : Past or None
        Closed days to hold the simulation against; None: too few, or it is a town of files.
    """

    town: Town
    demand: Demand
    folder: Path
    past: Past | None = None


def kept_home(unit: UnitOfWork, study: Study, folder: Path, today: date, demand: Path | None = None) -> StudyHome:
    """Return what a study of a kept town is played in.

    Parameters
    ----------
    folder : Path
        The town's own in the data folder.
    today : date
        By the town's clock: calls and closed days are of before.
    demand : Path, optional
        A file with another demand than the town's calls tell.

    Raises
    ------
    InputError
        If nothing says how often anybody calls, or the file that does cannot be read.
    """
    town = town_to_play(unit, study.run)
    calls = _called(unit, folder, today) if demand is None else read_demand(demand)
    return StudyHome(town=town, demand=calls, folder=folder, past=past_of(unit, today))


def _called(unit: UnitOfWork, folder: Path, today: date) -> Demand:
    """Return what the town's own calls tell; of a town that has had none yet, what its file assumes."""
    try:
        return fitted(unit, today)
    except InputError as error:
        file = folder / DEMAND_FILE
        if file.is_file():
            return read_demand(file)
        wrong = f"{error.problems[0].wrong}, and there is no {DEMAND_FILE} to assume them from"
        right = f"wait until people have called for a week, or write {file}"
        raise InputError([InputProblem(file="calls", value=unit.town_id, wrong=wrong, right=right)]) from error
