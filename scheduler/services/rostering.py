"""Weekly patterns as a dispatcher changes them: the shifts follow, and the plans of their days."""

from scheduler.domain.audit import AuditEvent
from scheduler.domain.errors import ConflictError, StaleError
from scheduler.domain.ids import PatternId
from scheduler.domain.rota import WeeklyPattern
from scheduler.services.dispatching import Hand
from scheduler.services.planning.changing import plan_anew
from scheduler.services.ports import TravelTimes, UnitOfWork
from scheduler.services.rota import RotaChange, drop_pattern, keep_pattern


def add_pattern(unit: UnitOfWork, travel: TravelTimes, pattern: WeeklyPattern, hand: Hand) -> RotaChange:
    """Keep a new pattern; one that is kept already exactly like that stays.

    Raises
    ------
    ConflictError
        If another one has this id.
    InputError
        If it cannot be worked by.
    """
    known = unit.patterns.find(pattern.id)
    if known == pattern:
        return RotaChange()
    if known is not None:
        raise ConflictError(f"there is another pattern {pattern.id} already")
    change = keep_pattern(unit, pattern, now=hand.at, seen=0)
    return _planned(unit, travel, change, hand, ("pattern.added", pattern.id))


def change_pattern(unit: UnitOfWork, travel: TravelTimes, pattern: WeeklyPattern, hand: Hand) -> RotaChange:
    """Put another pattern in the place of the one that was seen; shifts changed by hand stay as they are.

    Raises
    ------
    NotFoundError
        If there is none of that id.
    StaleError
        If it was changed since.
    InputError
        If it cannot be worked by.
    """
    _require_seen(unit, pattern.id, hand)
    # Somebody else may keep another one until this unit ends: it is compared once more in the row's own update.
    change = keep_pattern(unit, pattern, now=hand.at, seen=hand.seen)
    return _planned(unit, travel, change, hand, ("pattern.changed", pattern.id))


def remove_pattern(unit: UnitOfWork, travel: TravelTimes, pattern_id: PatternId, hand: Hand) -> RotaChange:
    """Take out the pattern that was seen, and its shifts to come that nobody has changed by hand; errors as above."""
    _require_seen(unit, pattern_id, hand)
    return _planned(unit, travel, drop_pattern(unit, pattern_id, now=hand.at), hand, ("pattern.removed", pattern_id))


def _require_seen(unit: UnitOfWork, pattern_id: PatternId, hand: Hand) -> None:
    unit.patterns.get(pattern_id)
    stamp = unit.patterns.stamp_of(pattern_id)
    if hand.seen is not None and hand.seen != stamp:
        raise StaleError(f"the pattern {pattern_id}", seen=hand.seen, now=stamp)


def _planned(
    unit: UnitOfWork, travel: TravelTimes, change: RotaChange, hand: Hand, what: tuple[str, PatternId]
) -> RotaChange:
    action, pattern_id = what
    unit.audit.append(AuditEvent(at=hand.at, by=hand.by, action=action, subject=f"pattern:{pattern_id}"))
    for day in change.days:
        plan_anew(unit, travel, unit.days.get(day), why="rota", at=hand.at, by=hand.by)
    return change
