"""The law of an assignment and its price, from the facts alone, in plain Python; it knows nothing of the model."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from solver.series.problem import Problem
from solver.series.result import Choice


def check(problem: Problem, choices: Sequence[Choice]) -> list[str]:
    """Return a sentence for everything that is wrong with an assignment; empty: nothing is."""
    return [
        *_misplaced(problem, choices),
        *_too_often(problem, choices),
        *_too_near(problem, choices),
        *_too_full(problem, choices),
        *_too_many_faces(problem, choices),
        *_above_caps(problem, choices),
    ]


def cost_gr(problem: Problem, choices: Sequence[Choice]) -> int:
    """Return what an assignment costs: what is missing, strangers, changes of worker, and uneven work."""
    return sum(terms_gr(problem, choices).values())


def terms_gr(problem: Problem, choices: Sequence[Choice]) -> Mapping[str, int]:
    """Return what an assignment costs, by what for: missing, strangers, changes, uneven."""
    placed = Counter((one.series, one.quota) for one in choices)
    missing = sum(
        series.missing_gr * (quota.times - placed[s, q])
        for s, series in enumerate(problem.series)
        for q, quota in enumerate(series.quotas)
    )
    strangers = sum(problem.other_gr(one.series, slot) for one in choices for slot in one.slots)
    changes = 0
    for s, faces in _faces(choices).items():
        known = problem.series[s].known
        changes += problem.series[s].change_gr * (len(faces - known) if known else len(faces) - 1)
    above = sum(max(0, load - fair) for load, fair in zip(loads_min(problem, choices), problem.fair_min, strict=True))
    uneven = problem.spread_gr_per_min * above
    return {"missing": missing, "strangers": strangers, "changes": changes, "uneven": uneven}


def loads_min(problem: Problem, choices: Sequence[Choice]) -> list[int]:
    """Return the minutes that each worker gets."""
    loads = [0] * len(problem.staff)
    for one in choices:
        for part, slot in zip(problem.series[one.series].parts, one.slots, strict=True):
            for member in problem.slots[slot].crew:
                loads[member] += part.need_min
    return loads


def _faces(choices: Sequence[Choice]) -> dict[int, set[int]]:
    faces: dict[int, set[int]] = defaultdict(set)
    for one in choices:
        faces[one.series].update(one.staff)
    return faces


def _misplaced(problem: Problem, choices: Sequence[Choice]) -> Iterator[str]:
    for one in choices:
        series = problem.series[one.series]
        if one.day not in series.quotas[one.quota].days:
            yield f"{series.id} is on day {one.day}, which it was not asked for"
        for part, slot, face in zip(series.parts, one.slots, one.staff, strict=True):
            if slot not in part.slots or problem.slots[slot].day != one.day:
                yield f"{series.id} is in slot {slot} on day {one.day}, where it may not be"
            if face not in problem.slots[slot].crew:
                yield f"{series.id} on day {one.day} is said to be {problem.staff[face]}'s, who does not work there"


def _too_often(problem: Problem, choices: Sequence[Choice]) -> Iterator[str]:
    for (s, q), times in Counter((one.series, one.quota) for one in choices).items():
        if times > problem.series[s].quotas[q].times:
            yield f"{problem.series[s].id} comes {times} times in quota {q}"


def _too_near(problem: Problem, choices: Sequence[Choice]) -> Iterator[str]:
    days: dict[int, list[int]] = defaultdict(list)
    for one in choices:
        days[one.series].append(one.day)
    for s, mine in days.items():
        series = problem.series[s]
        for a, b in pairwise(sorted([*mine, *series.held_days])):
            if b - a < series.gap_days and (a in mine or b in mine):
                yield f"{series.id} comes on the days {a} and {b}"


def _too_full(problem: Problem, choices: Sequence[Choice]) -> Iterator[str]:
    used: Counter[int] = Counter()
    for one in choices:
        for part, slot in zip(problem.series[one.series].parts, one.slots, strict=True):
            used[slot] += part.need_min
    for slot, minutes in used.items():
        if minutes > problem.slots[slot].free_min:
            yield f"slot {slot} has {minutes} of {problem.slots[slot].free_min} min"


def _too_many_faces(problem: Problem, choices: Sequence[Choice]) -> Iterator[str]:
    for s, faces in _faces(choices).items():
        series = problem.series[s]
        if series.same_staff and (len(faces) > 1 or (series.known and not faces <= series.known)):
            yield f"{series.id} has the workers {sorted(problem.staff[one] for one in faces)}"


def _above_caps(problem: Problem, choices: Sequence[Choice]) -> Iterator[str]:
    for number, cap in enumerate(problem.caps):
        weights = dict(cap.weights)
        taken = sum(weights.get(one.series, 0) for one in choices if cap.first <= one.day <= cap.last)
        if taken > cap.left:
            yield f"cap {number} has {taken} of {cap.left}"
