"""The state of a town that follows from what a unit has changed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, tzinfo
from typing import Any

from scheduler.domain.audit import AuditEntry, AuditEvent, chained
from scheduler.domain.town import TownHead
from scheduler.store.memory.state import KindState, PlanState, TownState
from scheduler.store.unit import Kept, KindWritten, PlanKey, Written


def following(state: TownState, written: Written) -> TownState:
    """Return the next state; the same one if nothing was changed. Who writes is alone: nothing has to be compared."""
    if written.empty:
        return state
    stamp = state.stamp + 1
    changed = {name: _kind(state.of(name), left, stamp) for name, left in written.kinds.items()}
    return replace(
        state,
        stamp=stamp,
        zone=_zone(state.zone, written),
        kinds={**state.kinds, **changed},
        days=_days(state.days, written),
        plans=_plans(state.plans, written),
        audit=_audit(state.audit, written.events),
    )


def _kind(state: KindState, left: KindWritten, stamp: int) -> KindState:
    kept, seq = dict(state.kept), state.last_seq
    for key in left.gone:
        kept.pop(key, None)
    for key, put in left.put.items():
        before: Kept[Any] | None = kept.get(key)
        if before is None:
            seq += 1
        kept[key] = Kept(value=put.value, stamp=stamp, seq=before.seq if before else seq)
    removed = {key: at for key, at in state.removed.items() if key not in left.put}
    changed = (*left.gone, *left.put)
    groups = {name: one.following(state.kept, kept, changed) for name, one in tuple(state.groups.items())}
    return KindState(kept=kept, removed=removed | dict.fromkeys(left.gone, stamp), last_seq=seq, groups=groups)


def _zone(before: tzinfo | None, written: Written) -> tzinfo | None:
    left = written.kinds.get("head")
    heads: list[TownHead] = [put.value for put in left.put.values()] if left else []
    return heads[-1].zone if heads else before


def _days(days: Mapping[date, Any], written: Written) -> Mapping[date, Any]:
    return {**days, **written.days} if written.days else days


def _plans(plans: Mapping[PlanKey, PlanState], written: Written) -> Mapping[PlanKey, PlanState]:
    next_plans = dict(plans)
    for key, (head, plan) in written.plans.items():
        next_plans[key] = PlanState(head=head, plan=plan)
    for key, plan in written.redacted.items():
        next_plans[key] = replace(next_plans[key], plan=plan)
    for key, problem in written.problems.items():
        next_plans[key] = replace(next_plans[key], problem=problem)
    for key in written.forgotten:
        next_plans[key] = replace(next_plans[key], plan=None, problem=None)
    return next_plans


def _audit(chain: tuple[AuditEntry, ...], events: Sequence[AuditEvent]) -> tuple[AuditEntry, ...]:
    if not events:
        return chain
    entries = list(chain)
    for event in events:
        entries.append(chained(event, entries[-1] if entries else None))
    return tuple(entries)
