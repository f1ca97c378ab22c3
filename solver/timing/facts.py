"""The arrays that timing reads, as plain lists: indexing a list is several times faster than indexing an ndarray."""

from collections.abc import Iterable
from dataclasses import dataclass

from solver.arrays import Arrays, BreakSlot, Difference, Ints, NeverAtOnce
from solver.facts.requests import Span
from solver.facts.travel import Matrix
from solver.per_arrays import once_per_arrays

type Bands = tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What timing needs of `Arrays`, under the same names.

    Attributes
    ----------
    bands : by travel mode
        Empty where it is not banded.
    differences : by their first task
    pairs, pairs_of : list; by task, indices into it
        Stretches that may not overlap.
    """

    location: list[int]
    request: list[int]
    service_s: list[int]
    setup_s: list[int]
    windows: list[tuple[Span, ...]]
    request_tasks: tuple[tuple[int, ...], ...]
    people: list[bool]
    ride_max_s: list[list[int]]
    wait_allowed_s: list[int]
    mode: list[int]
    start_location: list[int]
    end_location: list[int]
    free_s: list[int]
    aboard_shift: list[int]
    aboard_since_s: list[int]
    earliest_s: list[int]
    latest_s: list[int]
    roster_start_s: list[int]
    roster_end_s: list[int]
    work_max_s: list[int]
    driving_max_s: list[int]
    breaks: list[tuple[BreakSlot, ...]]
    seconds: tuple[Matrix, ...]
    driving: tuple[bool, ...]
    bands: list[Bands]
    wait_max_s: int
    differences: dict[int, list[Difference]]
    pairs: list[NeverAtOnce]
    pairs_of: dict[int, list[int]]


def _list(values: Ints) -> list[int]:
    return [int(value) for value in values.tolist()]


@once_per_arrays
def facts_of(arrays: Arrays) -> Facts:
    """Return the lists of `arrays`, which must not be changed after they were first timed."""
    return Facts(
        location=_list(arrays.location),
        request=_list(arrays.request),
        service_s=_list(arrays.service_s),
        setup_s=_list(arrays.setup_s),
        windows=list(arrays.windows),
        request_tasks=arrays.request_tasks,
        people=[bool(b) for b in arrays.people],
        ride_max_s=[_list(row) for row in arrays.ride_max_s],
        wait_allowed_s=_list(arrays.wait_allowed_s),
        mode=_list(arrays.mode),
        start_location=_list(arrays.start_location),
        end_location=_list(arrays.end_location),
        free_s=_list(arrays.free_s),
        aboard_shift=_list(arrays.aboard_shift),
        aboard_since_s=_list(arrays.aboard_since_s),
        earliest_s=_list(arrays.earliest_s),
        latest_s=_list(arrays.latest_s),
        roster_start_s=_list(arrays.roster_start_s),
        roster_end_s=_list(arrays.roster_end_s),
        work_max_s=_list(arrays.work_max_s),
        driving_max_s=_list(arrays.driving_max_s),
        breaks=list(arrays.breaks),
        seconds=arrays.seconds,
        driving=arrays.driving,
        bands=[arrays.bands if banded else () for banded in arrays.banded],
        wait_max_s=arrays.wait_max_s,
        differences=_by_task((d.a, d) for d in arrays.differences),
        pairs=list(arrays.never_at_once),
        pairs_of=_by_task((task, i) for i, pair in enumerate(arrays.never_at_once) for task in pair.a + pair.b),
    )


def _by_task[T](found: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    by_task: dict[int, list[T]] = {}
    for task, value in found:
        by_task.setdefault(task, []).append(value)
    return by_task
