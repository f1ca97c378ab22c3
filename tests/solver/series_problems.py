"""Small problems of recurring requests, drawn at random or made by hand, and the best of all their assignments."""

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from hypothesis import strategies as st

from solver.series import Cap, Choice, Part, Problem, Quota, Series, Slot, check, cost_gr


@st.composite
def problems(draw: st.DrawFn, *, most_series: int = 3, days: int = 4) -> Problem:
    """Draw a problem of a few days, workers and series."""
    staff = draw(st.integers(1, 3))
    slots = tuple(
        Slot(day=day, half=half, crew=(member,), free_min=draw(st.sampled_from([0, 30, 60, 90])))
        for day, half, member in product(range(days), range(draw(st.integers(1, 2))), range(staff))
    )
    series = tuple(draw(_series(k, slots, staff, days)) for k in range(draw(st.integers(1, most_series))))
    caps = tuple(
        Cap(left=draw(st.integers(0, 3)), first=0, last=draw(st.integers(0, days - 1)), weights=((k, 1),))
        for k in range(len(series))
        if draw(st.booleans())
    )
    return Problem(
        staff=tuple(f"P-{k}" for k in range(staff)), slots=slots, series=series, caps=caps,
        spread_gr_per_min=draw(st.sampled_from([0, 1, 8])),
    )  # fmt: skip


@st.composite
def _series(draw: st.DrawFn, number: int, slots: Sequence[Slot], staff: int, days: int) -> Series:
    members = st.frozensets(st.integers(0, staff - 1), max_size=2)
    chosen = draw(st.booleans())
    picked = draw(st.lists(st.integers(0, days - 1), min_size=1, max_size=3, unique=True))
    quotas = (Quota(days=tuple(sorted(picked)), times=draw(st.integers(1, 2))),) if chosen else tuple(
        Quota(days=(day,)) for day in sorted(picked)
    )  # fmt: skip
    parts = tuple(
        Part(
            need_min=draw(st.sampled_from([20, 40, 60])),
            slots=tuple(k for k, slot in enumerate(slots) if slot.half in halves),
        )
        for halves in draw(st.sampled_from([((0, 1),), ((0,),), ((0,), (0, 1))]))
    )
    return Series(
        id=f"S-{number}", quotas=quotas, parts=parts, gap_days=draw(st.integers(1, 3)),
        same_staff=draw(st.booleans()), preferred=draw(members), known=draw(members),
        held_days=draw(st.sampled_from([(), (-1,), (2,)])), missing_gr=draw(st.sampled_from([1000, 60_000])),
        other_gr=draw(st.sampled_from([0, 1000])), change_gr=draw(st.sampled_from([0, 1000])),
    )  # fmt: skip


def best_gr(problem: Problem) -> int:
    """Return what the cheapest of all lawful assignments costs: every one of them is looked at."""
    ways = [list(_ways_of(problem, s)) for s in range(len(problem.series))]
    whole = ([one for own in chosen for one in own] for chosen in product(*ways))
    return min(cost_gr(problem, choices) for choices in whole if not check(problem, choices))


def _ways_of(problem: Problem, s: int) -> Iterator[list[Choice]]:
    """Yield every lawful way to serve one series, as if it were alone."""
    series = problem.series[s]
    of_quotas = [
        [days for times in range(quota.times + 1) for days in combinations(quota.days, times)]
        for quota in series.quotas
    ]
    for chosen in product(*of_quotas):
        places = [(q, day) for q, days in enumerate(chosen) for day in days]
        for seats in product(*(list(_seats(problem, s, day)) for _, day in places)):
            choices = [
                Choice(series=s, quota=q, day=day, slots=slots, staff=staff)
                for (q, day), (slots, staff) in zip(places, seats, strict=True)
            ]
            if not check(problem, choices):
                yield choices


def _seats(problem: Problem, s: int, day: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    of_parts = [
        [(k, member) for k in part.slots if problem.slots[k].day == day for member in problem.slots[k].crew]
        for part in problem.series[s].parts
    ]
    for seats in product(*of_parts):
        yield tuple(k for k, _ in seats), tuple(member for _, member in seats)
