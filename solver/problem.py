"""The planning problem of one day as plain facts: ids, whole numbers and nothing else.

Units: `_s` seconds since the service day's local midnight (an instant) or a duration, `_m` metres, `_gr` grosze,
`_kg` kilograms, `_permille` thousandths. Indices point into `Problem.tasks`, `.requests`, `.shifts`, `.locations`.
Rules read these facts; engines read only `solver.arrays`, which the rules write.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from solver.facts.locks import Allowance, Lock
from solver.facts.requests import Request, Task
from solver.facts.shifts import Shift
from solver.facts.ties import Cap, Engagement, Gap, Share, StaffLink
from solver.facts.travel import SpeedBandFact, TravelTable


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

    @cached_property
    def allowances_at(self) -> Mapping[tuple[str, str], Sequence[Allowance]]:
        """The allowances by rule and subject: of a day that runs late there are many, and each rule asks for each."""
        found: dict[tuple[str, str], list[Allowance]] = defaultdict(list)
        for one in self.allowances:
            found[one.rule, one.subject].append(one)
        return dict(found)

    @cached_property
    def aboard_of(self) -> Mapping[int, frozenset[int]]:
        """The requests that are aboard as the day stands, by shift."""
        found: dict[int, set[int]] = defaultdict(set)
        for r, one in enumerate(self.requests):
            if one.aboard is not None:
                found[one.aboard.shift].add(r)
        return {shift: frozenset(requests) for shift, requests in found.items()}

    def allowance(self, rule: str, subject: str) -> int:
        """Return how much of a violation of `rule` on `subject` is accepted (0: none)."""
        return max((a.amount for a in self.allowances_at.get((rule, subject), ())), default=0)
