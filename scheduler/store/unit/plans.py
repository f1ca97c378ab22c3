"""Versions of plans, as one unit of work sees and changes them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from scheduler.domain.errors import ConflictError, NotFoundError
from scheduler.domain.ids import RequestId, ShiftId
from scheduler.domain.plan import Plan
from scheduler.domain.service_days import PlanHead
from scheduler.store.unit.desk import Desk
from scheduler.store.unit.shelf import PlanShelf
from scheduler.store.unit.texts import mentioned
from scheduler.store.unit.written import PlanKey


class UnitPlans:
    """Plans: what is stored, under what the unit has added and forgotten."""

    def __init__(self, shelf: PlanShelf, desk: Desk) -> None:
        self._shelf = shelf
        self._desk = desk
        self.added: dict[PlanKey, tuple[PlanHead, Plan]] = {}
        self.redacted: dict[PlanKey, Plan] = {}
        self.forgotten: dict[PlanKey, None] = {}
        self.problems: dict[PlanKey, str] = {}

    def add(self, plan: Plan, head: PlanHead) -> None:
        """Keep a new version."""
        self._desk.write()
        if self._knows(head.day, head.version):
            raise ConflictError(f"{head.day.isoformat()} has a plan of version {head.version} already")
        self.added[head.day, head.version] = (head, plan)

    def get(self, day: date, version: int) -> Plan:
        """Return one version."""
        self._desk.read()
        key = (day, version)
        found = None
        if key not in self.forgotten:
            found = self.redacted.get(key) or (self.added[key][1] if key in self.added else self._shelf.plan(*key))
        if found is None:
            raise _none(day, version)
        return found

    def orders(self, day: date, version: int) -> Mapping[ShiftId, Sequence[str]]:
        """Return the tasks of each shift of one version, in order."""
        self._desk.read()
        key = (day, version)
        if key in self.forgotten or key in self.redacted or key in self.added:
            return self.get(day, version).orders
        found = self._shelf.orders(*key)
        if found is None:
            raise _none(day, version)
        return found

    def heads(self, day: date) -> Sequence[PlanHead]:
        """Return what is known of a day's plans, the oldest first."""
        self._desk.read()
        own = [head for (of, _), (head, _) in self.added.items() if of == day]
        return sorted([*self._shelf.heads(day), *own], key=lambda head: head.version)

    def naming(
        self, requests: Collection[RequestId], words: Collection[str], *, but: Collection[PlanKey] = frozenset()
    ) -> Mapping[PlanKey, frozenset[str]]:
        """Return, of each kept version but some, which of some requests it names and which of some words it says."""
        self._desk.read()
        words = [word for word in words if word.strip()]
        own = {key: plan for key, (_, plan) in self.added.items()} | self.redacted
        found = dict(self._shelf.naming(requests, words, but={*but, *own, *self.forgotten}))
        for key in own.keys() - set(but) - self.forgotten.keys():
            found[key] = mentioned(own[key], requests, words)
        return found

    def forget(self, day: date, version: int) -> None:
        """Take a version's content away."""
        self._check(day, version)
        self.forgotten[day, version] = None
        self.redacted.pop((day, version), None)
        self.problems.pop((day, version), None)

    def redact(self, plan: Plan) -> None:
        """Put a version in its own place again."""
        self._desk.write()
        self.get(plan.day, plan.version)
        self.redacted[plan.day, plan.version] = plan

    def keep_problem(self, day: date, version: int, text: str) -> None:
        """Keep the problem a plan answers."""
        self._check(day, version)
        if (day, version) in self.forgotten:
            raise NotFoundError(f"the plan {version} of {day.isoformat()} is forgotten")
        self.problems[day, version] = text

    def problem(self, day: date, version: int) -> str | None:
        """Return the problem of a version, if it was kept."""
        self._desk.read()
        if (day, version) in self.forgotten:
            return None
        return self.problems.get((day, version)) or self._shelf.problem(day, version)

    def _knows(self, day: date, version: int) -> bool:
        return (day, version) in self.added or self._shelf.head(day, version) is not None

    def _check(self, day: date, version: int) -> None:
        self._desk.write()
        if not self._knows(day, version):
            raise _none(day, version)


def _none(day: date, version: int) -> NotFoundError:
    return NotFoundError(f"{day.isoformat()} has no plan of version {version}")
