"""The best plan of a tiny VROOM problem by trying them all, and random problems to try; no code of ours in it."""

from itertools import permutations
from math import hypot
from random import Random

from tests.solver.vroom_law import EVER, Json, tasks_of

type Key = tuple[str, int]


def best(problem: Json) -> tuple[int, int, float]:
    """Return VROOM's standing of the best plan (see `vroom_law.standing`): of problems without breaks."""
    works = [[("job", one["id"])] for one in problem["jobs"]]
    works += [[("pickup", s["pickup"]["id"]), ("delivery", s["delivery"]["id"])] for s in problem["shipments"]]
    tasks = tasks_of(problem)
    gain = [(sum(tasks[key].get("priority", 0) for key in work), len(work)) for work in works]
    found = {0: (0, 0, 0.0)}
    for vehicle in problem["vehicles"]:
        cost = _cheapest_routes(problem, vehicle, works)
        better = dict(found)
        for done, (priority, number, so_far) in found.items():
            for more, extra in cost.items():
                if done & more:
                    continue
                gained = [gain[k] for k in range(len(works)) if more >> k & 1]
                plan = priority - sum(p for p, _ in gained), number - sum(n for _, n in gained), so_far + extra
                both = done | more
                better[both] = min(better.get(both, plan), plan)
        found = better
    return min(found.values())


def _cheapest_routes(problem: Json, vehicle: Json, works: list[list[Key]]) -> dict[int, float]:
    """Return the cost of the cheapest route for each set of works (as bits) that has one."""
    cheapest = {}
    for chosen in range(1, 2 ** len(works)):
        keys = [key for k, work in enumerate(works) if chosen >> k & 1 for key in work]
        costs = [_cost(problem, vehicle, order) for order in permutations(keys)]
        known = [cost for cost in costs if cost is not None]
        if known:
            cheapest[chosen] = min(known)
    return cheapest


def _cost(problem: Json, vehicle: Json, order: tuple[Key, ...]) -> float | None:
    """Return the cost of a route, or None if it breaks the law."""
    tasks = [tasks_of(problem)[key] | {"type": key[0], "key": key} for key in order]
    if not _allowed(problem, vehicle, tasks):
        return None
    matrices, costs = problem["matrices"]["car"], vehicle.get("costs", {})
    pace, kind = round(100 / vehicle.get("speed_factor", 1.0)) / 100, vehicle.get("type", "")
    low, high = vehicle.get("time_window", (0, EVER))
    now, here, at_work, rows = float(low), vehicle.get("start_index"), 0, []
    for task in tasks:
        there = task["location_index"]
        rows.append((here, there))
        now += 0 if here is None else matrices["durations"][here][there] * pace
        opened = [max(now, a) for a, b in task.get("time_windows", [(0, EVER)]) if now <= b]
        if not opened:
            return None
        times = [task.get(f"{key}_per_type", {}).get(kind, task.get(key, 0)) for key in ("setup", "service")]
        lasts = times[1] + (0 if here == there else times[0])
        now, at_work, here = opened[0] + lasts, at_work + lasts, there
    rows.append((here, vehicle.get("end_index")))
    legs = [leg for leg in rows if None not in leg]
    driven = sum(matrices["durations"][a][b] for a, b in legs)
    if now + (matrices["durations"][here][rows[-1][1]] * pace if rows[-1] in legs else 0) > high:
        return None
    if driven * pace > vehicle.get("max_travel_time", EVER):
        return None
    metres = sum(matrices["distances"][a][b] for a, b in legs)
    hours = driven / vehicle.get("speed_factor", 1.0) / 3600
    money = hours * costs.get("per_hour", 3600) + metres * costs.get("per_km", 0) / 1000
    return float(costs.get("fixed", 0) + money + costs.get("per_task_hour", 0) * at_work / 3600)


def _allowed(problem: Json, vehicle: Json, tasks: list[Json]) -> bool:
    """Return whether order, skills, numbers and loads are right."""
    places = {task["key"]: k for k, task in enumerate(tasks)}
    for one in problem["shipments"]:
        pickup, delivery = ("pickup", one["pickup"]["id"]), ("delivery", one["delivery"]["id"])
        if pickup in places and places[pickup] > places[delivery]:
            return False
    if len(tasks) > vehicle.get("max_tasks", EVER):
        return False
    if any(not set(task.get("skills", [])) <= set(vehicle.get("skills", [])) for task in tasks):
        return False
    size = range(len(vehicle["capacity"]))
    load = [sum(task["delivery"][k] for task in tasks if task["type"] == "job") for k in size]
    loads = [load]
    for task in tasks:
        on = task["pickup"] if task["type"] == "job" else task["amount"] if task["type"] == "pickup" else None
        off = task["delivery"] if task["type"] == "job" else task["amount"] if task["type"] == "delivery" else None
        load = [load[k] + (on[k] if on else 0) - (off[k] if off else 0) for k in size]
        loads.append(load)
    return all(load[k] <= vehicle["capacity"][k] for load in loads for k in size)


def random_problem(seed: int, *, setups: bool = False) -> Json:
    """Return a tiny problem in which every limit binds now and then.

    Parameters
    ----------
    setups : bool
        Tasks with time windows at shared places have set-ups too, which we only promise to obey (see `vroom.doors`).
    """
    rng = Random(seed)
    places = 7
    points = [(rng.uniform(0, 60), rng.uniform(0, 60)) for _ in range(places)]
    durations = [[int(10 * hypot(a[0] - b[0], a[1] - b[1])) + rng.randint(1, 9) for b in points] for a in points]
    for place in range(places):
        durations[place][place] = 0
    distances = [[way * rng.randint(8, 14) for way in row] for row in durations]
    limited = rng.choice(["", "max_tasks", "max_travel_time"])
    vehicles = [_vehicle(rng, number, limited) for number in range(1, rng.choice([2, 3]))]
    jobs, shipments = [], []
    for number in range(4):
        skills = [skill for skill in (1, 2) if rng.random() < 0.15]
        shared: Json = {"skills": skills, "priority": rng.choice([0, 0, 3, 9])}
        if number < 2 and rng.random() < 0.5 and limited != "max_tasks":
            halves = {half: _task(rng, number, places, setups) for half in ("pickup", "delivery")}
            shipments.append(halves | shared | {"amount": [rng.randint(0, 2), rng.randint(0, 2)]})
        else:
            taken = limited != "max_tasks" and rng.random() < 0.5
            amounts = {"delivery": _amount(rng), "pickup": _amount(rng) if taken else [0, 0]}
            jobs.append(_task(rng, number, places, setups) | shared | amounts)
    matrices = {"car": {"durations": durations, "distances": distances}}
    return {"jobs": jobs, "shipments": shipments, "vehicles": vehicles, "matrices": matrices}


def _amount(rng: Random) -> list[int]:
    return [rng.randint(0, 2), rng.randint(0, 2)]


def _vehicle(rng: Random, number: int, limited: str) -> Json:
    costs = {"fixed": rng.choice([0, 300]), "per_km": rng.choice([0, 90]), "per_hour": rng.choice([3600, 2777])}
    if not limited:
        costs["per_task_hour"] = rng.choice([0, 1000])
    ends = rng.choice([{"start_index": 0, "end_index": 1}, {"start_index": 0}, {"end_index": 0}])
    vehicle: Json = {"id": number, **ends, "capacity": [rng.randint(2, 4), rng.randint(2, 4)], "costs": costs}
    vehicle |= {"skills": [s for s in (1, 2) if rng.random() < 0.7], "time_window": [rng.randint(0, 200), 1500]}
    vehicle["speed_factor"] = rng.choice([1.0, 2.0, 0.5])
    if limited:
        vehicle[limited] = rng.randint(1, 3) if limited == "max_tasks" else rng.randint(500, 1200)
    else:
        vehicle["type"] = rng.choice(["", "quick"])
    return vehicle


def _task(rng: Random, number: int, places: int, setups: bool) -> Json:
    task: Json = {"id": number, "location_index": rng.randrange(2, places), "service": rng.choice([0, 60])}
    if rng.random() < 0.6:
        opens = rng.randint(0, 700)
        task["time_windows"] = [[opens, opens + rng.randint(0, 300)]]
        if rng.random() < 0.4:
            task["time_windows"].append([opens + 350, opens + 500])
    if setups or "time_windows" not in task:
        task["setup"] = rng.choice([0, 40])
    if rng.random() < 0.2:
        task["service_per_type"] = {"quick": 10}
    return task
