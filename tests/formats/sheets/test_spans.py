"""What the timeline says a shift does."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import given

from scheduler.domain.itinerary import BreakCard, Itinerary
from scheduler.formats.sheets.spans import Doing, breaks_before_work, loads, overtime_s, spans, windows
from scheduler.formats.sheets.times import times_on
from scheduler.formats.sheets.words import words_of
from tests.formats.codec.strategies import any_value
from tests.formats.sheets.sample import DAY, sample_itineraries

TIMES = times_on(DAY, "Europe/Warsaw", words_of("pl"))
CREWS = {crew.shift_id: crew for crew in sample_itineraries()}


def total(itinerary: Itinerary, doing: Doing) -> float:
    """Return the seconds of one occupation."""
    return sum(span.end_s - span.start_s for span in spans(itinerary, TIMES) if span.doing is doing)


def test_driving_and_service_add_up() -> None:
    """The timeline would show a driver resting who is at the wheel."""
    crew = CREWS["bus-1-rano"]
    assert abs(total(crew, Doing.DRIVE) - crew.driving_s) < 60
    assert total(crew, Doing.SERVE) == sum((s.departure - s.arrival).total_seconds() for s in crew.stops)
    assert total(crew, Doing.BREAK) == 30 * 60


def test_waiting_is_not_drawn_as_service() -> None:
    """A physiotherapist who waits three hours would look busy."""
    crew = CREWS["fizjo-1"]
    assert total(crew, Doing.WAIT) >= sum(stop.waiting_s for stop in crew.stops) > 3600


def test_breaks_at_a_stop_are_not_drawn_as_service() -> None:
    """A driver who rests in front of the hospital would look busy for half an hour more."""
    crew = CREWS["fizjo-2"]
    stop = crew.stops[0]
    late = [stop.arrival + timedelta(minutes=minutes) for minutes in (0, 15, 30, 45)]
    before = BreakCard(start=late[0], end=late[1], after_stop=0)
    after = BreakCard(start=late[2], end=late[3], after_stop=0)
    task = replace(stop.tasks[0], start=late[1], end=late[2])
    resting = replace(crew, stops=(replace(stop, departure=late[3], tasks=(task,)),), breaks=(before, after))
    served = [span for span in spans(resting, TIMES) if span.doing is Doing.SERVE]
    assert [(span.start_s, span.end_s) for span in served] == [(TIMES.seconds(late[1]), TIMES.seconds(late[2]))]
    assert breaks_before_work(resting.stops[0], resting, TIMES) == [before]


def test_overtime_and_lateness_are_seen() -> None:
    """Nobody would notice that the plan breaks the roster or a promise."""
    crew = CREWS["fizjo-1"]
    assert overtime_s(crew, TIMES) == (crew.end - crew.rostered[1]).total_seconds() > 0
    assert overtime_s(CREWS["bus-1-rano"], TIMES) == 0
    assert not any(mark.late for mark in windows(crew, TIMES))
    stop = crew.stops[0]
    late = replace(stop.tasks[0], start=stop.tasks[0].window[1] + timedelta(minutes=1))  # type: ignore[index]
    shifted = replace(crew, stops=(replace(stop, tasks=(late,)),))
    assert [mark.late for mark in windows(shifted, TIMES)] == [True]


def test_people_aboard_are_counted_from_departure_to_arrival() -> None:
    """The band would show a wheelchair aboard that is still at home."""
    crew = CREWS["bus-1-rano"]
    first, second = loads(crew, TIMES)[:2]
    assert (first.seats, first.wheelchairs) == (2, 0)
    assert (second.seats, second.wheelchairs) == (2, 1)
    assert first.start_s == TIMES.seconds(crew.stops[0].departure)
    assert first.end_s == TIMES.seconds(crew.stops[1].arrival)


@given(any_value(Itinerary))
def test_contradicting_times_are_cut_not_drawn_twice(itinerary: Itinerary) -> None:
    """A damaged plan file would draw bars that run backwards."""
    assert_in_order(itinerary)


def test_a_stop_before_the_last_one_has_ended() -> None:
    """The same, with times close enough to overlap."""
    crew = CREWS["fizjo-1"]
    early = [replace(stop, arrival=crew.start, departure=crew.end, waiting_s=99_999) for stop in crew.stops]
    assert_in_order(replace(crew, stops=tuple(early)))
    assert_in_order(replace(crew, stops=tuple(reversed(crew.stops)), end=crew.start))


def assert_in_order(itinerary: Itinerary) -> None:
    """Fail unless every span starts where or after the last one ended."""
    found = [span for span in spans(itinerary, TIMES) if span.doing is not Doing.BREAK]
    assert all(span.start_s <= span.end_s for span in found)
    assert all(a.end_s <= b.start_s for a, b in pairwise(found))
