"""Service days, their plans and the audit chain, as one unit of work in memory sees and changes them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from scheduler.domain.audit import AuditEntry, AuditEvent, chained
from scheduler.domain.errors import ConflictError, NotFoundError, StaleError, StoreError
from scheduler.domain.plan import Plan
from scheduler.domain.service_days import DayState, PlanHead
from scheduler.store.memory.state import PlanState


class MemoryDays:
    """Service days. A unit that writes is alone with its town, so its locks need only be remembered."""

    def __init__(self, days: Mapping[date, DayState]) -> None:
        self._days = days
        self._locked: set[date] = set()
        self.put_days: dict[date, DayState] = {}

    def get(self, day: date) -> DayState:
        """Return a day's state."""
        return self.put_days.get(day) or self._days.get(day) or DayState(day=day)

    def lock(self, day: date) -> DayState:
        """Return a day's state; nobody else changes it until the unit ends."""
        self._locked.add(day)
        return self.get(day)

    def put(self, state: DayState) -> None:
        """Keep a day's next state."""
        if state.day not in self._locked:
            raise StoreError(f"{state.day.isoformat()} is changed without its lock")
        before = self.get(state.day).version
        if state.version != before + 1:
            raise StaleError(f"the day {state.day.isoformat()}", seen=state.version - 1, now=before)
        self.put_days[state.day] = state

    def between(self, first: date, last: date) -> Mapping[date, DayState]:
        """Return the kept states of some days."""
        known = {**self._days, **self.put_days}
        return {day: known[day] for day in sorted(known) if first <= day <= last}


class MemoryPlans:
    """Versions of plans."""

    def __init__(self, plans: Mapping[date, Mapping[int, PlanState]]) -> None:
        self._plans = plans
        self.put_plans: dict[tuple[date, int], PlanState] = {}

    def add(self, plan: Plan, head: PlanHead) -> None:
        """Keep a new version."""
        if self._find(head.day, head.version) is not None:
            raise ConflictError(f"{head.day.isoformat()} has a plan of version {head.version} already")
        self.put_plans[head.day, head.version] = PlanState(head=head, plan=plan)

    def get(self, day: date, version: int) -> Plan:
        """Return one version."""
        found = self._find(day, version)
        if found is None or found.plan is None:
            raise NotFoundError(f"{day.isoformat()} has no plan of version {version}")
        return found.plan

    def heads(self, day: date) -> Sequence[PlanHead]:
        """Return what is known of a day's plans."""
        own = {version: state for (of, version), state in self.put_plans.items() if of == day}
        known = {**self._plans.get(day, {}), **own}
        return [known[version].head for version in sorted(known)]

    def forget(self, day: date, version: int) -> None:
        """Take a version's content away."""
        self.put_plans[day, version] = replace(self._kept(day, version), plan=None, problem=None)

    def keep_problem(self, day: date, version: int, text: str) -> None:
        """Keep the problem a plan answers."""
        self.put_plans[day, version] = replace(self._kept(day, version), problem=text)

    def problem(self, day: date, version: int) -> str | None:
        """Return the problem of a version, if it was kept."""
        found = self._find(day, version)
        return None if found is None else found.problem

    def written(self) -> Mapping[date, Mapping[int, PlanState]]:
        """Return all plans, with those of the unit."""
        plans = dict(self._plans)
        for (day, version), state in self.put_plans.items():
            plans[day] = {**plans.get(day, {}), version: state}
        return plans

    def _find(self, day: date, version: int) -> PlanState | None:
        return self.put_plans.get((day, version)) or self._plans.get(day, {}).get(version)

    def _kept(self, day: date, version: int) -> PlanState:
        found = self._find(day, version)
        if found is None:
            raise NotFoundError(f"{day.isoformat()} has no plan of version {version}")
        return found


class MemoryAudit:
    """The audit chain."""

    def __init__(self, entries: tuple[AuditEntry, ...]) -> None:
        self._entries = entries
        self.events: list[AuditEvent] = []

    def append(self, event: AuditEvent) -> None:
        """Add an event when the unit ends."""
        self.events.append(event)

    def entries(self, after: int = 0, limit: int = 1000) -> Sequence[AuditEntry]:
        """Return entries with higher numbers than `after`."""
        return self._entries[after : after + limit]

    def about(self, subject: str) -> Sequence[AuditEntry]:
        """Return all entries about one subject."""
        return [entry for entry in self._entries if entry.event.subject == subject]

    def last(self) -> AuditEntry | None:
        """Return the end of the chain as it is written."""
        return self._entries[-1] if self._entries else None

    def written(self) -> tuple[AuditEntry, ...]:
        """Return the chain with the unit's events."""
        entries = list(self._entries)
        for event in self.events:
            entries.append(chained(event, entries[-1] if entries else None))
        return tuple(entries)
