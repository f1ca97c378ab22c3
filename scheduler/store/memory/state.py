"""One state of one town, never changed: a unit that writes makes the next one."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo
from types import MappingProxyType
from typing import Any

from scheduler.domain.audit import AuditEntry
from scheduler.domain.plan import Plan
from scheduler.domain.service_days import DayState, PlanHead
from scheduler.store.memory.groups import Groups
from scheduler.store.unit import Kept, PlanKey

_NOTHING: Mapping[Any, Any] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class KindState:
    """All things of one kind, and when others were taken out.

    Attributes
    ----------
    groups : dict of str to Groups
        What has been looked for among exactly these things, by what it was looked for.
    """

    kept: Mapping[Hashable, Kept[Any]] = _NOTHING
    removed: Mapping[Hashable, int] = _NOTHING
    last_seq: int = 0
    groups: dict[str, Groups] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class PlanState:
    """One version of a day's plan; what was forgotten is None."""

    head: PlanHead
    plan: Plan | None
    problem: str | None = None


@dataclass(frozen=True, kw_only=True)
class TownState:
    """Everything that is kept of one town."""

    stamp: int = 0
    zone: tzinfo | None = None
    kinds: Mapping[str, KindState] = _NOTHING
    days: Mapping[date, DayState] = _NOTHING
    plans: Mapping[PlanKey, PlanState] = _NOTHING
    audit: tuple[AuditEntry, ...] = ()

    def of(self, kind: str) -> KindState:
        """Return all things of a kind."""
        return self.kinds.get(kind, KindState())
