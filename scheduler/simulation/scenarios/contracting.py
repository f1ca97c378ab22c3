"""Calls that a contractor takes: what comes of them, and what they cost, without the town's own crews."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from scheduler.domain.capacity.calls import Back, Call
from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.tasks import Task
from scheduler.simulation.demand import draw, occurrences

KPIS = ("contracted", "contracted_served", "contracted_gr")

type _Of = tuple[str, str]


def contracted_figures(task: Task) -> list[Figure]:
    """Return what is contracted out on the days of a task, in requests and grosze, by day; nothing if nothing is.

    The calls are those that the same seed draws without the contracts and not with them: the same people who would have
    called the office. Who calls it off or is not at home is not paid for.
    """
    if not task.demand.contracts:
        return []
    before = replace(task.demand, contracts={})
    here = {call.id for call in draw(task.demand, task.town, task.days, task.seed)}
    gone = [call for call in draw(before, task.town, task.days, task.seed) if call.id not in here]
    each = [one for call in gone for one in occurrences(call, before, task.town, task.days, task.seed)]
    return list(_figures(task, each))


def _figures(task: Task, calls: list[Call]) -> Iterator[Figure]:
    for day in sorted(set(task.days)):
        sums: Counter[tuple[_Of, str]] = Counter()
        for call in calls:
            if call.day == day:
                sums.update({(of, kpi): value for of in _groups(call) for kpi, value in _of_one(task, call).items()})
        for (district, service), kpi in sorted({*sums, *((("", ""), kpi) for kpi in KPIS)}):
            yield Figure(
                scenario=task.scenario, replication=task.replication, day=day, kpi=kpi, district=district,
                service=service, value=float(sums[(district, service), kpi]),
            )  # fmt: skip


def _of_one(task: Task, call: Call) -> dict[str, int]:
    requests = 1 + (call.back is not Back.NONE)  # a way there and back is two, as the office counts them
    served = 0 if call.no_show or call.cancels_before is not None else requests
    price = task.demand.contracts[call.service_id].gr_per_request
    return {"contracted": requests, "contracted_served": served, "contracted_gr": served * price}


def _groups(call: Call) -> set[_Of]:
    return {("", ""), (str(call.home.district_id or ""), ""), ("", str(call.service_id))}
