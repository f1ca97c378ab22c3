"""Why an occurrence has no place: what is in the way on each day that it might have had."""

from collections import Counter
from collections.abc import Iterator, Sequence

from solver.series.problem import Part, Problem
from solver.series.result import Choice, Left, Obstacle


class _Taken:
    """What an assignment leaves."""

    def __init__(self, problem: Problem, choices: Sequence[Choice]) -> None:
        self.problem, self.choices = problem, choices
        self.free = [slot.free_min for slot in problem.slots]
        self.left = [cap.left for cap in problem.caps]
        self.days: dict[int, list[int]] = {s: list(one.held_days) for s, one in enumerate(problem.series)}
        self.faces: dict[int, set[int]] = {s: set() for s in range(len(problem.series))}
        for one in choices:
            self.days[one.series].append(one.day)
            self.faces[one.series].update(one.staff)
            for part, slot in zip(problem.series[one.series].parts, one.slots, strict=True):
                self.free[slot] -= part.need_min
            for number, cap in enumerate(problem.caps):
                if cap.first <= one.day <= cap.last:
                    self.left[number] -= dict(cap.weights).get(one.series, 0)


def left_of(problem: Problem, choices: Sequence[Choice]) -> tuple[Left, ...]:
    """Return the occurrences that an assignment has no place for, each with what is in its way."""
    taken = _Taken(problem, choices)
    placed = Counter((one.series, one.quota) for one in choices)
    found = []
    for s, series in enumerate(problem.series):
        for q, quota in enumerate(series.quotas):
            missing = quota.times - placed[s, q]
            if missing > 0:
                chosen = {one.day for one in choices if (one.series, one.quota) == (s, q)}
                ways = tuple(_obstacle(taken, s, day) for day in sorted(quota.days) if day not in chosen)
                found.append(Left(series=s, quota=q, times=missing, obstacles=ways))
    return tuple(found)


def _obstacle(taken: _Taken, s: int, day: int) -> Obstacle:
    """Return the first thing that keeps a series off a day."""
    problem, series = taken.problem, taken.problem.series[s]
    for part in series.parts:
        slots = [one for one in part.slots if problem.slots[one].day == day]
        if not slots:
            return Obstacle(day=day, code="nobody")
        full = tuple(sorted({problem.slots[one].half for one in slots}))
        if all(problem.slots[one].free_min < part.need_min for one in slots):
            return Obstacle(day=day, code="capacity", halves=full)
    if any(abs(day - other) < series.gap_days for other in taken.days[s]):
        return Obstacle(day=day, code="gap")
    if _above_a_cap(taken, s, day):
        return Obstacle(day=day, code="entitlement")
    return next(_of_people(taken, s, day), Obstacle(day=day, code="together"))


def _of_people(taken: _Taken, s: int, day: int) -> Iterator[Obstacle]:
    problem, series = taken.problem, taken.problem.series[s]
    for part in series.parts:
        slots = [one for one in part.slots if problem.slots[one].day == day]
        halves = tuple(sorted({problem.slots[one].half for one in slots}))
        mine = [one for one in slots if _is_mine(taken, s, one)]
        if not any(_has_room(taken, part, one) for one in mine):
            somebody = any(_has_room(taken, part, one) for one in slots)
            yield Obstacle(day=day, code="staff" if series.same_staff and somebody else "capacity", halves=halves)


def _has_room(taken: _Taken, part: Part, slot: int) -> bool:
    return taken.free[slot] >= part.need_min


def _is_mine(taken: _Taken, s: int, slot: int) -> bool:
    """Return whether somebody of a crew may come, after those who come already."""
    able = taken.problem.may_work(s, slot)
    alone = taken.faces[s] if taken.problem.series[s].same_staff else set()
    return not alone.isdisjoint(able) if alone else bool(able)


def _above_a_cap(taken: _Taken, s: int, day: int) -> bool:
    return any(
        cap.first <= day <= cap.last and dict(cap.weights).get(s, 0) > taken.left[number]
        for number, cap in enumerate(taken.problem.caps)
    )
