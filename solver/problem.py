"""The planning problem of one day as plain facts: ids, whole numbers and nothing else.

Units: `_s` seconds since the service day's local midnight (an instant) or a duration, `_m` metres, `_gr` grosze,
`_kg` kilograms, `_permille` thousandths. Indices point into `Problem.tasks`, `.requests`, `.shifts`, `.locations`.
Rules read these facts; engines read only `solver.arrays`, which the rules write.
"""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

type Matrix = NDArray[np.int32]
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


@dataclass(frozen=True, kw_only=True)
class BreakFact:
    """A break owed to a worker.

    Attributes
    ----------
    from_work_s : int
        Owed when the working day (rostered start to the later of rostered end and coming home) is at least this
        long (`strictly_above`: longer).
    earliest_s, latest_start_s : int, int or None
        Bounds on its start, after the rostered start of the shift.
    paid : bool
        Whether it counts as working time.
    """

    from_work_s: int
    strictly_above: bool = False
    duration_s: int
    earliest_s: int = 0
    latest_start_s: int | None = None
    paid: bool = True
    article: str = ""


@dataclass(frozen=True, kw_only=True)
class SkillFact:
    """A skill and the last instant at which its qualification is valid (None: no expiry)."""

    code: str
    valid_until_s: int | None = None


@dataclass(frozen=True, kw_only=True)
class Member:
    """One worker of a crew.

    Attributes
    ----------
    rest_from_s, rest_until_s : int or None
        The route may not start before / end after these, so that daily and weekly rest are kept.
    night_s : tuple of Span
        Spans in which this worker may not be at work.
    longest_work_s : int or None
        From leaving to coming home, unpaid breaks not counted.
    overtime_allowed : bool
        False: never past the rostered end.
    """

    id: str
    skills: tuple[SkillFact, ...] = ()
    familiar: tuple[str, ...] = ()
    breaks: tuple[BreakFact, ...] = ()
    rest_from_s: int | None = None
    rest_until_s: int | None = None
    rest_article: str = ""
    night_s: tuple[Span, ...] = ()
    longest_work_s: int | None = None
    longest_work_article: str = ""
    longest_driving_s: int | None = None
    overtime_allowed: bool = True


@dataclass(frozen=True, kw_only=True)
class StartFact:
    """A shift that has begun: free at `free_s` at the shift's `start_location`; `prefix` are its next tasks."""

    free_s: int
    prefix: tuple[int, ...] = ()
    driven_s: int = 0
    worked_s: int = 0
    breaks_taken: int = 0


@dataclass(frozen=True, kw_only=True)
class Shift:
    """One working period of one crew, with at most one vehicle.

    Attributes
    ----------
    mode : int
        Index into `Problem.travel`.
    start_s, end_s : int
        Rostered; `overtime_s` more is possible.
    work_gr_per_h, overtime_gr_per_h : int
        For the whole route without unpaid breaks; on top of it for the time after the rostered end.
    use_gr : int
        Once, if it has any stop at all.
    layouts : tuple of tuple of int
        Capacity by load kind, a row per seat layout (crew's own seats already taken off); empty: no vehicle.
    hand_over_s : int
        Needed between the previous shift of the same vehicle and this one's start.
    districts : tuple of str
        Where it may serve; empty: anywhere. Out-of-town tasks ("") need `out_of_town`.
    kind : str
        Shifts of one kind share the workload.
    """

    id: str
    name: str = ""
    kind: str = ""
    members: tuple[Member, ...]
    vehicle: str | None = None
    mode: int
    start_s: int
    end_s: int
    overtime_s: int = 0
    start_location: int
    end_location: int
    layouts: tuple[tuple[int, ...], ...] = ()
    lift_kg: int = 0
    districts: tuple[str, ...] = ()
    out_of_town: bool = True
    hand_over_s: int = 0
    provider: str = ""
    contracted: bool = False
    work_gr_per_h: int = 0
    overtime_gr_per_h: int = 0
    km_gr: int = 0
    use_gr: int = 0
    request_gr: int = 0
    unfamiliar_gr: int = 0
    start: StartFact | None = None


@dataclass(frozen=True, kw_only=True)
class TravelTable:
    """Free-flow travel of one mode between all locations.

    Attributes
    ----------
    seconds, metres : ndarray of int32, shape (locations, locations)
        From row to column; `driving` says whether the time counts as driving.
    lineage : object or None
        Two tables with the same one tell the same of any two locations that both know by one id, so that nobody has to
        compare them; None: nothing is said. It lives in one process, and is no part of a problem that is written down.
    """

    mode: str
    seconds: Matrix
    metres: Matrix
    driving: bool = True
    banded: bool = True
    lineage: object | None = field(default=None, compare=False)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, TravelTable)
            and (self.mode, self.driving, self.banded) == (other.mode, other.driving, other.banded)
            and np.array_equal(self.seconds, other.seconds)
            and np.array_equal(self.metres, other.metres)
        )

    __hash__ = None  # type: ignore[assignment]  # holds arrays


@dataclass(frozen=True, kw_only=True)
class SpeedBandFact:
    """From `start_s` to `end_s` everything banded moves at `permille` of its free speed; elsewhere at 1000."""

    start_s: int
    end_s: int
    permille: int


@dataclass(frozen=True, kw_only=True)
class Gap:
    """`after`'s first task starts between `min_s` and `max_s` (None: no limit) after `before`'s last task has ended.

    Attributes
    ----------
    needs : bool
        Whether `after` may be served only if `before` is.
    why : str
        "repair" (inspection first) or "stay" (return after the stay).
    """

    before: int
    after: int
    min_s: int = 0
    max_s: int | None = None
    needs: bool = True
    why: str = "stay"


@dataclass(frozen=True, kw_only=True)
class StaffLink:
    """Both requests by the same shift, or by shifts that share no worker."""

    a: int
    b: int
    same: bool


@dataclass(frozen=True, kw_only=True)
class Engagement:
    """A stretch of a client's day: from the start of the first request's first task to the end of the last's last.

    Attributes
    ----------
    requests : tuple of int
        One for a visit or a lone ride; the legs of a journey in order.
    """

    client: str
    requests: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Cap:
    """A limit on a weighted sum over the served requests of a set.

    Attributes
    ----------
    weights : tuple of (request, weight)
    limit : int
        In the unit of the weights (`unit` names it).
    price_gr_per_unit : int or None
        None: hard; else the price of each unit above the limit.
    """

    id: str
    client: str = ""
    weights: tuple[tuple[int, int], ...]
    limit: int
    unit: str = ""
    price_gr_per_unit: int | None = None


@dataclass(frozen=True, kw_only=True)
class Share:
    """The contracted part of all work over a grant period.

    Attributes
    ----------
    weights : tuple of int
        By request, in the unit of the measure (grosze, seconds, thousandths of a request).
    part_balance, all_balance : int
        Running totals before this day, same unit.
    counts : tuple of bool
        By shift: whether its work counts as contracted.
    price_gr, price_unit : int
        `price_gr` per `price_unit` weight short of `target_permille` of everything.
    """

    target_permille: int
    weights: tuple[int, ...]
    counts: tuple[bool, ...]
    part_balance: int = 0
    all_balance: int = 0
    price_gr: int = 0
    price_unit: int = 1


class LockKind(StrEnum):
    """To a shift, to a start time, to a relative order, or a frozen prefix; or out of the plan."""

    SHIFT = "shift"
    START = "start"
    ORDER = "order"
    PREFIX = "prefix"
    OUT = "out"


@dataclass(frozen=True, kw_only=True)
class Lock:
    """A dispatcher's pin.

    Attributes
    ----------
    tasks : tuple of int
        SHIFT, OUT: every task of the request; START: one; ORDER and PREFIX: in order.
    """

    kind: LockKind
    tasks: tuple[int, ...]
    shift: int | None = None
    start_s: int | None = None


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """A named violation that is accepted up to `amount`: by a dispatcher, or inherited from the past.

    Attributes
    ----------
    rule : str
        Code.
    subject : str
        Task, request or shift id, as the violation names it first.
    amount : int
        In the violation's own unit.
    inherited : bool
        False: an override, with a reason.
    """

    rule: str
    subject: str
    amount: int
    inherited: bool = False
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Everything about one day that a plan depends on.

    Attributes
    ----------
    locations : tuple of str
        Ids; row and column names of the travel tables.
    end_s : int
        The last second anything may happen (also the end of an *away* without a return).
    person_mode : int
        Travel table by which a client is thought to get from one engagement to another.
    same_starts : tuple of (request, request)
        Their first tasks start at the same instant (two workers at one door).
    groups : tuple of tuple of int
        Requests served all or none.
    workload_gr_per_h : int
        Per hour of service time that a shift is away from the mean of its kind.
    call_tolerance_s : int
        A published start that moves by more than this is worth a call.
    """

    locations: tuple[str, ...]
    travel: tuple[TravelTable, ...]
    tasks: tuple[Task, ...]
    requests: tuple[Request, ...]
    shifts: tuple[Shift, ...]
    load_kinds: tuple[str, ...] = ()
    end_s: int
    person_mode: int = 0
    speed_bands: tuple[SpeedBandFact, ...] = ()
    longest_wait_aboard_s: int | None = None
    groups: tuple[tuple[int, ...], ...] = ()
    gaps: tuple[Gap, ...] = ()
    same_starts: tuple[tuple[int, int], ...] = ()
    staff_links: tuple[StaffLink, ...] = ()
    engagements: tuple[Engagement, ...] = ()
    caps: tuple[Cap, ...] = ()
    share: Share | None = None
    workload_gr_per_h: int = 0
    call_tolerance_s: int = 300
    locks: tuple[Lock, ...] = ()
    allowances: tuple[Allowance, ...] = field(default=())

    def allowance(self, rule: str, subject: str) -> int:
        """Return how much of a violation of `rule` on `subject` is accepted (0: none)."""
        return max((a.amount for a in self.allowances if (a.rule, a.subject) == (rule, subject)), default=0)
