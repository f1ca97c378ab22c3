"""Service days without what would tell of an erased client: their plans, and what dispatchers wrote of them."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date

from scheduler.domain.errors import NotFoundError
from scheduler.domain.ids import PlaceId
from scheduler.domain.live_day import live_key
from scheduler.domain.plan import Plan
from scheduler.services.facts import town_head
from scheduler.services.ports import UnitOfWork
from scheduler.services.redacting import Reworded, redacted
from scheduler.services.redacting_live import redacted_live
from scheduler.services.retaining import LONG_AGO


def named_days(unit: UnitOfWork, reworded: Reworded) -> Iterator[date]:
    """Yield days of which dispatchers wrote what is to be reworded: in an override, a note, or on opening one again."""
    for day, state in unit.days.between(LONG_AGO, date.max).items():
        if any(reworded(one.reason) != one.reason for one in state.overrides):
            yield day
    for live in unit.live.between(LONG_AGO, date.max).values():
        if any(reworded(one.note) != one.note for one in live.disruptions):
            yield live.day
    for closing in unit.closings.between(LONG_AGO, date.max).values():
        if reworded(closing.opened_because) != closing.opened_because:
            yield closing.day


def redact_days(unit: UnitOfWork, days: Iterable[date], reworded: Reworded, places: tuple[PlaceId, ...]) -> int:
    """Reword what is kept of some days, and take doors of some places out; return how many plans that changed."""
    changed = 0
    for day in days:
        state = unit.days.lock(day)
        overrides = tuple(replace(one, reason=reworded(one.reason)) for one in state.overrides)
        if overrides != state.overrides:
            unit.days.put(replace(state, version=state.version + 1, overrides=overrides))
        _redact_live(unit, day, reworded, places)
        _redact_closings(unit, day, reworded)
        for plan in _plans(unit, day):
            bare = redacted(plan, reworded, places)
            if bare != plan:
                unit.plans.redact(bare)
                changed += 1
    return changed


def _redact_live(unit: UnitOfWork, day: date, reworded: Reworded, places: tuple[PlaceId, ...]) -> None:
    live = unit.live.find(live_key(day))
    if live is None:
        return
    homes = (place for key in places if (place := unit.places.find(key)) is not None)
    doors = [entrance.point for home in homes for entrance in home.entrances]
    bare = redacted_live(live, reworded, doors, town_head(unit).centre)
    if bare != live:
        unit.live.put(bare, seen=unit.live.stamp_of(live.id))


def _redact_closings(unit: UnitOfWork, day: date, reworded: Reworded) -> None:
    for key, closing in tuple(unit.closings.between(day, day).items()):
        bare = replace(closing, opened_because=reworded(closing.opened_because))
        if bare != closing:
            unit.closings.put(bare, seen=unit.closings.stamp_of(key))


def _plans(unit: UnitOfWork, day: date) -> Iterator[Plan]:
    """Yield the versions of a day's plan that are not forgotten."""
    for head in unit.plans.heads(day):
        with suppress(NotFoundError):
            yield unit.plans.get(day, head.version)
