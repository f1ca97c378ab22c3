"""From a JSON document to `Document`: every key known, every value checked, every complaint with its path.

The keys, their defaults and what VROOM itself refuses are those of VROOM 1.15 (docs/API.md and its own parser).
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from solver.facts.requests import Span
from solver.vroom.facts import EVER, Amount, Costs, Document, Matrices, TaskType, Vehicle, VroomBreak, VroomTask, Work
from solver.vroom.node import UINT32, UINT64, Node, VroomError, twice
from solver.vroom.places import Places
from solver.vroom.tables import read_matrices

ROOT = ("jobs", "shipments", "vehicles", "matrices", "matrix", "options")
OPTIONS = ("c", "g", "l", "t", "x")
"""Command-line switches that clients of vroom-express send along; only plan mode (`c`) would change anything here."""
STEP = (
    "id", "description", "location", "location_index", "setup", "service", "setup_per_type", "service_per_type",
    "time_windows",
)  # fmt: skip
JOB = (*STEP, "delivery", "pickup", "amount", "skills", "priority")
SHIPMENT = ("pickup", "delivery", "amount", "skills", "priority")
VEHICLE = (
    "id", "profile", "description", "start", "start_index", "end", "end_index", "capacity", "costs", "skills", "type",
    "time_window", "breaks", "speed_factor", "max_tasks", "max_travel_time", "max_distance", "steps",
)  # fmt: skip
COSTS = ("fixed", "per_hour", "per_task_hour", "per_km")
BREAK = ("id", "time_windows", "service", "description", "max_load")
MOST_PRIORITY = 100
MOST_SPEED = 5.0
PLAN_MODE = "is not supported: plan mode is not supported yet, nor a search that starts from given routes"


def read_document(data: Any) -> Document:
    """Return a VROOM problem, read from parsed JSON.

    Raises
    ------
    VroomError
        With a sentence for each thing that is wrong or not supported.
    """
    wrong: list[str] = []
    document = _document(Node(data, "", wrong))
    if wrong:
        raise VroomError(wrong)
    return document


def _document(root: Node) -> Document:
    if not root.is_object(ROOT):
        return Document(works=(), vehicles=())
    _options(root)
    matrices = read_matrices(root)
    places = Places(given=bool(root.get("matrices") or root.get("matrix")), rows=_rows(matrices))
    first = next(root.list("vehicles"), None)
    size = len(first.wholes("capacity")) if first else 0
    vehicles = tuple(_vehicle(node, size, places) for node in root.list("vehicles"))
    works = (*_jobs(root, size, places), *_shipments(root, size, places))
    if not vehicles:
        root.complain("has no vehicles")
    if not works:
        root.complain("has neither jobs nor shipments")
    _unique(root)
    return Document(works=works, vehicles=vehicles, matrices=matrices, coordinates=places.coordinates)


def _rows(matrices: Mapping[str, Matrices]) -> int:
    return min((len(one.durations) for one in matrices.values()), default=UINT32)


def _options(root: Node) -> None:
    options = root.get("options")
    if options and options.is_object(OPTIONS) and (plan := options.get("c")) and plan.value:
        plan.complain(PLAN_MODE)


def _unique(root: Node) -> None:
    """Complain about ids that come twice where VROOM wants them once."""
    jobs = [job.get("id") for job in root.list("jobs")]
    twice((node, node.value) for node in jobs if node and isinstance(node.value, int))
    for half in ("pickup", "delivery"):
        steps = (shipment.get(half) for shipment in root.list("shipments"))
        ids = [step.get("id") for step in steps if step]
        twice((node, node.value) for node in ids if node and isinstance(node.value, int))
    for vehicle in root.list("vehicles"):
        ids = [each.get("id") for each in vehicle.list("breaks")]
        twice((node, node.value) for node in ids if node and isinstance(node.value, int))


def _jobs(root: Node, size: int, places: Places) -> Iterator[Work]:
    for node in root.list("jobs"):
        if node.is_object(JOB):
            lone = node.get("amount") and not node.get("delivery") and not node.get("pickup")
            yield Work(
                path=node.path,
                tasks=(_task(node, TaskType.JOB, places),),
                delivery=_amount(node, "amount" if lone else "delivery", size),  # as VROOM reads the deprecated key
                pickup=_amount(node, "pickup", size),
                skills=frozenset(node.wholes("skills")),
                priority=node.number("priority", 0, MOST_PRIORITY),
            )


def _shipments(root: Node, size: int, places: Places) -> Iterator[Work]:
    for node in root.list("shipments"):
        if not node.is_object(SHIPMENT):
            continue
        halves = (node.need("pickup"), node.need("delivery"))
        if all(half and half.is_object(STEP) for half in halves):
            types = (TaskType.PICKUP, TaskType.DELIVERY)
            yield Work(
                path=node.path,
                tasks=tuple(_task(half, kind, places) for half, kind in zip(halves, types, strict=True) if half),
                amount=_amount(node, "amount", size),
                skills=frozenset(node.wholes("skills")),
                priority=node.number("priority", 0, MOST_PRIORITY),
            )


def _task(node: Node, kind: TaskType, places: Places) -> VroomTask:
    return VroomTask(
        type=kind,
        id=_id(node),
        description=node.text("description"),
        place=places.needed(node, "location", "location_index"),
        setup_s=node.number("setup", 0),
        service_s=node.number("service", 0),
        setup_per_type_s=_per_type(node, "setup_per_type"),
        service_per_type_s=_per_type(node, "service_per_type"),
        windows_s=_windows(node),
    )


def _id(node: Node) -> int:
    found = node.need("id")
    return found.whole(UINT64) if found else 0


def _per_type(node: Node, key: str) -> dict[str, int]:
    found = node.get(key)
    if found is None or not found.is_object(tuple(found.value) if isinstance(found.value, dict) else ()):
        return {}
    if "" in found.value:
        found.complain("has an empty type")
    return {kind: found.number(kind, 0) for kind in found.value}


def _amount(node: Node, key: str, size: int) -> Amount:
    found = node.get(key)
    if found is None:
        return (0,) * size
    amount = node.wholes(key)
    if len(amount) != size:
        found.complain(f"has {len(amount)} quantities, but the first vehicle's capacity has {size}")
        return (0,) * size
    return amount


def _windows(node: Node) -> tuple[Span, ...]:
    found = node.get("time_windows")
    if found is None:
        return ()
    spans = sorted(_span(item) for item in found.items())
    if not spans:
        found.complain("is empty: leave it out for any time")
    if any(later[0] <= earlier[1] for earlier, later in pairwise(spans)):
        found.complain("has windows that overlap or touch")
    return () if spans == [(0, EVER)] else tuple(spans)


def _span(node: Node) -> Span:
    if not isinstance(node.value, list) or len(node.value) != 2:
        node.complain("is not a time window: two whole numbers are")
        return 0, EVER
    start, end = (item.whole() for item in node.items())
    if start > end:
        node.complain(f"ends before it starts ({start}, {end})")
    return start, end


def _vehicle(node: Node, size: int, places: Places) -> Vehicle:
    node.is_object(VEHICLE)
    if steps := node.get("steps"):
        steps.complain(PLAN_MODE)
    start, end = (places.maybe(node, key, f"{key}_index") for key in ("start", "end"))
    if start is None and end is None:
        node.complain("has neither a start nor an end")
    window = node.get("time_window")
    return Vehicle(
        path=node.path,
        id=_id(node),
        description=node.text("description"),
        profile=node.text("profile", "car") or "car",
        type=node.text("type"),
        start=start,
        end=end,
        capacity=_amount(node, "capacity", size),
        costs=_costs(node),
        skills=frozenset(node.wholes("skills")),
        window_s=_span(window) if window else (0, EVER),
        breaks=tuple(_break(each, size) for each in node.list("breaks")),
        speed_factor=_speed(node),
        max_tasks=node.maybe("max_tasks"),
        max_travel_s=node.maybe("max_travel_time"),
        max_distance_m=node.maybe("max_distance"),
    )


def _costs(node: Node) -> Costs:
    found = node.get("costs")
    if found is None or not found.is_object(COSTS):
        return Costs()
    given = Costs()
    return Costs(**{key: found.number(key, getattr(given, key)) for key in COSTS})


def _break(node: Node, size: int) -> VroomBreak:
    node.is_object(BREAK)
    return VroomBreak(
        id=_id(node),
        description=node.text("description"),
        service_s=node.number("service", 0),
        windows_s=_windows(node),
        max_load=_amount(node, "max_load", size) if node.get("max_load") else None,
    )


def _speed(node: Node) -> float:
    found = node.get("speed_factor")
    if found is None:
        return 1.0
    speed = found.real()
    if not 0 < speed <= MOST_SPEED:
        found.complain(f"is not above 0 and at most {MOST_SPEED:g}")
        return 1.0
    return speed
