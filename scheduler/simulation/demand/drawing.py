"""Calls drawn from a demand: the same seed, the same calls, in every process and whatever else is asked for.

Each service, district and day has a stream of its own, each call one by its id, and each thing of it a name. So a
change of one scenario moves nothing else: growth adds calls after those that are there, shrinking takes the last ones
away, and another district, another service or more days change none of them.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from scheduler.domain.capacity.calls import Call
from scheduler.domain.capacity.demand import Demand
from scheduler.domain.ids import DistrictId, ServiceId
from scheduler.domain.town import Town
from scheduler.services.holidays import HolidayCalendar
from scheduler.simulation.demand.asking import BETWEEN, Asking, call_stream
from scheduler.simulation.demand.checking import check
from scheduler.simulation.demand.people import People
from scheduler.simulation.demand.repeats import days_before, rhythm_of
from scheduler.simulation.demand.streams import Stream
from scheduler.simulation.demand.times import Times


def draw(demand: Demand, town: Town, days: Sequence[date], seed: int) -> list[Call]:
    """Return the calls that want some service days, in the order in which they ring.

    Series that began before the first of the days, and are not over by then, are among them, each as one call for its
    first occurrence on these days: nobody studies a town whose regular clients begin on the day of the study.

    Parameters
    ----------
    days : sequence of date
        In any order; a day that comes twice counts once.
    seed : int
        Below 2**127 either way; of one replication, the same in all scenarios that are compared.

    Raises
    ------
    InputError
        If the town does not have what the demand names.
    """
    check(demand, town)
    drawing = _Drawing(demand, town, seed)
    calls = [call for service_id in demand.services for call in drawing.of(service_id, frozenset(days))]
    return sorted(calls, key=lambda call: (call.at.timestamp(), call.id))


def occurrences(call: Call, demand: Demand, town: Town, days: Collection[date], seed: int) -> list[Call]:
    """Return a call for each of some days that its series falls on, each with its own chance.

    What is not known beforehand (times at the door, when the client is ready, how the booking ends) is drawn anew for
    each day, from names of its own: the same however many days are asked for. All are wanted once; that of the call's
    own day is the call itself.
    """
    asking = _Drawing(demand, town, seed).asking
    return [asking.again(call, day) for day in sorted(set(days)) if day == call.day or call.repeats_on(day)]


class _Drawing:
    def __init__(self, demand: Demand, town: Town, seed: int) -> None:
        self._demand, self._stream = demand, Stream(seed)
        self._calendar = HolidayCalendar(town.policy.booking)
        self._people = People(demand=demand, town=town, stream=self._stream)
        times = Times(zone=town.zone, calendar=self._calendar)
        self.asking = Asking(demand=demand, town=town, times=times, stream=self._stream)

    def of(self, service_id: ServiceId, days: frozenset[date]) -> Iterator[Call]:
        """Yield the calls for a service that want one of some days, or ask for a series that reaches into them."""
        service = self._demand.services[service_id]
        if not days:
            return
        first, last = min(days), max(days)
        begins = (
            (*days_before(service.repeating, first), *_from(first, last)) if service.repeating.share else sorted(days)
        )
        for district_id in service.per_day:
            for day in begins:
                yield from self._calls(service_id, district_id, day, days)

    def _calls(
        self, service_id: ServiceId, district_id: DistrictId, day: date, days: frozenset[date]
    ) -> Iterator[Call]:
        """Yield the calls that want a day first, each for the earliest of some days on which it wants something."""
        mean = self._demand.mean(service_id, district_id, day, off=self._calendar.name(day) is not None)
        if not mean:
            return
        turn, cell = 0, BETWEEN.join((service_id, district_id, day.isoformat()))
        for k in self._stream.of("cell", cell).arrivals(mean):
            own = call_stream(self._stream, f"{cell}{BETWEEN}{k}")
            rhythm = rhythm_of(self._demand.services[service_id].repeating, day, own)
            # Who asks for a series is nobody of the register: people there may call for something else on its days.
            known = rhythm is None and self._people.is_known(own)
            studied = min(filter(rhythm.holds, days), default=None) if rhythm else day if day in days else None
            if studied is not None:
                client = (
                    self._people.caller(service_id, district_id, day, own, turn)
                    if known
                    else self._people.invented(district_id, own)
                )
                home = self._people.place(client, district_id, own)
                yield self.asking.call(own, service_id, client, home, day, rhythm, studied)
            turn += known


def _from(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=k) for k in range((last - first).days + 1))
