"""VROOM's law, read from its documentation: what a solution does against its problem. Shares no code with ours."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

type Json = dict[str, Any]

EVER = 2**32 - 1


def broken(problem: Json, solution: Json) -> list[str]:
    """Return everything wrong with a solution (of problems with custom matrices)."""
    found = [*_who(problem, solution)]
    for route in solution["routes"]:
        vehicle = next(v for v in problem["vehicles"] if v["id"] == route["vehicle"])
        found += _RouteLaw(problem, vehicle, route).broken()
    for key in ("cost", "setup", "service", "duration", "waiting_time", "priority"):
        if solution["summary"][key] != sum(route[key] for route in solution["routes"]):
            found.append(f"summary {key} is not the sum of the routes'")
    return found


def tasks_of(problem: Json) -> dict[tuple[str, int], Json]:
    """Return every task with what its shipment says of it, by type and id."""
    found = {("job", job["id"]): job for job in problem.get("jobs", [])}
    for shipment in problem.get("shipments", []):
        shared = {key: shipment[key] for key in ("skills", "priority", "amount") if key in shipment}
        for half in ("pickup", "delivery"):
            found[half, shipment[half]["id"]] = shipment[half] | shared
    return found


def standing(problem: Json, solution: Json) -> tuple[int, int, float]:
    """Return what VROOM compares plans by, smaller is better: priority and tasks served (negative), exact cost."""
    tasks = tasks_of(problem)
    done = [(s["type"], s["id"]) for route in solution["routes"] for s in route["steps"] if "job" in s]
    priority = sum(tasks[key].get("priority", 0) for key in done)
    return -priority, -len(done), sum(exact_cost(problem, route) for route in solution["routes"])


def exact_cost(problem: Json, route: Json) -> float:
    """Return a route's cost without rounding."""
    vehicle = next(v for v in problem["vehicles"] if v["id"] == route["vehicle"])
    return _RouteLaw(problem, vehicle, route).cost()


def _who(problem: Json, solution: Json) -> Iterator[str]:
    tasks = tasks_of(problem)
    done = [(s["type"], s["id"]) for route in solution["routes"] for s in route["steps"] if "job" in s]
    left = [(one["type"], one["id"]) for one in solution["unassigned"]]
    if sorted([*done, *left]) != sorted(tasks):
        yield f"done {done}, left {left}, asked {sorted(tasks)}"
    if len({route["vehicle"] for route in solution["routes"]}) < len(solution["routes"]):
        yield "a vehicle has two routes"
    for shipment in problem.get("shipments", []):
        keys = [(half, shipment[half]["id"]) for half in ("pickup", "delivery")]
        for route in solution["routes"]:
            order = [(s["type"], s.get("id")) for s in route["steps"]]
            places = [order.index(key) for key in keys if key in order]
            if len(places) == 1 or places != sorted(places):
                yield f"shipment {keys} in order {order}"


class _RouteLaw:
    def __init__(self, problem: Json, vehicle: Json, route: Json) -> None:
        self.vehicle = vehicle
        self.route = route
        self.steps = route["steps"]
        self.tasks = tasks_of(problem)
        self.matrices = problem["matrices"][vehicle.get("profile", "car")]
        self.pace = round(100 / vehicle.get("speed_factor", 1.0)) / 100

    def task(self, step: Json) -> Json:
        return self.tasks[step["type"], step["id"]]

    def lasting(self, step: Json, key: str) -> int:
        task = self.task(step)
        return int(task.get(f"{key}_per_type", {}).get(self.vehicle.get("type", ""), task.get(key, 0)))

    def halts(self) -> list[tuple[Json, int | None]]:
        """Return the steps that are somewhere, with their row (None: a start or end that is nowhere)."""
        ends = {"start": self.vehicle.get("start_index"), "end": self.vehicle.get("end_index")}
        return [
            (s, ends[s["type"]] if s["type"] in ends else self.task(s)["location_index"])
            for s in self.steps
            if s["type"] != "break"
        ]

    def legs(self) -> list[tuple[int, int] | None]:
        rows = [row for _, row in self.halts()]
        return [None if a is None or b is None else (a, b) for a, b in pairwise(rows)]

    def ways(self, key: str) -> list[int]:
        return [0 if leg is None else int(self.matrices[key][leg[0]][leg[1]]) for leg in self.legs()]

    def cost(self) -> float:
        costs: dict[str, int] = self.vehicle.get("costs", {})
        total: float = costs.get("fixed", 0)
        if "costs" in self.matrices:
            total += sum(self.ways("costs"))
        else:
            hours = sum(self.ways("durations")) / float(self.vehicle.get("speed_factor", 1.0)) / 3600
            total += hours * costs.get("per_hour", 3600)
            total += sum(self.ways("distances")) * costs["per_km"] / 1000 if costs.get("per_km") else 0
        at_work = sum(int(s["setup"] + s["service"]) for s in self.steps if "job" in s)
        total += costs.get("per_task_hour", 0) * at_work / 3600
        return total

    def broken(self) -> list[str]:
        return [f"vehicle {self.vehicle['id']}: {what}" for what in (*self.times(), *self.loads(), *self.limits())]

    def times(self) -> Iterator[str]:
        low, high = self.vehicle.get("time_window", (0, EVER))
        if not low <= self.steps[0]["arrival"] <= self.steps[-1]["arrival"] <= high:
            yield f"{self.steps[0]['arrival']} to {self.steps[-1]['arrival']} outside {low} to {high}"
        legs, at, moved, ready = self.ways("durations"), 0, 0, self.steps[0]["arrival"]
        rows = [row for _, row in self.halts()]
        for step in self.steps[1:]:
            if step["arrival"] < ready:
                yield f"{step['type']} at {step['arrival']} before {ready}"
            moved += step["arrival"] - ready
            ready = step["arrival"] + step["waiting_time"] + step["setup"] + step["service"]
            if step["type"] == "break":
                yield from self.rest(step)
                continue
            if abs(moved - legs[at] * self.pace) > (0 if self.pace == 1 else 2):
                yield f"{moved} s to {step['type']}, not {legs[at] * self.pace}"
            at, moved = at + 1, 0
            if "job" in step:
                yield from self.served(step, same=rows[at - 1] == rows[at])
        taken = sorted(s["id"] for s in self.steps if s["type"] == "break")
        if taken != sorted(b["id"] for b in self.vehicle.get("breaks", [])):
            yield f"breaks taken: {taken}"

    def served(self, step: Json, *, same: bool) -> Iterator[str]:
        start = step["arrival"] + step["waiting_time"]
        if not any(low <= start <= high for low, high in self.task(step).get("time_windows", [(0, EVER)])):
            yield f"{step['type']} {step['id']} starts at {start}"
        if step["setup"] != (0 if same else self.lasting(step, "setup")):
            yield f"{step['type']} {step['id']} sets up {step['setup']} s"
        if step["service"] != self.lasting(step, "service"):
            yield f"{step['type']} {step['id']} takes {step['service']} s"

    def rest(self, step: Json) -> Iterator[str]:
        owed = next(b for b in self.vehicle["breaks"] if b["id"] == step["id"])
        start = step["arrival"] + step["waiting_time"]
        if not any(low <= start <= high for low, high in owed.get("time_windows", [(0, EVER)])):
            yield f"break {step['id']} starts at {start}"
        if step["service"] != owed.get("service", 0):
            yield f"break {step['id']} takes {step['service']} s"

    def loads(self) -> Iterator[str]:
        capacity = self.vehicle.get("capacity", [])
        nothing = [0] * len(capacity)
        done = [self.task(s) | {"type": s["type"]} for s in self.steps if "job" in s]
        load = [sum(t.get("delivery", nothing)[k] for t in done if t["type"] == "job") for k in range(len(capacity))]
        for step in self.steps:
            if "job" in step:
                task = self.task(step)
                plus, minus = (
                    (task.get("pickup", nothing), task.get("delivery", nothing)) if step["type"] == "job"
                    else (task.get("amount", nothing), nothing) if step["type"] == "pickup"
                    else (nothing, task.get("amount", nothing))
                )  # fmt: skip
                load = [a + b - c for a, b, c in zip(load, plus, minus, strict=True)]
            if capacity and step["load"] != load:
                yield f"load {step['load']} at {step['type']} should be {load}"
            if any(a > b for a, b in zip(load, capacity, strict=True)):
                yield f"load {load} above {capacity}"

    def limits(self) -> Iterator[str]:
        vehicle, done = self.vehicle, [s for s in self.steps if "job" in s]
        if len(done) > vehicle.get("max_tasks", EVER):
            yield f"{len(done)} tasks"
        if sum(self.ways("durations")) * self.pace > vehicle.get("max_travel_time", EVER):
            yield f"travels {self.ways('durations')}"
        if "max_distance" in vehicle and sum(self.ways("distances")) > vehicle["max_distance"]:
            yield f"goes {self.ways('distances')}"
        for step in done:
            if not set(self.task(step).get("skills", [])) <= set(vehicle.get("skills", [])):
                yield f"lacks skills for {step['type']} {step['id']}"
