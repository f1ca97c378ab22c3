"""Snow in the whole town as bands of the day: together with rush hours, on days of 23 and 25 hours, across midnight."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from fixtures.builder import TownBuilder
from scheduler.domain.live_day import Disruption, Snow
from scheduler.domain.policy import SpeedBand
from scheduler.domain.time import ServiceDay
from scheduler.domain.town import Town
from scheduler.services.horizon import build_problem
from scheduler.services.horizon.bands import combined
from scheduler.travel.straight import StraightTravel
from solver.facts.travel import SpeedBandFact
from solver.travel_time import arrival_s, departure_s
from tests.unit.services.disruptions.telling import running, snow, told

WARSAW = ZoneInfo("Europe/Warsaw")
H = 3600


def town_on(day: date, *bands: SpeedBand) -> Town:
    """Return a town with these rush hours."""
    town = TownBuilder(service_day=day).add_bus().build()
    return replace(town, policy=replace(town.policy, speed_bands=bands))


def bands_of(town: Town) -> list[tuple[float, float, int]]:
    """Return the bands that the solver reads, in hours since midnight."""
    problem = build_problem(town, ServiceDay(date=town.shifts[0].day, zone=town.zone), StraightTravel(town.policy))
    return [(band.start_s / H, band.end_s / H, band.permille) for band in problem.speed_bands]


MONDAY, SPRING, AUTUMN = date(2026, 11, 23), date(2027, 3, 28), date(2026, 10, 25)
RUSH = SpeedBand(start_h=7, end_h=9, permille=800)


def test_snow_begins_at_its_minute_and_counts_beside_the_rush_hour() -> None:
    """It would snow from the full hour on, or the rush hour would end when it begins to snow."""
    town = running(town_on(MONDAY, RUSH), snow(500, since="08:30", until="13:15"), as_of="08:30")
    assert bands_of(town) == [(7, 8.5, 800), (8.5, 9, 400), (9, 13.25, 500), (31, 33, 800)]


def test_snow_without_an_end_lasts_through_the_night_that_belongs_to_the_day() -> None:
    """The night shift would drive at full speed from midnight on."""
    assert bands_of(running(town_on(MONDAY, RUSH), snow(500, since="22:00"))) == [
        (7, 9, 800), (22, 31, 500), (31, 33, 400), (33, 48, 500)
    ]  # fmt: skip


def test_snow_of_a_district_is_no_band() -> None:
    """The whole town would crawl because of one hill."""
    assert bands_of(running(town_on(MONDAY), snow(500, "wzgorze"))) == []


def test_two_snows_count_both() -> None:
    """The second report would take the first one back."""
    first, second = snow(500, since="10:00", until="12:00"), snow(800, since="11:00", until="13:00")
    assert bands_of(running(town_on(MONDAY), first, second)) == [(10, 11, 500), (11, 12, 400), (12, 13, 800)]


def test_it_snows_for_as_long_as_it_does_when_the_clocks_change() -> None:
    """In the night of the clock change snow would begin an hour early, or never end."""
    for day, hours in ((SPRING, 5), (AUTUMN, 7)):
        since = datetime(day.year, day.month, day.day, 0, 30, tzinfo=WARSAW)
        until = datetime(day.year, day.month, day.day, 6, 30, tzinfo=WARSAW)
        town = running(town_on(day), told(since, until, snow=Snow(permille=500)), as_of=since)
        assert bands_of(town) == [(0.5, 0.5 + hours, 500)]


def test_both_hours_that_come_twice_can_be_told_apart() -> None:
    """Snow from the second half past two would begin an hour too early."""
    first = datetime(2026, 10, 25, 2, 30, tzinfo=WARSAW)
    for since, begins in ((first, 2.5), (first.replace(fold=1), 3.5)):
        until = since.astimezone(UTC) + timedelta(hours=1)
        town = running(town_on(AUTUMN), told(since, until, snow=Snow(permille=500)), as_of=since)
        assert bands_of(town) == [(begins, begins + 1, 500)]


def test_a_snowy_second_is_not_rounded_away() -> None:
    """A second of snow at the edge would make a plan a second too early."""
    since = datetime(2026, 11, 23, 9, 0, 0, 500_000, tzinfo=WARSAW)
    until = since + timedelta(seconds=10)
    town = running(town_on(MONDAY), told(since, until, snow=Snow(permille=500)), as_of=since)
    assert bands_of(town) == [(9, 9 + 11 / H, 500)]


EDGES = st.integers(0, 48 * H)
SPANS = st.tuples(EDGES, EDGES).filter(lambda pair: pair[0] != pair[1]).map(sorted)
SNOWS = st.lists(
    st.builds(
        lambda span, permille: SpeedBandFact(start_s=span[0], end_s=span[1], permille=permille),
        SPANS, st.integers(1, 999),
    ), max_size=4,
)  # fmt: skip
RUSHES = st.lists(st.tuples(st.integers(0, 23), st.integers(100, 1300)), max_size=4, unique_by=lambda one: one[0]).map(
    lambda hours: [SpeedBandFact(start_s=h * H, end_s=(h + 1) * H, permille=p) for h, p in sorted(hours)]
)


def triples(bands: tuple[SpeedBandFact, ...]) -> list[tuple[int, int, int]]:
    """Return bands as the timing reads them."""
    return [(band.start_s, band.end_s, band.permille) for band in bands]


@given(rush=RUSHES, falls=SNOWS, leave=st.integers(0, 40 * H), more=st.integers(0, 6 * H), base=st.integers(0, 3 * H))
def test_slower_is_never_earlier_and_later_is_never_earlier(
    rush: list[SpeedBandFact], falls: list[SpeedBandFact], leave: int, more: int, base: int
) -> None:
    """A bus would be planned to be faster because it snows, or to overtake the one that left before."""
    clear, bands = triples(tuple(rush)), triples(combined(rush, falls))
    assert all(a[1] <= b[0] and a[0] < a[1] for a, b in pairwise(bands)), "they follow one another"
    there = arrival_s(bands, leave, base)
    assert there >= arrival_s(clear, leave, base)
    assert arrival_s(bands, leave + more, base) >= there
    assert arrival_s(bands, departure_s(bands, there, base), base) <= there


def test_the_clear_day_stays_as_it_is() -> None:
    """The bands of all towns would be cut anew although nothing has happened."""
    usual = [
        SpeedBandFact(start_s=H, end_s=2 * H, permille=1000),
        SpeedBandFact(start_s=2 * H, end_s=3 * H, permille=900),
    ]
    assert combined(usual, ()) == tuple(usual)


def test_snow_of_yesterday_is_over() -> None:
    """Every later day would be planned in the snow."""
    over: Disruption = snow(500, since="06:00", until="09:00")
    assert bands_of(running(town_on(MONDAY), over, as_of="09:00")) == []
