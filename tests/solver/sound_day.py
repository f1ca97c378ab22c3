"""A small day in which every hard rule has something to say, and a plan of it that breaks none."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from solver.facts.locks import Lock, LockKind
from solver.facts.shifts import BreakFact, Shift, SkillFact, StartFact
from solver.facts.ties import Cap, Engagement, Gap, StaffLink
from solver.problem import Problem
from solver.rulekit.tiny import aboard, delivery, hm, member, pause, ride, shift, timed_solution, tiny, visit
from solver.solution import BreakTime, Solution

REQUESTS = (
    aboard("aboard", "B", since_s=hm(7, 50), direct_s=600),
    ride("ride", "BD", pickup={"windows_s": ((hm(8), hm(9)),)}, longest_ride_s=1500, excess_ride_gr_per_min=30),
    ride("wheel", "DC", load=(0, 1), lift_kg=150, needs_attendant=True, pooling="never"),
    ride("direct", "CE", detour_permille=1200, detour_slack_s=60),
    delivery("meal", "AB", longest_ride_s=1200),
    visit("maria", "F", task={"setup_s": 60}),
    ride("maria's", "FG"),
    visit("inspection", "B", skills=("repair",)),
    visit("repair", "B", skills=("repair",)),
    visit("double#1", "C", districts=("north",)),
    visit("double#2", "C"),
    visit("promised", "D", promise_s=(hm(13), hm(13, 30)), must=True),
    visit("pinned", "B", excluded_staff=("ola",)),
    visit("capped", "B", must=True),
    visit("second", "B"),
)
NUMBER = {draft.id: number for number, draft in enumerate(REQUESTS)}


def sound_problem() -> Problem:
    """Return the problem: a bus that has begun, the crew that takes it over, and two cars."""
    problem = tiny(
        requests=REQUESTS,
        shifts=_shifts(),
        longest_wait_aboard_s=300,
        groups=((NUMBER["double#1"], NUMBER["double#2"]),),
        same_starts=((NUMBER["double#1"], NUMBER["double#2"]),),
        gaps=(Gap(before=NUMBER["inspection"], after=NUMBER["repair"], min_s=3600, why="repair"),),
        staff_links=(
            StaffLink(a=NUMBER["double#1"], b=NUMBER["double#2"], same=False),
            StaffLink(a=NUMBER["inspection"], b=NUMBER["repair"], same=True),
        ),
        engagements=tuple(Engagement(client="maria", requests=(NUMBER[name],)) for name in ("maria", "maria's")),
        caps=(Cap(id="two-visits", weights=((NUMBER["capped"], 1), (NUMBER["second"], 1)), limit=1, unit="visits"),),
    )
    return replace(problem, locks=_locks(problem))


def _shifts() -> tuple[Shift, ...]:
    rest = BreakFact(from_work_s=hm(6), duration_s=900, earliest_s=hm(1), latest_start_s=hm(5))
    anna = member("anna", breaks=(rest,), overtime_allowed=False)
    eva = member(
        "eva",
        skills=(SkillFact(code="repair"),),
        longest_work_s=hm(7),
        longest_driving_s=hm(2),
        rest_until_s=hm(16, 30),
    )
    begun = StartFact(free_s=hm(8), prefix=(0,))
    return (
        shift(
            "bus", vehicle="van", members=(anna, member("jan")), end_s=hm(14), overtime_s=1800,
            layouts=((2, 0), (1, 1)), lift_kg=200, km_gr=120, work_gr_per_h=6000, begun=begun,
        ),
        shift(
            "late bus", vehicle="van", members=(member("ewa"),), start_s=hm(14, 15), end_s=hm(20), hand_over_s=600,
            layouts=((2, 0), (1, 1)), lift_kg=100,
        ),
        shift("eva", members=(eva,), end_s=hm(16), overtime_s=3600, districts=("north",), layouts=((2, 0),)),
        shift("ola", members=(member("ola"),), districts=("south",), layouts=((2, 0),)),
    )  # fmt: skip


def _locks(problem: Problem) -> tuple[Lock, ...]:
    task = {one.id: number for number, one in enumerate(problem.tasks)}
    return (
        Lock(kind=LockKind.SHIFT, tasks=(task["pinned"],), shift=2),
        Lock(kind=LockKind.START, tasks=(task["promised"],), start_s=hm(13, 10)),
        Lock(kind=LockKind.ORDER, tasks=(task["pinned"], task["inspection"])),
        Lock(kind=LockKind.PREFIX, tasks=(task["meal+"],), shift=3),
        Lock(kind=LockKind.OUT, tasks=(task["second"],)),
    )


ROUTES = {
    "bus": "aboard- ride+ ride- wheel+ wheel- direct+ direct-",
    "late bus": "maria's+ maria's-",
    "eva": "pinned inspection double#1 repair promised",
    "ola": "meal+ meal- double#2 maria capped",
}
STARTS = {"double#1": hm(9, 40), "double#2": hm(9, 40), "repair": hm(11), "promised": hm(13, 10)}
BREAKS = {"bus": (pause(5, hm(9, 10), 900),)}


def plan(
    problem: Problem,
    routes: Mapping[str, str] = MappingProxyType({}),
    *,
    starts: Mapping[str, int] = MappingProxyType({}),
    breaks: Mapping[str, Sequence[BreakTime]] = BREAKS,
    leave: Mapping[str, int] = MappingProxyType({}),
) -> Solution:
    """Return the plan that breaks nothing, but for what is changed: whole routes, starts, breaks or departures."""
    wanted = {name: order for name, order in (ROUTES | dict(routes)).items() if order}
    return timed_solution(problem, wanted, starts=STARTS | dict(starts), breaks=breaks, leave=leave)
