"""The levels of a factor: those that are written, or the values of what is varied from one bound to another."""

from collections.abc import Sequence
from decimal import Decimal

from scheduler.domain.capacity.ranges import MEASURES, Range
from scheduler.domain.capacity.scenarios import Factor, Level


def levels_of(factor: Factor) -> Sequence[Level]:
    """Return all levels of a factor."""
    span = factor.range
    return factor.levels if span is None else [_level(factor, span, span.value(k)) for k in range(span.count)]


def level_at(factor: Factor, part: float) -> Level:
    """Return the level at a part of the way through all, from 0 to below 1; each has as long a part as any other."""
    if factor.range is None:
        return factor.levels[int(part * len(factor.levels))]
    return _level(factor, factor.range, factor.range.at(part))


def _level(factor: Factor, span: Range, value: Decimal) -> Level:
    """Return the level of a value, called by the number with its unit, which reads alike in both languages."""
    said = MEASURES[span.field].said(value)
    return Level(id=f"{factor.id}-{value.normalize():f}", name=f"{factor.name}: {said}", changes=span.changes_at(value))
