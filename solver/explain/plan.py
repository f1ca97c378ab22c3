"""Second question about a request: what is in the way in this plan, shift by shift."""

from collections.abc import Iterable, Sequence
from itertools import islice

from solver.explain.bench import Bench
from solver.explain.case import Case, fitting_start
from solver.explain.facts import ShiftVerdict, Verdict
from solver.explain.part import Orders, Part, part_of, tied
from solver.explain.place import together
from solver.explain.why import LOOKED_AT, obstacle
from solver.search.drafting import Draft


def look_in_plan(case: Case) -> None:
    """Fill in a verdict for every shift on which the request would be possible alone; nothing if the plan is broken."""
    draft = case.day.draft_for(case.unit)
    if draft is None:
        case.plan_broken = True
        return
    if case.alone.possible is False:
        _room(case, draft)  # at a halt that others pay the set-up of there may be time even so
    else:
        beside, bases = _blame(case, draft)
        for shift in case.alone_shifts(case.blocking):
            if shift not in case.verdicts:
                case.verdicts[shift] = _taken(case, shift, beside, bases)
    case.done.add("per_shift")


def _blame(case: Case, draft: Draft) -> tuple[Sequence[int], list[Orders]]:
    """Name the request in the way; return what is tried together with it (itself last), beside which plans."""
    count, ways = fitting_start(draft, case.unit, case.day.tick)
    if count == len(case.unit):
        _room(case, draft)
        count, ways = fitting_start(draft, case.unit[:-1], case.day.tick)
    else:
        case.blame(case.unit[count])
    return case.unit[: count + 1], [dict(way.orders) for way in ways]


def part_bench(case: Case, unit: Sequence[int], shifts: Iterable[int], bases: Sequence[Orders]) -> tuple[Part, Bench]:
    """Return what has to be looked at to put `unit` into these shifts beside each of the bases.

    Requests of the case that are not in `unit` are as if nobody had asked for them.
    """
    problem = case.day.problem
    requests, used = set(unit), set(shifts)
    for orders in bases:
        more = tied(problem, orders, unit, used)
        requests, used = requests | more[0], used | more[1]
    part = part_of(problem, requests - (set(case.unit) - set(unit)), case.day.orders, used)
    return part, case.day.bench(part, unit, bases)


def _room(case: Case, draft: Draft) -> None:
    """Fill in where the whole unit fits, its last request on that shift, and what that would cost."""
    last = case.unit[-1]
    for shift in draft.terrain.fits[last]:
        ways = islice(together(draft, case.unit, case.day.tick, shift), LOOKED_AT)
        best = min(ways, key=lambda way: way.key, default=None)
        if best is not None:
            if case.blocking != last:
                case.blame(last)
            start_s = best.solution.times[case.day.problem.requests[last].timed_task].start_s
            price_gr = best.key[-1] - draft.key[-1] if best.key[:-1] == draft.key[:-1] else None
            case.verdicts[shift] = ShiftVerdict(shift=shift, verdict=Verdict.FITS, price_gr=price_gr, start_s=start_s)


def _taken(case: Case, shift: int, unit: Sequence[int], bases: Sequence[Orders]) -> ShiftVerdict:
    part, bench = part_bench(case, unit, [shift], bases)
    found = obstacle(bench, part.request(unit[-1]), part.shift(shift))
    return ShiftVerdict(shift=shift, verdict=Verdict.TAKEN, obstacle=found)
