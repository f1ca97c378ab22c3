"""From a checked VROOM problem to one of ours."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from solver.facts.requests import Request, Task, TaskKind
from solver.facts.shifts import BreakFact, Member, Shift, SkillFact
from solver.facts.ties import Gap, StaffLink
from solver.facts.travel import TravelTable
from solver.problem import Problem
from solver.vroom.checks import check_document, within
from solver.vroom.doors import doors_of
from solver.vroom.facts import Document, Vehicle, Work
from solver.vroom.horizon import Horizon, horizon
from solver.vroom.loads import Cargo, cargo, kinds, room
from solver.vroom.money import Money, money
from solver.vroom.prices import LARGEST, ladder
from solver.vroom.spots import Ground, ground_of
from solver.vroom.ways import seconds

CURRENCY_M = 1000
"""Price of a kilometre at which a metre costs a grosz: the table of metres holds money."""
TAKEN = " (taken)"
"""After the id of what stands for a pickup where a job both brings and takes."""
DRIVER = ".driver"
"""After a vehicle's path: the one member of its crew."""


@dataclass(frozen=True, kw_only=True)
class Model:
    """A VROOM problem and what it is in our words.

    Attributes
    ----------
    problem : Problem
        Its shifts are the vehicles in order.
    task_of : tuple of int, by our task
        Number of VROOM's task (`Document.tasks`); -1: the second half of a job that both brings and takes.
    work_of : tuple of int, by our request
    zero_s : int
        VROOM's instant that is our 0.
    exact : bool
        Whether costs are VROOM's to the last digit.
    """

    document: Document
    problem: Problem
    task_of: tuple[int, ...]
    work_of: tuple[int, ...]
    zero_s: int
    exact: bool

    @property
    def names(self) -> Mapping[str, str]:
        """What people call our shifts and their crews."""
        called = {shift.id: shift.name for shift in self.problem.shifts}
        return called | {f"{shift}{DRIVER}": "driver" for shift in called}


def model_of(document: Document) -> Model:
    """Return our problem of a VROOM problem whose plans are plans of VROOM's, and cost the same.

    Raises
    ------
    VroomError
        If it contradicts itself, or says what cannot be obeyed.
    """
    check_document(document)
    ground = ground_of(document, doors_of(document))
    rungs = ladder(document.works)
    costs = money(ground, LARGEST // rungs.most)
    builder = _Builder(ground, horizon(document), [weight * costs.most for weight in rungs.weights])
    problem = Problem(
        locations=tuple(_name(ground, k) for k in range(len(ground.spots))),
        travel=tuple(
            TravelTable(mode=f"{mode[0]} {k}", seconds=seconds(ground, mode), metres=costs.legs[k], banded=False)
            for k, mode in enumerate(ground.modes)
        ),
        tasks=tuple(builder.tasks),
        requests=tuple(builder.requests),
        shifts=tuple(_shifts(ground, costs, builder.hours)),
        load_kinds=kinds(document),
        end_s=builder.hours.end_s,
        groups=tuple(builder.pairs),
        gaps=tuple(Gap(before=a, after=b, max_s=0) for a, b in builder.pairs),
        staff_links=tuple(StaffLink(a=a, b=b, same=True) for a, b in builder.pairs),
    )
    return Model(
        document=document, problem=problem, task_of=tuple(builder.task_of), work_of=tuple(builder.work_of),
        zero_s=builder.hours.zero_s, exact=costs.exact,
    )  # fmt: skip


def _name(ground: Ground, spot: int) -> str:
    row, task = ground.spots[spot].row, ground.spots[spot].task
    place = "nowhere" if row < 0 else f"place {row}"
    return place if task < 0 else f"{place}, task {task}"


class _Builder:
    """Tasks and requests, one work after the other."""

    def __init__(self, ground: Ground, hours: Horizon, prices: list[int]) -> None:
        self.ground = ground
        self.hours = hours
        self.tasks: list[Task] = []
        self.requests: list[Request] = []
        self.task_of: list[int] = []
        self.work_of: list[int] = []
        self.pairs: list[tuple[int, int]] = []
        first = 0
        for number, (work, price) in enumerate(zip(ground.document.works, prices, strict=True)):
            self._add(number, work, first, price)
            first += len(work.tasks)

    def _add(self, number: int, work: Work, first: int, price: int) -> None:
        whole, *rest = cargo(self.ground.document, work)
        own = range(first, first + len(work.tasks))
        self._request(number, [self._task(task) for task in own], whole, price)
        for part in rest:
            self.pairs.append((len(self.requests) - 1, len(self.requests)))
            self._request(number, [self._twin(first)], part, 0)

    def _request(self, number: int, tasks: list[int], part: Cargo, price: int) -> None:
        work = self.ground.document.works[number]
        again = number in self.work_of[-1:]
        self.work_of.append(number)
        self.requests.append(
            Request(
                id=work.name + TAKEN * again,
                source_id=work.name,
                kind="visit" if len(tasks) == 1 else "delivery",
                tasks=tuple(tasks),
                timed_task=tasks[0],
                unassigned_gr=price,
                skills=tuple(str(skill) for skill in sorted(work.skills)),
                load=part.load,
                carried=part.carried,
            )
        )

    def _task(self, number: int) -> int:
        """Add a task of ours for VROOM's task of that number; return ours."""
        asked, door = self.ground.document.tasks[number], self.ground.doors.doors[number]
        halves = {"job": TaskKind.VISIT, "pickup": TaskKind.LOAD, "delivery": TaskKind.DROP}
        self.tasks.append(
            Task(
                id=f"{asked.type} {asked.id}",
                request=len(self.requests),
                kind=halves[asked.type],
                location=self.ground.spot_of_task[number],
                windows_s=tuple(self.hours.clip(span) for span in door.windows_s),
                service_s=door.service_s,
                setup_s=door.setup_s,
            )
        )
        self.task_of.append(number)
        return len(self.tasks) - 1

    def _twin(self, number: int) -> int:
        """Add the moment at which what a job takes comes aboard, at the exit of its spot."""
        asked, leaving = self.ground.document.tasks[number], self.ground.exit_of[number]
        name = f"{asked.type} {asked.id}{TAKEN}"
        self.tasks.append(Task(id=name, request=len(self.requests), kind=TaskKind.VISIT, location=leaving))
        self.task_of.append(-1)
        return len(self.tasks) - 1


def _shifts(ground: Ground, costs: Money, hours: Horizon) -> Iterator[Shift]:
    names = _names(ground.document)
    for k, vehicle in enumerate(ground.document.vehicles):
        start_s, end_s = hours.clip(vehicle.window_s)
        yield Shift(
            id=vehicle.path,
            name=names[k],
            members=(_driver(vehicle, hours),),
            vehicle=vehicle.path,
            mode=ground.mode_of[k],
            start_s=start_s,
            end_s=end_s,
            start_location=ground.start[k],
            end_location=ground.end[k],
            layouts=(room(ground.document, vehicle),),
            km_gr=CURRENCY_M,
            use_gr=costs.fixed[k],
        )


def _names(document: Document) -> list[str]:
    return [vehicle.description or f"vehicle {vehicle.id}" for vehicle in document.vehicles]


def _driver(vehicle: Vehicle, hours: Horizon) -> Member:
    start_s, _ = hours.clip(vehicle.window_s)
    breaks = []
    for one in vehicle.breaks:
        opens, closes = hours.clip(within(vehicle, one)[0])
        if one.service_s:  # a break of no length is in nobody's way
            breaks.append(
                BreakFact(
                    from_work_s=0, duration_s=one.service_s, earliest_s=opens - start_s, latest_start_s=closes - start_s
                )
            )
    limit = vehicle.max_travel_s if vehicle.max_distance_m is None else vehicle.max_distance_m
    return Member(
        id=f"{vehicle.path}{DRIVER}",
        skills=tuple(SkillFact(code=str(skill)) for skill in sorted(vehicle.skills)),
        breaks=tuple(breaks),
        longest_driving_s=limit,
    )
