"""Where breaks may lie, which are owed, and whether those taken will do."""

from collections.abc import Callable, Iterator, Sequence

from solver.arrays import FAR, BreakSlot
from solver.facts.shifts import BreakFact, Member, Shift
from solver.problem import Problem
from solver.rulekit.legs import setup_paid_s
from solver.rulekit.onboard import people_on_board
from solver.solution import BreakTime, Route

ALWAYS = -FAR


def slot(shift: Shift, owed: BreakFact) -> BreakSlot:
    """Return a break as instants of this shift's day."""
    last = FAR if owed.latest_start_s is None else shift.start_s + owed.latest_start_s
    owed_after = shift.start_s + owed.from_work_s - (0 if owed.strictly_above else 1)
    return BreakSlot(
        duration_s=owed.duration_s,
        earliest_s=shift.start_s + owed.earliest_s,
        latest_start_s=last,
        only_if_after_s=ALWAYS if owed_after < shift.end_s else owed_after,
        paid=owed.paid,
    )


def breaks_ahead(shift: Shift, member: Member) -> tuple[BreakFact, ...]:
    """Return the breaks of a member that are not behind already, owed or not."""
    return member.breaks[shift.start.breaks_taken if shift.start else 0 :]


def usable(problem: Problem, route: Route) -> list[BreakTime]:
    """Return the breaks that are breaks: with nobody aboard, neither at the wheel nor at work, one after the other."""
    people = people_on_board(problem, route)
    free: list[BreakTime] = []
    for rest in sorted(route.breaks, key=lambda b: (b.start_s, b.end_s)):
        fits = any(low <= rest.start_s and rest.end_s <= high for low, high in _idle(problem, route, rest.gap))
        if fits and not people[rest.gap] and (not free or free[-1].end_s <= rest.start_s):
            free.append(rest)
    return free


def _idle(problem: Problem, route: Route, gap: int) -> Iterator[tuple[int, int]]:
    """Yield when the crew of a route has nothing to do in a gap: before leaving, and after arriving."""
    shift = problem.shifts[route.shift]
    begins = max(shift.start_s, shift.start.free_s) if shift.start else shift.start_s
    ready = route.stops[gap - 1].end_s if gap else begins
    if gap == len(route.stops):
        yield ready, route.left_s
        yield route.end_s, max(shift.end_s, route.end_s)
    else:
        stop = route.stops[gap]
        yield ready, stop.left_s
        yield stop.arrival_s, stop.start_s - setup_paid_s(problem, route, gap)


def unmatched[A, B](ones: Sequence[A], others: Sequence[B], suits: Callable[[A, B], bool]) -> list[A]:
    """Return those of `ones` left alone when as many as possible get one of `others` each (augmenting paths)."""
    partner: dict[int, int] = {}

    def found(one: int, seen: set[int]) -> bool:
        for other in range(len(others)):
            if other not in seen and suits(ones[one], others[other]):
                seen.add(other)
                if other not in partner or found(partner[other], seen):
                    partner[other] = one
                    return True
        return False

    return [ones[one] for one in range(len(ones)) if not found(one, set())]
