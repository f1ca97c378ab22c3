"""First question about a request: could it be served if nobody else were planned."""

from collections.abc import Iterable, Sequence

from solver.explain.bench import Bench
from solver.explain.case import Case, fitting_start, shifts_of
from solver.explain.facts import Alone, ShiftVerdict, Verdict
from solver.explain.part import Orders, part_of
from solver.explain.reason import nearest_first
from solver.explain.why import obstacle


def look_alone(case: Case) -> None:
    """Find the request that is impossible even on an empty day, and the rules in its way, shift by shift."""
    for one in case.unit:
        found = _on_shifts(case, [one], [{}])
        case.by_itself[one] = {verdict.shift: verdict for verdict in found}
        case.blame(one)
        if not case.alone_shifts(one):
            _impossible(case)
            break
    else:
        _look_together(case)
    case.done.add("alone")


def _look_together(case: Case) -> None:
    """Each would fit by itself: see whether all do."""
    part = part_of(case.day.problem, case.unit, {})
    empty = case.day.bench(part, case.unit).drafts()[0]
    count, ways = fitting_start(empty, [part.request(r) for r in case.unit], case.day.tick)
    if count == len(case.unit):
        case.alone = Alone(possible=True, shifts=tuple(case.alone_shifts(case.blocking)))
        return
    case.blocking = case.unit[count]
    found = _on_shifts(case, case.unit[: count + 1], [part.outside(way.orders) for way in ways])
    case.verdicts = {verdict.shift: verdict for verdict in found}
    _impossible(case)


def _on_shifts(case: Case, unit: Sequence[int], bases: Iterable[Orders]) -> list[ShiftVerdict]:
    """Return a verdict per shift for the last of the unit, beside plans with the others and nobody else."""
    part = part_of(case.day.problem, unit, {})
    bench, number = case.day.bench(part, unit, bases), part.request(unit[-1])
    return [_on(bench, number, shift) for shift in shifts_of(case.day.problem, unit[-1])]


def _on(bench: Bench, number: int, shift: int) -> ShiftVerdict:
    way = next(bench.placed(number, shift), None)
    if way is None:
        return ShiftVerdict(shift=shift, verdict=Verdict.NOT_ALONE, obstacle=obstacle(bench, number, shift))
    start_s = way.solution.times[bench.problem.requests[number].timed_task].start_s
    return ShiftVerdict(shift=shift, verdict=Verdict.FITS, start_s=start_s)


def _impossible(case: Case) -> None:
    ordered = nearest_first(case.verdicts.values())
    groups: dict[tuple[str, ...], list[int]] = {}
    for verdict, found in ordered:
        groups.setdefault(found.rules, []).append(verdict.shift)
    by_rule = tuple((rules, tuple(sorted(shifts))) for rules, shifts in groups.items())
    case.alone = Alone(possible=False, by_rule=by_rule, closest=ordered[0][0] if ordered else None)
