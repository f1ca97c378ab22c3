"""Studies of capacity: what plays a replication, where, and where finished ones are kept.

A worker makes everything itself, from the task alone: the search engine, travel times, a store in its memory.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from scheduler.bootstrap.travel import travel_for
from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.tasks import Task
from scheduler.domain.errors import StudyError
from scheduler.domain.policy import Policy
from scheduler.domain.roster import TravelMode
from scheduler.domain.town import Town
from scheduler.services.ports import TravelPoint, TravelTimes
from scheduler.services.solving import get_ready
from scheduler.simulation.studies import Hands, InThisProcess, Kept, Play, Stage, Watch

ROOMS = (
    "scheduler/domain",
    "scheduler/services",
    "scheduler/simulation",
    "scheduler/store",
    "scheduler/travel",
    "solver",
)
"""Whose sources decide what a replication comes to, with this file."""


@dataclass(frozen=True, kw_only=True)
class Workforce:
    """Who plays replications.

    Attributes
    ----------
    workers : int
        Processes of this computer; 0: none but this one.
    cluster : str
        Address of a Dask cluster that does it instead; empty: none.
    """

    workers: int = 0
    cluster: str = ""

    def hands(self) -> Hands:
        """Return them.

        Raises
        ------
        StudyError
            If the cluster cannot be used.
        """
        if self.cluster:
            from scheduler.simulation.studies.cluster import Cluster

            return Cluster(self.cluster)
        if self.workers:
            from scheduler.simulation.studies.processes import Processes

            return Processes(self.workers)
        return InThisProcess()


def stage_of(hands: Hands, kept: Kept, watch: Watch) -> Stage:
    """Return where replications are played by the real program."""
    play: Play = partial(play_task, program=program_mark())
    return Stage(play=play, hands=hands, kept=kept, watch=watch, program=program_mark())


def travel_mark(town: Town, home: Path | None) -> str:
    """Return the mark of where a town's travel times come from: its folder, the engines and their maps."""
    travel = travel_for(town, home)
    doors = [entrance.point for place in town.places.values() for entrance in place.entrances]
    door = TravelPoint(point=(doors or [town.centre])[0])  # a centre may be a park, far from every road
    found = (travel.matrix([door, door], mode) for mode in (TravelMode.CAR, TravelMode.FOOT))
    engines = list(dict.fromkeys(f"{one.engine} {one.version}".strip() for one in found))
    return json.dumps({"engines": engines, "home": "" if home is None else str(home.absolute())}, ensure_ascii=False)


def engines_of(mark: str) -> str:
    """Return the engines of a mark for people."""
    return ", ".join(json.loads(mark)["engines"])


@cache
def program_mark() -> str:
    """Return the mark of this program: its version, and a digest of the sources that decide what is played."""
    root = Path(__file__).parents[2]
    digest = hashlib.sha256()
    for path in sorted(_sources(root)):
        digest.update(f"{path.relative_to(root).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    try:
        number = version("dojazd")
    except PackageNotFoundError:  # run from its sources
        number = "0"
    return f"{number} {digest.hexdigest()[:12]}"


def _sources(root: Path) -> Iterator[Path]:
    yield Path(__file__)
    for room in ROOMS:
        yield from (root / room).rglob("*.py")


# In the worker's own process


def play_task(task: Task, *, program: str) -> Sequence[Figure]:
    """Play a replication; found by its name in other processes.

    Parameters
    ----------
    program : str
        The mark of whoever wants it played.

    Raises
    ------
    StudyError
        If this is another program, whose figures would not be the same.
    """
    from scheduler.simulation.office import simulate
    from scheduler.simulation.scenarios import contracted_figures
    from scheduler.store.memory import MemoryStore

    same_program(program)
    get_ready(lambda _: None, lang="en")
    travel = _travel(task)
    return [*simulate(task, travel, MemoryStore()), *contracted_figures(task)]


def same_program(wanted: str) -> None:
    """Let whoever has the same program go on.

    Raises
    ------
    StudyError
        If it is another one than this computer's.
    """
    here = program_mark()
    if wanted != here:
        raise StudyError(f"a worker has another program ({here}) than this computer ({wanted}); install the same one")


_MADE: dict[str, tuple[Policy, TravelTimes]] = {}


def _travel(task: Task) -> TravelTimes:
    """Return the travel times of a task; made once for all replications of a town."""
    policy, made = _MADE.get(task.travel, (None, None))
    if made is None or policy != task.town.policy:
        if travel_mark(task.town, home_of(task.travel)) != task.travel:
            msg = f"a worker has other travel times than {engines_of(task.travel)}; give it the town's own folder"
            raise StudyError(msg)
        made = travel_for(task.town, home_of(task.travel))
        _MADE[task.travel] = (task.town.policy, made)
    return made


def home_of(mark: str) -> Path | None:
    """Return the folder that a mark names, if any."""
    home = json.loads(mark)["home"]
    return Path(home) if home else None
