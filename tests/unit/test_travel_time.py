"""Travel through speed bands: nobody overtakes by leaving later, and every boundary counts."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.travel_time import arrival_s, departure_s

type Bands = list[tuple[int, int, int]]

DAY = 24 * 3600
RUSH: Bands = [(1000, 2000, 500)]


@st.composite
def bands(draw: st.DrawFn) -> Bands:
    """Return up to four ascending bands, some of which touch, at speeds from a tenth to twice the free one."""
    edges = sorted(draw(st.lists(st.integers(-500, 3000), min_size=0, max_size=8, unique=True)))
    touching = draw(st.booleans())
    pairs = pairwise(edges) if touching else zip(edges[::2], edges[1::2], strict=False)
    return [(low, high, draw(st.integers(100, 2000))) for low, high in pairs]


leaving = st.integers(-1000, 3500)
lasting = st.integers(0, 2500)


def exact_arrival(of_day: Bands, leave: int, base: int) -> Fraction:
    """Return the instant of arrival without rounding, by walking from edge to edge."""
    now, left = Fraction(leave), Fraction(base)
    while left:
        speed = next((Fraction(p, 1000) for low, high, p in of_day if low <= now < high), Fraction(1))
        edge = min((Fraction(e) for low, high, _ in of_day for e in (low, high) if e > now), default=None)
        if edge is None or left <= (edge - now) * speed:
            return now + left / speed
        left -= (edge - now) * speed
        now = edge
    return now


@given(bands(), leaving, lasting)
def test_arrival_is_exact_and_rounded_up(of_day: Bands, leave: int, base: int) -> None:
    """Plans would promise arrivals that traffic does not allow, or waste minutes on every leg."""
    exact = exact_arrival(of_day, leave, base)

    assert arrival_s(of_day, leave, base) - 1 < exact <= arrival_s(of_day, leave, base)


@given(bands(), leaving, leaving, lasting)
def test_who_leaves_later_never_arrives_earlier(of_day: Bands, one: int, other: int, base: int) -> None:
    """The planner would let a bus wait at the kerb to be at the door sooner."""
    first, second = sorted((one, other))

    assert arrival_s(of_day, first, base) <= arrival_s(of_day, second, base)


@given(bands(), leaving, lasting, lasting)
def test_a_longer_way_never_takes_less(of_day: Bands, leave: int, one: int, other: int) -> None:
    """A detour would be free."""
    short, long = sorted((one, other))

    assert arrival_s(of_day, leave, short) <= arrival_s(of_day, leave, long)


@given(bands(), leaving, lasting, lasting)
def test_stopping_on_the_way_costs_at_most_a_second(of_day: Bands, leave: int, one: int, other: int) -> None:
    """Halving a leg at a stop would change how long it takes."""
    whole = arrival_s(of_day, leave, one + other)
    halves = arrival_s(of_day, arrival_s(of_day, leave, one), other)

    assert whole <= halves <= whole + 20  # a second lost before a slow band at a tenth of the speed, and rounding


@given(bands(), st.integers(-500, 5000), lasting)
def test_departure_is_the_latest_that_arrives_in_time(of_day: Bands, arrive: int, base: int) -> None:
    """Somebody would be sent off a minute too late, or needlessly early."""
    leave = departure_s(of_day, arrive, base)

    assert arrival_s(of_day, leave, base) <= arrive < arrival_s(of_day, leave + 1, base)


@pytest.mark.parametrize(
    ("leave", "base", "expected"),
    [
        (0, 300, 300),
        (1000, 300, 1600),
        (900, 300, 1400),  # 100 s free, 200 s at half speed
        (1900, 300, 2250),  # 50 s' worth at half speed, 250 s free
        (900, 800, 2200),  # through the whole band: 100 + 500 + 200
        (2000, 300, 2300),
        (1500, 0, 1500),
        (1999, 1, 2001),  # rounded up
    ],
)
def test_a_rush_hour_at_half_speed(leave: int, base: int, expected: int) -> None:
    """A leg that only touches the rush hour would be timed as all inside it, or all outside."""
    assert arrival_s(RUSH, leave, base) == expected


def test_without_bands_travel_is_free_flow() -> None:
    """A town without a rush hour would pay for one."""
    assert arrival_s([], DAY - 10, 20) == DAY + 10
    assert departure_s([], DAY, 20) == DAY - 20
