"""The breaks of a crew: each member's own, taken together where one will do for several."""

from collections.abc import Sequence
from functools import partial

from solver.arrays import BreakSlot


def together(crew: Sequence[Sequence[BreakSlot]]) -> tuple[BreakSlot, ...]:
    """Return breaks that give every member all of theirs.

    Parameters
    ----------
    crew : sequence of sequence of BreakSlot
        The breaks of each member.

    Notes
    -----
    Breaks of different members whose starts may coincide become one: as long as the longest, owed as soon as any of
    them is, and unpaid only if it is the same unpaid break for everybody (rounded against ourselves). Members are
    joined one after the other, each break with the one most like it; so a crew of different contracts may be given a
    little more than the least.
    """
    shared: list[list[BreakSlot]] = []
    for slots in crew:
        free = list(shared)
        for one in slots:
            joinable = [each for each in free if _may_join(each, one)]
            if not joinable:
                shared.append([one])
                continue
            alike = min(joinable, key=partial(_unlike, one))
            free = [each for each in free if each is not alike]
            alike.append(one)
    return tuple(sorted(_joined(each, len(crew)) for each in shared))


def _may_join(joined: list[BreakSlot], one: BreakSlot) -> bool:
    earliest = max(one.earliest_s, *(slot.earliest_s for slot in joined))
    return earliest <= min(one.latest_start_s, *(slot.latest_start_s for slot in joined))


def _unlike(one: BreakSlot, joined: list[BreakSlot]) -> tuple[bool, bool, int]:
    first = joined[0]
    return one not in joined, one.only_if_after_s != first.only_if_after_s, abs(one.duration_s - first.duration_s)


def _joined(slots: list[BreakSlot], members: int) -> BreakSlot:
    unpaid = {(slot.duration_s, slot.only_if_after_s) for slot in slots if not slot.paid}
    same_for_all = len(unpaid) == 1 and len(slots) == members and not any(slot.paid for slot in slots)
    return BreakSlot(
        duration_s=max(slot.duration_s for slot in slots),
        earliest_s=max(slot.earliest_s for slot in slots),
        latest_start_s=min(slot.latest_start_s for slot in slots),
        only_if_after_s=min(slot.only_if_after_s for slot in slots),
        paid=not same_for_all,
    )
