"""What absences leave of a shift."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

from scheduler.domain.ids import StaffId
from scheduler.domain.roster import Shift
from scheduler.domain.rota import Absence

SHORTEST = timedelta(hours=1)
"""A stretch that is shorter is not worth coming for."""


@dataclass(frozen=True, kw_only=True)
class _Stretch:
    """A part of a shift, and who of the crew is there all through it."""

    start: datetime
    end: datetime
    staff_ids: tuple[StaffId, ...]

    @property
    def rank(self) -> tuple[timedelta, int, float]:
        """The longest one is best, then the one with more people, then the earliest."""
        return self.end - self.start, len(self.staff_ids), -self.start.timestamp()


def concerns(absence: Absence, shift: Shift) -> bool:
    """Return whether an absence is of somebody or something of a shift, in its time (overtime included)."""
    named = absence.staff_id in shift.staff_ids if absence.staff_id else absence.vehicle_id == shift.vehicle_id
    start, end = _span(shift)
    return named and absence.start.astimezone(UTC) < end + shift.overtime and start < absence.end.astimezone(UTC)


def what_remains(shift: Shift, absences: Iterable[Absence]) -> Shift | None:
    """Return a shift without those who are absent; None: nothing is left of it.

    Kept is the longest stretch during which its vehicle and at least one of its crew are there, with all of the crew
    who are there throughout: so a crew of two goes on as one if the other one is away for a part of the shift, and a
    single worker's shift is cut. A stretch under an hour is nothing, unless the shift itself was no longer. Overtime
    ends where an absence begins. The outcome does not depend on the order of the absences.

    Of a shift that was under way when an absence was reported the beginning stays, however short it is and whatever
    would be left later: it is in the past, with people aboard perhaps, whom its crew still sets down. If nobody of the
    crew was there at all, it ends where it begins.
    """
    known = [absence for absence in absences if concerns(absence, shift)]
    planned = [one for one in known if not was_under_way(one, shift)]
    begun = _longest(shift, planned)
    if begun is None:
        return None
    # What was told before the shift, as others had left it, began is planned around like the rest.
    sudden = [one for one in known if one not in planned and was_under_way(one, begun)]
    begun = _longest(shift, [one for one in known if one not in sudden])
    if begun is None or not sudden:
        return begun
    return _cut(begun, _beginning(begun, sudden), known)


def _longest(shift: Shift, absences: Sequence[Absence]) -> Shift | None:
    """Return the longest stretch of a shift on which somebody is there."""
    if not absences:
        return shift
    best = max(_stretches(shift, absences), key=lambda one: one.rank, default=None)
    return None if best is None else _cut(shift, best, absences)


def was_under_way(absence: Absence, shift: Shift) -> bool:
    """Return whether a shift had begun, and was not over, when an absence was reported."""
    start, end = _span(shift)
    told = absence.reported_at
    return told is not None and start < told.astimezone(UTC) < end + shift.overtime


def same_shift(one: Shift | None, other: Shift | None) -> bool:
    """Return whether two shifts say the same, whatever zones their times are written in."""
    if one is None or other is None:
        return one is other
    # Times in the hour that comes twice are never equal across zones; instants are.
    return _plain(one) == _plain(other)


def loses(before: Shift, after: Shift | None) -> bool:
    """Return whether somebody or some time of a shift is not there any more."""
    if after is None:
        return True
    (start, end), (a, b) = _span(before), _span(after)
    kept = set(before.staff_ids) <= set(after.staff_ids) and before.vehicle_id == after.vehicle_id
    return not kept or start < a or b + after.overtime < end + before.overtime or b < end


def gains(before: Shift | None, after: Shift) -> bool:
    """Return whether somebody or some time of a shift is there that was not."""
    return before is None or loses(after, before)


def _plain(shift: Shift) -> Shift:
    start, end = _span(shift)
    return replace(shift, start=start, end=end)


def _span(shift: Shift) -> tuple[datetime, datetime]:
    return shift.start.astimezone(UTC), shift.end.astimezone(UTC)


def _stretches(shift: Shift, absences: Sequence[Absence]) -> Iterable[_Stretch]:
    start, end = _span(shift)
    shortest = min(SHORTEST, end - start)
    edges = {min(max(at.astimezone(UTC), start), end) for one in absences for at in (one.start, one.end)}
    for a, b in combinations(sorted({start, end} | edges), 2):
        if b - a >= shortest:
            there = _there(shift, absences, a, b)
            if there:
                yield _Stretch(start=a, end=b, staff_ids=there)


def _beginning(shift: Shift, absences: Sequence[Absence]) -> _Stretch:
    """Return the best stretch that begins with a shift."""
    start, end = _span(shift)
    edges = {min(max(one.start.astimezone(UTC), start), end) for one in absences} | {end}
    ends = [(b, _there(shift, absences, start, b)) for b in sorted(edges) if b > start]
    found = [_Stretch(start=start, end=b, staff_ids=there) for b, there in ends if there]
    nothing = _Stretch(start=start, end=start, staff_ids=shift.staff_ids)
    return max(found, key=lambda one: one.rank, default=nothing)


def _there(shift: Shift, absences: Sequence[Absence], start: datetime, end: datetime) -> tuple[StaffId, ...]:
    away = [one for one in absences if one.start.astimezone(UTC) < end and start < one.end.astimezone(UTC)]
    if any(one.vehicle_id is not None for one in away):
        return ()
    gone = {one.staff_id for one in away}
    return tuple(worker for worker in shift.staff_ids if worker not in gone)


def _cut(shift: Shift, stretch: _Stretch, absences: Sequence[Absence]) -> Shift:
    start, end = _span(shift)
    crew = {*stretch.staff_ids, None}
    next_away = [
        one.start.astimezone(UTC) - stretch.end
        for one in absences
        if one.staff_id in crew and one.start.astimezone(UTC) >= stretch.end
    ]
    return replace(
        shift,
        staff_ids=stretch.staff_ids,
        start=shift.start if stretch.start == start else stretch.start.astimezone(shift.start.tzinfo),
        end=shift.end if stretch.end == end else stretch.end.astimezone(shift.end.tzinfo),
        overtime=min([shift.overtime, *next_away]),
    )
