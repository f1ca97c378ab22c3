"""One call, made of its stream: what is asked for, and what happens on the day."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from scheduler.domain.capacity.calls import Call
from scheduler.domain.capacity.demand import Demand
from scheduler.domain.catalogue import ServiceKind
from scheduler.domain.client import Client, Mobility
from scheduler.domain.ids import ServiceId
from scheduler.domain.place import Place
from scheduler.domain.town import Town
from scheduler.simulation.demand.repeats import Rhythm
from scheduler.simulation.demand.streams import Stream
from scheduler.simulation.demand.times import Home, Times
from scheduler.simulation.demand.truths import AtDoor, ending

BETWEEN = "~"
"""No id of a town has it, so parts of a call's id are never mistaken for each other."""


def call_stream(root: Stream, call_id: str) -> Stream:
    """Return the stream of a call."""
    return root.of("call", call_id)


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Makes calls."""

    demand: Demand
    town: Town
    times: Times
    stream: Stream

    def call(  # noqa: PLR0917
        self,
        own: Stream,
        service_id: ServiceId,
        client: Client,
        home: Place,
        first: date,
        rhythm: Rhythm | None,
        studied: date,
    ) -> Call:
        """Return a call that wants a first day, for the day of it that is studied."""
        demand = self.demand.services[service_id]
        wanted = self.times.window(demand.wishes, first, own)
        place = demand.places.pick(own.uniform("place")) if demand.places else None
        is_ride = self.town.services[service_id].kind is ServiceKind.RIDE
        whole = Call(
            id=own.last,
            at=self.times.rings(self.demand.rings, demand.wishes, wanted, first, own),
            client=client,
            home=home,
            service_id=service_id,
            day=first,
            windows=(wanted,),
            destination=place.place_id if place else None,
            purpose_id=place.purpose_id if place else None,
            carers=demand.carers.pick(own.uniform("carers")),
            rollators=int(is_ride and client.mobility is Mobility.WALKER),
            service_time=timedelta(0),
            patience=own.uniform("patience"),
            weekly=rhythm.rule if rhythm else None,
            until=rhythm.until if rhythm else None,
        )
        return self._on(whole, studied, own)

    def again(self, call: Call, day: date) -> Call:
        """Return an occurrence of a call's series, wanted once; the one of its own day is itself."""
        if day == call.day:
            return call.once()
        own = call_stream(self.stream, call.id)
        return replace(self._on(call, day, own).once(), id=f"{call.id}{BETWEEN}{day.isoformat()}")

    def _on(self, call: Call, day: date, own: Stream) -> Call:
        """Return a call for a day of it, with what happens on that day."""
        demand, service = self.demand.services[call.service_id], self.town.services[call.service_id]
        chance = own.of("on", day.isoformat())
        wanted = self.times.window(demand.wishes, day, own)
        home = self.times.home(demand.back, wanted, own, chance) if service.kind is ServiceKind.RIDE else Home()
        at_door = AtDoor(demand=self.demand, town=self.town, service=service, client=call.client).door(own, chance)
        deadline = self.town.policy.booking.of(call.service_id).cancel_until
        end = ending(demand.endings, call.at, wanted.start, deadline, chance)
        return replace(
            call,
            day=day,
            windows=(wanted,),
            help_level=at_door.help_level,
            planned_time=at_door.planned,
            back=home.back,
            back_window=home.window,
            ready_at=home.ready_at,
            service_time=at_door.service_time,
            boarding=at_door.boarding,
            cancels_before=end.cancels_before,
            no_show=end.no_show,
        )
