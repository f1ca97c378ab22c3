"""Whoever has been taken out is brought back."""

from fixtures.builder import TownBuilder
from scheduler.domain.ids import RequestId
from scheduler.domain.request import Ride
from scheduler.domain.town import Town
from scheduler.services.live.ways_home import with_ways_home
from tests.unit.services.disruptions.telling import broken, running

OUT, BACK, OTHER = (RequestId(f"R-00{k}") for k in (1, 2, 3))


def town() -> Town:
    """Return a way there and back, of which nobody was told a time, and a ride of its own."""
    builder = TownBuilder().add_bus()
    builder.base()
    builder.add_return_pair("09:00-09:30", "11:00-12:00", to="baza").add_ride("10:00-10:30", to="baza")
    return builder.build()


def test_the_way_back_of_who_was_taken_there_is_a_promise() -> None:
    """Somebody would sit at the hospital at night, because the way back was the dearest ride of a snowy day."""
    before = town()
    found = with_ways_home(before, frozenset({OUT}))
    back = found.requests[BACK]
    assert isinstance(back, Ride)
    assert back.must
    assert found.promises[BACK].window == back.windows[0]
    assert found.requests[OTHER] is before.requests[OTHER]


def test_who_stays_at_home_needs_no_way_home() -> None:
    """A return whose way there nobody has begun would push others out of the plan."""
    before = town()
    assert with_ways_home(before, frozenset()) is before
    assert with_ways_home(before, frozenset({OTHER, BACK})) is before


def test_what_was_told_stays_as_it_was_told() -> None:
    """A resident would be fetched at another time than the one promised."""
    builder = TownBuilder().add_bus()
    builder.base()
    builder.add_return_pair("09:00-09:30", "11:00-12:00", to="baza").promise("11:15-11:30", request=BACK)
    before = builder.build()
    found = with_ways_home(before, frozenset({OUT}))
    assert found.promises[BACK] is before.promises[BACK]


def test_whoever_stands_by_a_broken_bus_has_a_way_back_too() -> None:
    """The bus that broke down would take the return of everybody who was in it off the list of what must be driven."""
    before = town()
    bus = before.shifts[0].id
    assert BACK in running(before, broken(bus, aboard=[OUT])).promises
    assert BACK not in running(before, broken(bus, "10:40", aboard=[OUT])).promises
