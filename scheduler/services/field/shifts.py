"""One shift as it was, whatever has become of it since: its crew, its end, and what it was given to do."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cached_property

from scheduler.domain.errors import NotFoundError
from scheduler.domain.ids import ShiftId, StaffId
from scheduler.domain.plan import PlannedRoute
from scheduler.domain.roster import Shift
from scheduler.domain.rota import Absence
from scheduler.services.ports import UnitOfWork
from scheduler.services.shown import shown_versions


class ShiftAsItWas:
    """What the rota, absences and published plans tell of one shift; each is read only as far as it is needed.

    Attributes
    ----------
    published : bool
        Whether `was_given` has met any published plan of the day so far.
    """

    def __init__(self, unit: UnitOfWork, day: date, shift_id: ShiftId) -> None:
        self._unit = unit
        self._day = day
        self._id = shift_id
        self._orders = self._read_orders()
        self._known: set[str] = set()
        self.published = False

    def had(self, staff_id: StaffId, at: datetime) -> bool:
        """Return whether a worker is on the crew, was when a plan was published, or was at an instant.

        Who goes home ill, or is replaced, has worked until then; and the phone may not have had a signal.
        """
        now = self._kept
        kept = now is not None and staff_id in now.staff_ids and not self._was_away(staff_id, at)
        return kept or self._was_there(staff_id, at) or self._knew(staff_id)

    def over_since(self) -> datetime:
        """Return the end of a shift that somebody `had`, before an absence cut it, in UTC.

        Of one that the rota has lost: the latest end that a published plan had for it.
        """
        whole = [one for one in (self._kept, *(taken for _, taken in self._taken)) if one is not None]
        return max(one.end.astimezone(UTC) for one in whole or self._routes)

    def was_given(self, task_id: str) -> bool:
        """Return whether any published plan has given it a task."""
        while task_id not in self._known:
            tasks = next(self._orders, None)
            if tasks is None:
                return False
            self._known.update(tasks)
        return True

    def _was_there(self, staff_id: StaffId, at: datetime) -> bool:
        """Return whether the rota had a worker on the shift at an instant, before an absence took something of it."""
        return not self._was_away(staff_id, at) and any(staff_id in whole.staff_ids for _, whole in self._taken)

    def _was_away(self, staff_id: StaffId, at: datetime) -> bool:
        moment = at.astimezone(UTC)
        return any(
            absence.staff_id in {None, staff_id}  # of a vehicle: nobody went on
            and absence.start.astimezone(UTC) <= moment < absence.end.astimezone(UTC)
            for absence, _ in self._taken
        )

    def _knew(self, staff_id: StaffId) -> bool:
        return any(staff_id in route.crew for route in self._routes)

    @cached_property
    def _kept(self) -> Shift | None:
        found = self._unit.shifts.find(self._id)
        return found if found is not None and found.day == self._day else None

    @cached_property
    def _taken(self) -> Sequence[tuple[Absence, Shift]]:
        """Absences that took something of it, and what each took it from."""
        return [
            (absence, whole)
            for absence in self._unit.absences.all().values()
            for whole in absence.taken
            if whole.id == self._id and whole.day == self._day
        ]

    @cached_property
    def _routes(self) -> Sequence[PlannedRoute]:
        """What all published plans have given it."""
        found = []
        for version in shown_versions(self._unit, self._day):
            with suppress(NotFoundError):  # kept long enough
                routes = self._unit.plans.get(self._day, version).routes
                found += [route for route in routes if route.shift_id == self._id]
        return found

    def _read_orders(self) -> Iterator[Collection[str]]:
        """Yield what each version has given it, decoding no more than that."""
        for version in shown_versions(self._unit, self._day):
            self.published = True
            with suppress(NotFoundError):  # kept long enough
                yield self._unit.plans.orders(self._day, version).get(self._id, ())
