"""Whatever ties two halves of a day to each other keeps them in one part; nothing else does."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from solver.arrays import Arrays
from solver.facts.locks import Lock, LockKind
from solver.facts.requests import PublishedFact, Request
from solver.facts.shifts import Shift, SkillFact, StartFact
from solver.facts.ties import Cap, Engagement, Gap, Share, StaffLink
from solver.kinship import kin
from solver.lowering import lowered
from solver.parts import parts_of
from solver.problem import Problem
from solver.rulekit.tiny import Draft, aboard, hm, member, shift, tiny, visit
from solver.slicing import Numbers, sliced

LEFT, RIGHT = SkillFact(code="left"), SkillFact(code="right")
BOTH = ((0, 1), (1, 1))


def _day(*more: Draft, shifts: tuple[Shift, ...] = (), **facts: Any) -> Problem:
    """Return two visits, one of which only Anna can do and one of which only Jan can."""
    anna = shift("anna", members=(member("anna", skills=(LEFT,)),))
    jan = shift("jan", members=(member("jan", skills=(RIGHT,)),))
    asked = (visit("L", "B", skills=("left",)), visit("R", "C", skills=("right",)), *more)
    return tiny(requests=asked, shifts=(anna, jan, *shifts), **facts)


def _with_request(problem: Problem, **changes: Any) -> Problem:
    first, *others = problem.requests
    changed: Request = replace(first, **changes)
    return replace(problem, requests=(changed, *others))


def _begun(problem: Problem, *prefix: int) -> Problem:
    """Return the day on which Jan is on the road and has these tasks to do next."""
    anna, jan, *others = problem.shifts
    return replace(problem, shifts=(anna, replace(jan, start=StartFact(free_s=hm(9), prefix=prefix)), *others))


def _share(*weights: int) -> Share:
    return Share(target_permille=350, weights=weights, counts=(True, False), price_gr=10)


def _colleagues() -> tuple[Shift, ...]:
    """Return a shift of somebody who can do everything."""
    return (shift("eva", members=(member("eva", skills=(LEFT, RIGHT)),)),)


def _helped(*, same: bool) -> Problem:
    """Return the day on which Ola goes with both; who comes to L is to come again, or is not."""
    problem = _day(visit("again", "B", skills=("left",)), staff_links=(StaffLink(a=0, b=2, same=same),))
    shifts = tuple(replace(one, members=(*one.members, member("ola"))) for one in problem.shifts)
    return replace(problem, shifts=shifts)


HARD: dict[str, Callable[[], Problem]] = {
    "somebody whom both can serve": lambda: _day(visit("any", "D")),
    "somebody who can serve both": lambda: _day(shifts=_colleagues()),
    "a gap": lambda: _day(gaps=(Gap(before=0, after=1, needs=False),)),
    "one start": lambda: _day(same_starts=((0, 1),)),
    "one client": lambda: _day(engagements=tuple(Engagement(client="maria", requests=(r,)) for r in (0, 1))),
    "all or none": lambda: _day(groups=((0, 1),)),
    "the same staff": lambda: _day(staff_links=(StaffLink(a=0, b=1, same=True),)),
    "different staff": lambda: _day(staff_links=(StaffLink(a=0, b=1, same=False),)),
    "an order": lambda: _day(locks=(Lock(kind=LockKind.ORDER, tasks=(0, 1)),)),
    "a frozen beginning": lambda: _begun(_day(), 0),
    "a pinned beginning": lambda: _day(locks=(Lock(kind=LockKind.PREFIX, tasks=(0,), shift=1),)),
    "what was published": lambda: _with_request(
        _day(), published=PublishedFact(shift=1, start_s=hm(9)), call_gr=500
    ),
    "an entitlement": lambda: _day(caps=(Cap(id="K", weights=BOTH, limit=1),)),
    "a helper who may not come twice": lambda: _helped(same=False),
}  # fmt: skip
"""Ties that no plan may break."""
PRICED: dict[str, Callable[[], Problem]] = {
    "a priced limit": lambda: _day(caps=(Cap(id="K", weights=BOTH, limit=1, price_gr_per_unit=900),)),
    "a share": lambda: _day(share=_share(100, 100)),
}
LOOSE: dict[str, Callable[[], Problem]] = {
    "nothing": _day,
    "a door in common": lambda: replace(_day(), tasks=tuple(replace(one, location=1) for one in _day().tasks)),
    "an entitlement of one": lambda: _day(caps=(Cap(id="K", weights=((0, 1),), limit=1),)),
    "a share that counts one": lambda: _day(share=_share(100, 0)),
    "fair work for each alone": lambda: replace(
        _day(workload_gr_per_h=600), shifts=tuple(replace(one, kind="car") for one in _day().shifts)
    ),
    "a helper of both": lambda: _helped(same=True),
    "two clients": lambda: _day(engagements=tuple(Engagement(client=f"c{r}", requests=(r,)) for r in (0, 1))),
    "a beginning of her own": lambda: _begun(_day(), 1),
    "published where it is": lambda: _with_request(
        _day(), published=PublishedFact(shift=0, start_s=hm(9)), call_gr=500
    ),
    "a vehicle": lambda: replace(_day(), shifts=tuple(replace(one, vehicle="van") for one in _half_days())),
}  # fmt: skip


def _half_days() -> tuple[Shift, Shift]:
    anna, jan = _day().shifts
    return replace(anna, end_s=hm(11)), replace(jan, start_s=hm(12))


def _together(arrays: Arrays, *, money: bool) -> bool:
    """Return whether the two visits have to do with each other."""
    labels = kin(arrays, money=money)
    return bool(labels[0] == labels[1])


@pytest.mark.parametrize("tie", HARD)
def test_what_is_tied_is_one_part(tie: str) -> None:
    """Each half would be planned as if the other did not exist, and the whole would break a rule."""
    arrays = lowered(HARD[tie]())
    assert _together(arrays, money=True)
    assert _together(arrays, money=False)
    (part,) = parts_of(arrays)
    assert part.size == arrays.n_requests


@pytest.mark.parametrize("tie", PRICED)
def test_what_is_tied_by_a_price_is_one_part(tie: str) -> None:
    """A price that both halves make up together would be paid twice, or by nobody."""
    arrays = lowered(PRICED[tie]())
    assert _together(arrays, money=True)
    assert not _together(arrays, money=False)
    assert len(parts_of(arrays)) == 1


@pytest.mark.parametrize("tie", LOOSE)
def test_what_is_not_tied_is_two_parts(tie: str) -> None:
    """A county would be planned as one heap because of something that is nobody else's business."""
    arrays = lowered(LOOSE[tie]())
    assert not _together(arrays, money=True)
    assert [(part.tasks[0], part.shifts) for part in parts_of(arrays)] == [(0, (0,)), (1, (1,))]


def test_who_needs_another_is_in_her_part() -> None:
    """A repair would be planned whose inspection nobody can do."""
    arrays = lowered(_day())
    arrays.needs.append((1, 0))
    assert len(parts_of(arrays)) == 1


def test_who_is_aboard_is_in_the_part_of_her_bus() -> None:
    """Whoever sits in a bus would be nobody's passenger."""
    facts = _begun(_day(aboard("A", "B", since_s=hm(8), shift=1)))
    assert [part.shifts for part in parts_of(lowered(facts))] == [(1,), (0,)]
    arrays = lowered(_day())
    arrays.aboard_shift[0] = 1
    assert len(parts_of(arrays)) == 1


def test_a_limit_counts_those_that_are_there() -> None:
    """Whoever is looked at alone would weigh what somebody else weighs."""
    arrays = lowered(_day(caps=(Cap(id="K", weights=((0, 2), (1, 5)), limit=6),), share=_share(100, 70)))
    jans = sliced(arrays, Numbers(arrays, [1], [1]))
    assert [(cap.requests, cap.weights, cap.limit) for cap in jans.caps] == [((0,), (5,), 6)]
    assert [total.coefficients.tolist() for total in jans.totals] == [[[-350 * 70]]]


def test_what_nobody_can_do_is_in_no_part() -> None:
    """A visit without a nurse would be a crew's whole business, and take its share of the time."""
    parts = parts_of(lowered(_day(visit("N", "D", skills=("nurse",)), shifts=(shift("idle", members=()),))))
    assert [(part.tasks, part.shifts) for part in parts] == [((0,), (0,)), ((1,), (1,))]
