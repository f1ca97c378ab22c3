"""What takes room: quantities of jobs and shipments, and the number of tasks where a vehicle's is limited."""

from dataclasses import dataclass

from solver.vroom.facts import Amount, Document, Vehicle, Work

FROM_START, TO_END, BETWEEN = "from_start", "to_end", "between"


@dataclass(frozen=True, kw_only=True)
class Cargo:
    """One request's load and where it counts (`Request.carried`)."""

    load: Amount
    carried: str


def counts(document: Document) -> bool:
    """Return whether the number of tasks of any vehicle is limited."""
    return any(v.max_tasks is not None and v.max_tasks < len(document.tasks) for v in document.vehicles)


def counted_from(document: Document) -> str | None:
    """Return where all tasks of a route can be counted at once: at its start or at its end; None: nowhere."""
    needed = {_carried(work) for work in document.works} - {""}
    return next((place for place in (FROM_START, TO_END) if needed <= {place}), None)


def _carried(work: Work) -> str:
    """Return where the quantities of a work count; empty: it has none, or some at either end."""
    if any(work.amount):
        return BETWEEN
    ends = [end for end, quantities in ((FROM_START, work.delivery), (TO_END, work.pickup)) if any(quantities)]
    return ends[0] if len(ends) == 1 else ""


def cargo(document: Document, work: Work) -> tuple[Cargo, ...]:
    """Return the load of a work; two where a job both brings and takes: each counts at its own end of the route."""
    where = counted_from(document) if counts(document) else None
    brought, taken, kept = (any(quantities) for quantities in (work.delivery, work.pickup, work.amount))
    parts = []
    if brought or taken:
        parts += [(work.delivery, FROM_START)] * brought + [(work.pickup, TO_END)] * taken
    else:
        parts.append((work.amount or work.delivery, BETWEEN if kept else where or BETWEEN))
    return tuple(
        Cargo(load=(*load, *((len(work.tasks) if carried == where else 0,) if where else ())), carried=carried)
        for load, carried in parts
    )


def room(document: Document, vehicle: Vehicle) -> Amount:
    """Return the room of a vehicle for these loads."""
    if not counts(document):
        return vehicle.capacity
    return (*vehicle.capacity, len(document.tasks) if vehicle.max_tasks is None else vehicle.max_tasks)


def kinds(document: Document) -> tuple[str, ...]:
    """Return the names of the kinds of load."""
    size = len(document.vehicles[0].capacity)
    return (*(f"quantity {k + 1}" for k in range(size)), *(("tasks",) if counts(document) else ()))
