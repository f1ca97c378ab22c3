"""What a unit of work leaves to be written at its end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from scheduler.domain.audit import AuditEvent
from scheduler.domain.plan import Plan
from scheduler.domain.service_days import DayState, PlanHead

type PlanKey = tuple[date, int]
"""A day and the version of one of its plans."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Put[V]:
    """The next state of a thing.

    Attributes
    ----------
    seen : int or None
        The stamp that it must still have when it is written (0: it must be new); None: any.
    packed : object
        As the adapter will write it.
    """

    value: V
    seen: int | None
    packed: Any


@dataclass(frozen=True, kw_only=True)
class KindWritten:
    """What was put of one kind, and what was removed, with the stamp that the unit found."""

    put: Mapping[Any, Put[Any]]
    gone: Mapping[Any, int]


@dataclass(frozen=True, kw_only=True)
class Written:
    """Everything that a unit has changed; kinds in the order of `KINDS`, those without a change left out."""

    kinds: Mapping[str, KindWritten]
    days: Mapping[date, DayState]
    plans: Mapping[PlanKey, tuple[PlanHead, Plan]]
    redacted: Mapping[PlanKey, Plan]
    forgotten: Sequence[PlanKey]
    problems: Mapping[PlanKey, str]
    events: Sequence[AuditEvent]

    @property
    def empty(self) -> bool:
        """Whether nothing was changed."""
        plans = self.plans or self.redacted or self.forgotten or self.problems
        return not (self.kinds or self.days or plans or self.events)
