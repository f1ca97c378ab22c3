"""The service days that one piece of work on the rota changes."""

from dataclasses import replace
from datetime import date, timedelta

from scheduler.domain.ids import ShiftId
from scheduler.domain.roster import Shift
from scheduler.domain.rota import Absence
from scheduler.domain.service_days import DayState
from scheduler.services.ports import UnitOfWork
from scheduler.services.rota.away import same_shift, what_remains

_DAY = timedelta(days=1)


class RotaDays:
    """Days that are locked, in the calendar's order; each that changed gets one new version at the end.

    Whatever is read of the shifts of these days is read after they are locked.

    Parameters
    ----------
    unit : UnitOfWork
        That writes.
    first, last : date
        Both included; none if `last` is before `first`.
    """

    def __init__(self, unit: UnitOfWork, first: date, last: date) -> None:
        self.unit = unit
        self._states: dict[date, DayState] = {}
        day = first
        while day <= last:
            self._states[day] = unit.days.lock(day)
            day += _DAY
        self._before: dict[ShiftId, Shift | None] = {}
        self._after: dict[ShiftId, Shift | None] = {}
        self._absences = dict(unit.absences.all())

    @property
    def absences(self) -> tuple[Absence, ...]:
        """All absences, with what this piece of work has made of them."""
        return tuple(self._absences.values())

    @property
    def days(self) -> tuple[date, ...]:
        """Days that may still be changed."""
        return tuple(day for day, state in self._states.items() if not state.closed)

    def put(self, before: Shift | None, after: Shift | None) -> bool:
        """Keep what became of a shift (None: there is none); return whether that is another thing than before."""
        shift = after or before
        if shift is None or same_shift(before, after):
            return False
        if after is not None:
            self.unit.shifts.put(after)
        else:
            self.unit.shifts.remove(shift.id)
        self._before.setdefault(shift.id, before)
        self._after[shift.id] = after
        return True

    @property
    def changes(self) -> tuple[tuple[Shift | None, Shift | None], ...]:
        """Shifts that are others now than before this piece of work, and what they were."""
        pairs = ((self._before[key], after) for key, after in self._after.items())
        return tuple((before, after) for before, after in pairs if not same_shift(before, after))

    def keep_absence(self, absence: Absence) -> None:
        """Keep an absence, or another state of it."""
        if self._absences.get(absence.id) != absence:
            self._absences[absence.id] = absence
            self.unit.absences.put(absence)

    def remove_absence(self, absence: Absence) -> None:
        """Take an absence out."""
        del self._absences[absence.id]
        self.unit.absences.remove(absence.id)

    def under_absences(self, whole: Shift) -> Shift | None:
        """Return what all absences leave of a shift, and note with each that takes something what it takes it from."""
        left = what_remains(whole, self.absences)
        for absence in self.absences:
            others = tuple(one for one in absence.taken if one.id != whole.id)
            takes = not same_shift(what_remains(whole, [absence]), whole)
            self.keep_absence(replace(absence, taken=(*others, whole) if takes else others))
        return left

    def forget_taken(self, whole: Shift) -> None:
        """Let no absence bring a shift back."""
        for absence in self.absences:
            self.keep_absence(replace(absence, taken=tuple(one for one in absence.taken if one.id != whole.id)))

    def whole(self, kept: Shift) -> Shift:
        """Return a kept shift as it would be if nobody were absent, as far as that is known."""
        for absence in self.absences:
            for taken in absence.taken:
                if taken.id == kept.id and same_shift(what_remains(taken, self.absences), kept):
                    return taken
        return kept

    def advance(self) -> tuple[date, ...]:
        """Give each changed day its next version; return those days."""
        changed = tuple(sorted({shift.day for pair in self.changes for shift in pair if shift is not None}))
        for day in changed:
            state = self._states[day]
            self.unit.days.put(replace(state, version=state.version + 1))
        return changed
