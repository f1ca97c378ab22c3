"""Compiled travel through the hours of the day against the plain one."""

from dataclasses import replace
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from solver.kernel import compiled
from solver.kernel.handles import Handle
from solver.kernel.timing import arrival, departure
from solver.kernel.world import World, world_of
from solver.travel_time import arrival_s, departure_s
from tests.solver.small_orders import small

type Bands = tuple[tuple[int, int, int], ...]


@compiled
def both(world: World, now: int, base: int) -> tuple[int, int]:
    """Return when who leaves now arrives, and when who arrives now left."""
    return arrival(world, 0, now, base), departure(world, 0, now, base)


@st.composite
def some_bands(draw: Any) -> Bands:
    """Return up to four bands, some touching, some instantaneous, slow and fast."""
    edges = sorted(draw(st.lists(st.integers(-20, 80), max_size=8)))
    spans = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False) if a < b]
    return tuple((a, b, draw(st.integers(1, 3000))) for a, b in spans)


@settings(max_examples=300)
@example(bands=((1, 9, 2000),), now=0, base=3)
@given(bands=some_bands(), now=st.integers(-30, 110), base=st.integers(0, 90))
def test_travel_through_rush_hours(bands: Bands, now: int, base: int) -> None:
    """A bus would be planned through the morning jam at midday's speed."""
    arrays = replace(small(0, frozenset()).arrays, bands=bands)
    world: Any = Handle(world_of(arrays))

    assert both(world, now, base) == (arrival_s(bands, now, base), departure_s(bands, now, base))
