"""Service days, as one unit of work sees and changes them."""

from collections.abc import Mapping
from datetime import date

from scheduler.domain.errors import StaleError, StoreError
from scheduler.domain.service_days import DayState
from scheduler.store.unit.desk import Desk
from scheduler.store.unit.shelf import DayShelf


class UnitDays:
    """Service days: what is stored, under what the unit has put."""

    def __init__(self, shelf: DayShelf, desk: Desk) -> None:
        self._shelf = shelf
        self._desk = desk
        self._locked: set[date] = set()
        self.put_days: dict[date, DayState] = {}

    def get(self, day: date) -> DayState:
        """Return a day's state."""
        self._desk.read()
        return self.put_days.get(day) or self._shelf.find(day) or DayState(day=day)

    def lock(self, day: date) -> DayState:
        """Hold other units off a day, and return its state as it is now."""
        self._desk.write()
        if day not in self._locked:
            self._check_order(day)
            now = self._shelf.lock(day)
            self._locked.add(day)
            return now or DayState(day=day)
        return self.get(day)

    def put(self, state: DayState) -> None:
        """Keep a day's next state."""
        self._desk.write()
        if state.day not in self._locked:
            raise StoreError(f"{state.day.isoformat()} is changed without its lock")
        before = self.get(state.day).version
        if state.version != before + 1:
            raise StaleError(f"the day {state.day.isoformat()}", seen=state.version - 1, now=before)
        self.put_days[state.day] = state

    def between(self, first: date, last: date) -> Mapping[date, DayState]:
        """Return the kept states of some days."""
        self._desk.read()
        known = {**self._shelf.between(first, last), **self.put_days}
        return {day: known[day] for day in sorted(known) if first <= day <= last}

    def _check_order(self, day: date) -> None:
        last = max(self._locked, default=day)
        if last > day:
            raise StoreError(f"{day.isoformat()} is locked after {last.isoformat()}; lock days in their order")
