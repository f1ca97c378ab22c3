"""What is asked for: requests, their tasks, and what was already done or published of them."""

from dataclasses import dataclass
from enum import StrEnum

type Span = tuple[int, int]
"""Both bounds included."""


class TaskKind(StrEnum):
    """The solver's atoms. A delivery is a pair: `load` at the depot (with reloads as often as needed), `drop`."""

    VISIT = "visit"
    PICKUP = "pickup"
    DROPOFF = "dropoff"
    LOAD = "load"
    DROP = "drop"


@dataclass(frozen=True, kw_only=True)
class Task:
    """One thing done at one place.

    Attributes
    ----------
    request : int
        Index of the request it belongs to.
    windows_s : tuple of Span
        Bounds on the start of service, ascending and disjoint; empty: any time.
    service_s : int
        From start to end of service.
    setup_s : int
        Between arrival and start, paid only by the first task of a halt (previous task elsewhere).
    """

    id: str
    request: int
    kind: TaskKind
    location: int
    windows_s: tuple[Span, ...] = ()
    service_s: int = 0
    setup_s: int = 0


@dataclass(frozen=True, kw_only=True)
class AboardFact:
    """The pickup is done: on this shift, service there ended at `since_s`; `direct_s` is the ride without detour."""

    shift: int
    since_s: int
    direct_s: int = 0


@dataclass(frozen=True, kw_only=True)
class PublishedFact:
    """What was published: the shift and the start of the timed task."""

    shift: int
    start_s: int


CARRIED = ("between", "from_start", "to_end")
"""Over which part of a route a request takes its places."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """A visit (one task), a ride or a delivery (two tasks; one if its pickup is done).

    Attributes
    ----------
    source_id : str
        The id people know; equals `id` but for the crews of a double visit (`R7#1`, `R7#2`).
    tasks : tuple of int
        In order.
    timed_task : int
        The task that the wish and the promise speak of.
    must : bool
        Counted before money when unassigned; promised requests always are.
    unassigned_gr : int
        Price of leaving it out.
    load : tuple of int
        Places taken while it is carried, by `Problem.load_kinds`.
    carried : str
        "between" its two tasks (a visit: never); "from_start" of the route until its last task is done (parcels loaded
        at the base); "to_end" of the route from its first task on (linen taken back to the base). It speaks of places
        only: nobody rides longer for it. If it is aboard already: "between", or ValueError.
    lift_kg : int
        Weight the lift must hold; 0: no lift needed.
    longest_ride_s : int or None
        From the end of service at the pickup (load) to the start at the dropoff (drop).
    detour_permille, detour_slack_s : int or None, int
        The ride may last `direct x permille / 1000 + slack`, by the shift's travel mode; None: no such limit.
    districts : tuple of str
        Of its tasks; "" is out of town.
    preferred_staff, backup_staff : tuple of str
        Anyone of them aboard costs nothing extra; `other_staff_gr` otherwise (only where preferred is not empty).
    value_gr, work_s : int
        Its weight in shares measured by value and by hours.
    pooling : str
        "never" (nobody else aboard), "common_destination" (only who has a pickup or a dropoff location in common) or
        "free"; of two, both must allow it.
    """

    id: str
    source_id: str
    kind: str
    tasks: tuple[int, ...]
    timed_task: int
    clients: tuple[str, ...] = ()
    must: bool = False
    unassigned_gr: int = 0
    skills: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    load: tuple[int, ...] = ()
    carried: str = "between"
    lift_kg: int = 0
    needs_attendant: bool = False
    longest_ride_s: int | None = None
    detour_permille: int | None = None
    detour_slack_s: int = 0
    pooling: str = "free"
    excluded_staff: tuple[str, ...] = ()
    preferred_staff: tuple[str, ...] = ()
    backup_staff: tuple[str, ...] = ()
    other_staff_gr: int = 0
    wish_s: int | None = None
    deviation_gr_per_min: int = 0
    excess_ride_gr_per_min: int = 0
    promise_s: Span | None = None
    published: PublishedFact | None = None
    call_gr: int = 0
    aboard: AboardFact | None = None
    value_gr: int = 0
    work_s: int = 0

    def __post_init__(self) -> None:
        if self.carried not in CARRIED:
            msg = f"request {self.id}: carried is {self.carried!r}, not one of {', '.join(CARRIED)}"
            raise ValueError(msg)
        if self.aboard is not None and self.carried != "between":
            msg = f"request {self.id}: is aboard already, so it cannot be carried {self.carried!r}"
            raise ValueError(msg)

    @property
    def is_must(self) -> bool:
        """Whether leaving it out counts before any money; a promise is never a matter of price."""
        return self.must or self.promise_s is not None
